using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Lists;

/// <summary>What a list of experiments shows, and how: all of it stands in the address, so that a link shows the
/// same.</summary>
public sealed record ListState
{
    public const string ByProject = "project";

    /// <summary>What is searched: <see cref="ListSearch"/>.</summary>
    public string Search { get; init; } = "";

    /// <summary>Status of those shown; none for all.</summary>
    public IReadOnlyList<ExperimentStatus> Statuses { get; init; } = [];

    /// <summary>The simulation of those shown; empty for all.</summary>
    public string Project { get; init; } = "";

    /// <summary>Settings and the value that they must have.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; init; } = [];

    /// <summary>Columns by which it is sorted, the most important first; none for the newest first.</summary>
    public IReadOnlyList<(string Column, bool IsDescending)> Sort { get; init; } = [];

    /// <summary>By what it is grouped: <see cref="ByProject"/>, or the name of a setting; empty for nothing.</summary>
    public string Group { get; init; } = "";

    /// <summary>Columns that are shown though the list would not, and the other way round.</summary>
    public IReadOnlyList<string> Shown { get; init; } = [];

    public IReadOnlyList<string> Hidden { get; init; } = [];

    public bool WithArchived { get; init; }

    public bool OnlyFavourites { get; init; }

    /// <summary>Those that are ticked.</summary>
    public IReadOnlyList<int> Picked { get; init; } = [];

    /// <summary>Those whose trainings are shown beneath them.</summary>
    public IReadOnlyList<int> Open { get; init; } = [];

    /// <summary>Whether it shows fewer than all.</summary>
    public bool IsFiltered => Search.Length > 0 || Statuses.Count > 0 || Project.Length > 0 || Settings.Count > 0 || OnlyFavourites;

    /// <summary>Reads an address; what it does not know is left out.</summary>
    /// <param name="query">With or without its question mark.</param>
    public static ListState Parse(string query)
    {
        var given = QueryHelpers.ParseQuery(query);
        return new()
        {
            Search = One("q"), Project = One("project"), Group = One("group"), Shown = All("show"), Hidden = All("hide"),
            Statuses = [.. Enum.GetValues<ExperimentStatus>().Where(status => Parts("status").Contains($"{status}".ToLowerInvariant()))],
            Settings =
            [
                .. All("set").Select(text => text.Split('=', 2)).Where(pair => pair.Length == 2).Select(pair => (pair[0], pair[1])),
            ],
            Sort = [.. All("sort").Where(text => text.Trim('-').Length > 0).Select(text => (text.TrimStart('-'), text[0] == '-'))],
            WithArchived = One("archived") == "1", OnlyFavourites = One("favourites") == "1",
            Picked = Numbers("picked"), Open = Numbers("open"),
        };

        string[] All(string name) => [.. given.GetValueOrDefault(name).OfType<string>().Where(text => text.Length > 0)];

        string One(string name) => All(name) is [var text, ..] ? text : "";

        int[] Numbers(string name) =>
        [
            .. Parts(name).Select(text => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0)
                .Where(number => number > 0).Distinct().Order(),
        ];

        string[] Parts(string name) => One(name).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>The address after the path: with its question mark, or empty.</summary>
    public string ToQuery()
    {
        List<(string Name, string Value)> parts = [];
        Add("q", Search);
        Add("status", string.Join(',', Statuses).ToLowerInvariant());
        Add("project", Project);
        AddAll("set", Settings.Select(setting => $"{setting.Name}={setting.Value}"));
        AddAll("sort", Sort.Select(sort => (sort.IsDescending ? "-" : "") + sort.Column));
        Add("group", Group);
        AddAll("show", Shown);
        AddAll("hide", Hidden);
        Add("archived", WithArchived ? "1" : "");
        Add("favourites", OnlyFavourites ? "1" : "");
        Add("picked", string.Join(',', Picked));
        Add("open", string.Join(',', Open));
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts.Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value)}"));

        void Add(string name, string value)
        {
            if (value.Length > 0)
                parts.Add((name, value));
        }

        void AddAll(string name, IEnumerable<string> values) => parts.AddRange(values.Select(value => (name, value)));
    }

    /// <summary>Sorted by a column: by it alone, or by it after the others; the other way round, and no more, if it is
    /// so already.</summary>
    /// <param name="column">Its key.</param>
    /// <param name="firstDescending">How it is sorted at first.</param>
    /// <param name="isFurther">Whether the other columns stay.</param>
    public ListState SortedBy(string column, bool firstDescending, bool isFurther)
    {
        var place = Sort.Index().FirstOrDefault(sort => sort.Item.Column == column, (-1, default)).Index;
        (string, bool)? next = place < 0 ? (column, firstDescending)
            : Sort[place].IsDescending == firstDescending ? (column, !firstDescending) : null;
        if (!isFurther)
            return this with { Sort = next is { } alone ? [alone] : [] };
        List<(string, bool)> sort = [.. Sort];
        if (place < 0)
            sort.Add(next!.Value);
        else if (next is { } changed)
            sort[place] = changed;
        else
            sort.RemoveAt(place);
        return this with { Sort = sort };
    }

    /// <summary>With a column that is shown or hidden.</summary>
    /// <param name="column">Its key.</param>
    /// <param name="isVisible">What is wanted.</param>
    /// <param name="isUsual">Whether the list shows it by itself.</param>
    public ListState WithColumn(string column, bool isVisible, bool isUsual) => this with
    {
        Shown = [.. Shown.Where(other => other != column), .. isVisible && !isUsual ? [column] : Array.Empty<string>()],
        Hidden = [.. Hidden.Where(other => other != column), .. !isVisible && isUsual ? [column] : Array.Empty<string>()],
    };

    /// <summary>With the trainings of one shown or not.</summary>
    public ListState WithOpen(int number, bool isOpen) => this with
    {
        Open = [.. Open.Where(other => other != number).Concat(isOpen ? [number] : []).Order()],
    };

    /// <summary>With a tick more or less.</summary>
    public ListState WithPicked(int number, bool isPicked) => this with
    {
        Picked = [.. Picked.Where(other => other != number).Concat(isPicked ? [number] : []).Order()],
    };
}
