using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Lists;

/// <summary>A column of the list.</summary>
/// <param name="Key">Its name in an address: a word of those below, <c>set:</c> and a setting, or a column of the
/// progress that is a reward term or a metric.</param>
/// <param name="Title">Its heading.</param>
/// <param name="IsNumber">Whether it stands at the right.</param>
public sealed record ListColumn(string Key, string Title, bool IsNumber)
{
    public const string Number = "number", Name = "name", Simulation = "simulation", Status = "status", Reward = "reward", Steps = "steps",
        Episodes = "episodes", Seconds = "seconds", Speed = "speed", Started = "started", Notes = "notes";

    const string SettingPrefix = "set:";

    static readonly string[] Kinds = ["setting", "metric", "term"];

    /// <summary>Those that every list has, in their order; figures and settings come after the reward.</summary>
    public static IReadOnlyList<ListColumn> Plain { get; } =
    [
        new(Number, "#", true), new(Name, "Name", false), new(Simulation, "Simulation", false), new(Status, "Status", false),
        new(Reward, "Reward", true), new(Steps, "Steps made", true), new(Episodes, "Episodes", true), new(Seconds, "Seconds", true),
        new(Speed, "Steps/s", true), new(Started, "Started", false), new(Notes, "Notes", false),
    ];

    public static string OfSetting(string setting) => SettingPrefix + setting;

    /// <summary>The setting that a column shows; null for another column.</summary>
    public static string? SettingOf(string key) =>
        key.StartsWith(SettingPrefix, StringComparison.Ordinal) ? key[SettingPrefix.Length..] : null;

    public bool IsFigure => FigureColumns.IsFigure(Key);

    public bool IsSetting => SettingOf(Key) is not null;

    /// <summary>Its heading where another column has the same one: a setting with all of its name, and else with what
    /// it is.</summary>
    public ListColumn Qualified() => SettingOf(Key) is { } setting && setting.Contains('.') ? this with { Title = setting }
        : KindOf(Key) is { } kind ? this with { Title = $"{Title} ({kind})" } : this;

    /// <summary>A name without the kind that <see cref="Qualified"/> adds.</summary>
    /// <param name="name">As in <c>late (term)</c>.</param>
    /// <param name="kind">The kind; null where none is named.</param>
    public static string Plainly(string name, out string? kind)
    {
        kind = Kinds.FirstOrDefault(one => name.EndsWith($" ({one})", StringComparison.OrdinalIgnoreCase));
        return kind is null ? name : name[..^(kind.Length + " ()".Length)];
    }

    /// <summary>What a column shows: a word of <see cref="Kinds"/>; null for what every list has.</summary>
    public static string? KindOf(string key) => SettingOf(key) is not null ? Kinds[0]
        : FigureColumns.IsMetric(key) ? Kinds[1] : FigureColumns.IsTerm(key) ? Kinds[2] : null;

    /// <summary>A column of this key.</summary>
    public static ListColumn Of(string key) => Plain.FirstOrDefault(column => column.Key == key)
        ?? (SettingOf(key) is { } setting ? new(key, setting[(setting.LastIndexOf('.') + 1)..], true)
            : new(key, FigureColumns.IsFigure(key) ? FigureColumns.NameOf(key) : key, true));
}
