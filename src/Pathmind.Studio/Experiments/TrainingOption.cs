using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pathmind.Studios.Experiments;

/// <summary>What an option of training is made of.</summary>
public enum OptionKind
{
    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>One of some names.</summary>
    Choice,

    WholeNumber,

    RealNumber,

    /// <summary>A length of time.</summary>
    Time,

    /// <summary>Several whole numbers.</summary>
    WholeNumbers,
}

/// <summary>An option of training that its user may set, as the kit declares and documents it.</summary>
public sealed partial record TrainingOption
{
    const string Yes = "yes", No = "no", Infinity = "infinity";

    /// <summary>What is written for null where an empty field stands for a default that is not null.</summary>
    internal const string None = "none";

    /// <summary>As a setting is called: <c>Steps</c>, <c>Ppo.ClipRange</c>, <c>Algorithm.TargetRate</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name that the field uses, in words.</summary>
    public required string Label { get; init; }

    public required OptionKind Kind { get; init; }

    /// <summary>Name of the algorithm that has it; null if all have.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Its default in JSON; null where the kit decides.</summary>
    internal JsonNode? Default { get; init; }

    /// <summary>Its default in words.</summary>
    public string DefaultText { get; init; } = "";

    /// <summary>What its values are, as in "in [0, 1]"; empty for any.</summary>
    public string Range { get; init; } = "";

    /// <summary>What the documentation comment says.</summary>
    public required string Documentation { get; init; }

    /// <summary>Its first sentence, and the others.</summary>
    public (string First, string Others) Sentences
    {
        get
        {
            var end = SentenceEnd().Match(Documentation) is { Success: true } found ? found.Index + 1 : Documentation.Length;
            return (Documentation[..end], Documentation[end..]);
        }
    }

    /// <summary>What can be chosen of a flag or a choice.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether null is a value of its own beside a default that is not null.</summary>
    public bool MayBeNone { get; init; }

    /// <summary>Whether most users know it.</summary>
    public bool IsCommon { get; init; }

    /// <summary>A value as it is entered.</summary>
    internal string TextOf(JsonNode? value) => (Kind, value) switch
    {
        (_, null) => None,
        (OptionKind.Flag, _) => value.GetValue<bool>() ? Yes : No,
        (OptionKind.WholeNumbers, JsonArray numbers) => string.Join(", ", numbers.Select(number => $"{number}")),
        (OptionKind.RealNumber, _) when $"{value}" == nameof(Infinity) => Infinity,
        _ => $"{value}",
    };

    /// <summary>What was entered, in JSON.</summary>
    /// <param name="text">As the user wrote it.</param>
    /// <param name="fault">What came and what is required; null if it is right.</param>
    internal JsonNode? Read(string text, out string? fault)
    {
        text = text.Trim();
        fault = null;
        if (MayBeNone && text.Equals(None, StringComparison.OrdinalIgnoreCase))
            return null;
        var value = Parse(text);
        fault = value is null ? $"{Name} is '{text}', but must be {Required}." : TrainingOptionList.FaultOf(this, value);
        return value;
    }

    /// <summary>What is required, in words.</summary>
    internal string Required => Kind switch
    {
        OptionKind.Flag or OptionKind.Choice => string.Join(" or ", Choices),
        OptionKind.WholeNumber => $"a whole number{Addition}",
        OptionKind.RealNumber => $"a number such as 0.5{Addition}",
        OptionKind.Time => $"a time such as 90 s, 10 min, 1.5 h or 0:10:00{Addition}",
        _ => Range.Length > 0 ? $"{Range}, such as 64, 64" : "whole numbers, such as 64, 64",
    };

    string Addition => $"{(Range.Length > 0 ? $", {Range}" : "")}{(MayBeNone ? $", or {None}" : "")}";

    JsonNode? Parse(string text) => Kind switch
    {
        OptionKind.Flag => text is Yes or No ? text == Yes : null,
        OptionKind.Choice => Choices.Contains(text) ? text : null,
        OptionKind.WholeNumber => long.TryParse(Blanks().Replace(text, ""), CultureInfo.InvariantCulture, out var whole) ? whole : null,
        OptionKind.RealNumber => Real(text),
        OptionKind.Time => Time(text) is { } time ? time.ToString() : null,
        _ => Several(text),
    };

    static JsonNode? Real(string text) =>
        text.Equals(Infinity, StringComparison.OrdinalIgnoreCase) ? nameof(Infinity)
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real : null;

    static JsonArray? Several(string text)
    {
        var parts = text.Trim('[', ']').Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var numbers = parts.Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out var number) ? number : (int?)null)
            .ToArray();
        return numbers.Length > 0 && numbers.All(number => number is not null)
            ? new([.. numbers.Select(number => (JsonNode)number!.Value)]) : null;
    }

    static TimeSpan? Time(string text)
    {
        if (text.Contains(':'))
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null;
        if (TimeText().Match(text) is not { Success: true } match
            || !double.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var number))
            return null;
        var seconds = number * match.Groups[2].ValueSpan switch { "s" => 1, "m" or "min" => 60, "h" => 3_600, _ => 86_400 };
        return seconds <= TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : null;
    }

    [GeneratedRegex(@"^([0-9]*\.?[0-9]+)\s*(s|m|min|h|d)$", RegexOptions.IgnoreCase)]
    private static partial Regex TimeText();

    /// <summary>Not the point of "2 .. 256" or of "eq. 7".</summary>
    [GeneratedRegex(@"(?<=[^.\s])\. (?=[A-Z])")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"[\s_]")]
    private static partial Regex Blanks();
}
