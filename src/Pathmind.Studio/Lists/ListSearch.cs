using System.Text.RegularExpressions;

namespace Pathmind.Studios.Lists;

/// <summary>A search in the list: <c>#12</c> by number, <c>reward > 5</c> or <c>Discount = 0.99</c> by a column, all
/// else by words in name, simulation and notes. All of it must hold; of several numbers one.</summary>
internal sealed partial class ListSearch
{
    const int Longest = 500;

    readonly List<int> numbers = [];
    readonly List<string> words = [];
    readonly List<Comparison> comparisons = [];

    public ListSearch(string text)
    {
        text = text.Length > Longest ? text[..Longest] : text;
        text = Unfinished().Replace(text, "");
        var rest = Comparisons().Replace(text, match =>
        {
            comparisons.Add(new(
                match.Groups["name"].Value.Trim('"'), match.Groups["sign"].Value, ListValue.Of(match.Groups["value"].Value.Trim('"'))));
            return " ";
        });
        foreach (var word in Phrases().Matches(rest).Select(match => match.Value.Trim('"')).Where(word => word.Length > 0))
            if (word[0] == '#' && int.TryParse(word[1..], out var number))
                numbers.Add(number);
            else
                words.Add(word);
    }

    /// <summary>Names of columns that it compares.</summary>
    public IEnumerable<string> Names => comparisons.Select(comparison => comparison.Name);

    public bool Finds(ExperimentLine line)
    {
        var experiment = line.Experiment;
        return (numbers.Count == 0 || numbers.Contains(experiment.Number))
            && words.All(word => Has(experiment.Title, word) || Has(experiment.Simulation, word) || Has(experiment.Notes, word))
            && comparisons.All(comparison => comparison.Holds(line));
    }

    static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>A name, a sign and a value; a name or value with blanks stands in quotation marks.</summary>
    [GeneratedRegex("""(?<name>"[^"]+"|[^\s<>=!"]+)\s*(?<sign><=|>=|!=|=|<|>)\s*(?<value>"[^"]*"|[^\s<>=!"]+)""")]
    private static partial Regex Comparisons();

    /// <summary>One that is being typed.</summary>
    [GeneratedRegex("""("[^"]+"|[^\s<>=!"]+)\s*(<=|>=|!=?|=|<|>)\s*"?$""")]
    private static partial Regex Unfinished();

    [GeneratedRegex("""
        "[^"]*"|\S+
        """)]
    private static partial Regex Phrases();

    sealed record Comparison(string Name, string Sign, ListValue Value)
    {
        /// <summary>A line without this column, or without a value in it, is never found.</summary>
        public bool Holds(ExperimentLine line)
        {
            if (line.ColumnOf(Name) is not { } column || line[column] is not { IsMissing: false } has)
                return false;
            if (has.Number is { } number && Value.Number is { } wanted)
                return Of(number.CompareTo(wanted));
            return Sign is "=" or "!=" && Of(string.Compare(has.Text, Value.Text, StringComparison.OrdinalIgnoreCase));
        }

        bool Of(int order) => Sign switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            ">=" => order >= 0,
            "=" => order == 0,
            _ => order != 0,
        };
    }
}
