using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pathmind;

/// <summary>What a sweep tries of one parameter: all numbers of a range, or some values.</summary>
public sealed record SweepRange
{
    SweepRange(double low, double high, SweepScale scale)
    {
        if (!(double.IsFinite(low) && double.IsFinite(high) && low < high))
            throw new ArgumentException($"The range {low} .. {high} is empty: give two finite numbers, the smaller one first.");
        if (scale == SweepScale.Logarithmic && low <= 0)
            throw new ArgumentException($"The range {low} .. {high} is logarithmic, but must then be above 0.");
        if (scale == SweepScale.Logit && !(low > 0 && high < 1))
            throw new ArgumentException($"The range {low} .. {high} has the scale logit, but must then lie between 0 and 1.");
        (Low, High, Scale, Values) = (low, high, scale, []);
    }

    SweepRange(IReadOnlyList<JsonNode> values)
    {
        if (values.Count == 0)
            throw new ArgumentException("A parameter has no value to try: give at least one.");
        Nodes = values;
        Values = [.. values.Select(Text)];
        IsNumeric = values.All(value => NumberOf(value) is not null);
    }

    /// <summary>The smallest number of a range.</summary>
    public double Low { get; }

    /// <summary>The largest number of a range.</summary>
    public double High { get; }

    /// <summary>How the numbers of a range are spread.</summary>
    public SweepScale Scale { get; }

    /// <summary>The values, as text; empty for a range.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>How many numbers of a range a grid tries, evenly on its scale; at least 2.</summary>
    public int GridPoints
    {
        get;
        init => field = value >= 2
            ? value
            : throw new ArgumentException($"A grid has {value} points of a range, but must have at least 2.");
    } = 5;

    /// <summary>Numbers that are spread evenly.</summary>
    /// <exception cref="ArgumentException">The range is empty.</exception>
    public static SweepRange Linear(double low, double high) => new(low, high, SweepScale.Linear);

    /// <summary>Numbers whose logarithms are spread evenly: step sizes, entropy weights, widths.</summary>
    /// <exception cref="ArgumentException">The range is empty, or not above 0.</exception>
    public static SweepRange Logarithmic(double low, double high) => new(low, high, SweepScale.Logarithmic);

    /// <summary>Numbers between 0 and 1 whose log-odds, log(x / (1 − x)), are spread evenly: 0.9, 0.99 and 0.999 are
    /// about as far from each other. For a discount.</summary>
    /// <exception cref="ArgumentException">The range is empty, or not between 0 and 1.</exception>
    public static SweepRange Logit(double low, double high) => new(low, high, SweepScale.Logit);

    /// <summary>Some numbers, in ascending order: neighbours are taken to be alike.</summary>
    public static SweepRange Of(params IEnumerable<double> numbers) =>
        new([.. numbers.Order().Select(number => (JsonNode)JsonValue.Create(number))]);

    /// <summary>Some names, as <c>"Tanh", "Relu"</c>, or <c>"true", "false"</c>: none is nearer to another.</summary>
    public static SweepRange Of(params IEnumerable<string> names) => Of(names.Select(name => bool.TryParse(name, out var truth)
        ? JsonValue.Create(truth)
        : (JsonNode)JsonValue.Create(name)));

    internal static SweepRange Of(IEnumerable<JsonNode> values) => new([.. values]);

    /// <summary>The scale that suits most parameters with these bounds: logit between 0 and 1, logarithmic over a
    /// factor of ten and more, else linear.</summary>
    internal static SweepRange Suitable(double low, double high) =>
        low > 0 && high < 1 && low >= 0.5 ? Logit(low, high) : low > 0 && high >= 10 * low ? Logarithmic(low, high) : Linear(low, high);

    IReadOnlyList<JsonNode>? Nodes { get; }

    /// <summary>Whether values are numbers, which have an order.</summary>
    internal bool IsNumeric { get; } = true;

    /// <summary>Whether only whole numbers are tried: what the parameter is decides.</summary>
    internal bool IsWhole { get; init; }

    /// <summary>How many values there are; infinite for a range of real numbers.</summary>
    internal double Count => Nodes?.Count ?? (IsWhole ? Math.Floor(High) - Math.Ceiling(Low) + 1 : double.PositiveInfinity);

    /// <summary>What is at a place in [0, 1].</summary>
    internal JsonNode At(double place)
    {
        if (Nodes is not null)
            return Nodes[Math.Clamp((int)(place * Nodes.Count), 0, Nodes.Count - 1)].DeepClone();
        var number = Math.Clamp(FromScale(ToScale(Low) + place * (ToScale(High) - ToScale(Low))), Low, High);
        return IsWhole
            ? JsonValue.Create((long)Math.Clamp(Math.Round(number), Math.Ceiling(Low), Math.Floor(High)))
            : JsonValue.Create(Rounded(number));
    }

    /// <summary>A value as people write it.</summary>
    internal static string Text(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    /// <summary>Null if it is not a number.</summary>
    internal static double? NumberOf(JsonNode value) => value.GetValueKind() == JsonValueKind.Number
        ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)
        : null;

    /// <summary>The place of a number; null if it lies outside, or is not among the values.</summary>
    internal double? PlaceOf(double number)
    {
        if (Nodes is null)
            return number >= Low && number <= High ? (ToScale(number) - ToScale(Low)) / (ToScale(High) - ToScale(Low)) : null;
        var index = Nodes.ToList().FindIndex(value => NumberOf(value) is { } own
            && Math.Abs(own - number) <= 1e-6 * Math.Abs(own));
        return index < 0 ? null : (index + 0.5) / Nodes.Count;
    }

    /// <summary>The place of what is at a place: the same for all places that mean the same.</summary>
    internal double Snap(double place)
    {
        if (Nodes is not null)
            return (Math.Clamp((int)(place * Nodes.Count), 0, Nodes.Count - 1) + 0.5) / Nodes.Count;
        return IsWhole ? PlaceOf(At(place).GetValue<long>()) ?? place : Math.Clamp(place, 0, 1);
    }

    /// <summary>Places of a grid.</summary>
    internal double[] Grid() => Nodes is not null
        ? [.. Enumerable.Range(0, Nodes.Count).Select(i => (i + 0.5) / Nodes.Count)]
        : [.. Enumerable.Range(0, GridPoints).Select(i => Snap(i / (GridPoints - 1.0))).Distinct()];

    /// <summary><c>0.0001 .. 0.01 (logarithmic)</c>, <c>32, 64, 128</c>.</summary>
    public override string ToString() => Nodes is not null
        ? string.Join(", ", Values)
        : string.Create(CultureInfo.InvariantCulture, $"{Low} .. {High} ({Scale.ToString().ToLowerInvariant()})");

    /// <inheritdoc/>
    public bool Equals(SweepRange? other) => other is not null && $"{this}, {GridPoints}" == $"{other}, {other.GridPoints}";

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    double ToScale(double number) => Scale switch
    {
        SweepScale.Logarithmic => Math.Log(number),
        SweepScale.Logit => Math.Log(number / (1 - number)),
        _ => number,
    };

    double FromScale(double number) => Scale switch
    {
        SweepScale.Logarithmic => Math.Exp(number),
        SweepScale.Logit => 1 / (1 + Math.Exp(-number)),
        _ => number,
    };

    /// <summary>Four digits, of 1 − x near 1: what differs less is the same for a training, and can be read.</summary>
    double Rounded(double number)
    {
        var size = Scale == SweepScale.Logit ? Math.Min(number, 1 - number) : Math.Abs(number);
        var digits = size == 0 ? 0 : 3 - (int)Math.Floor(Math.Log10(size));
        return digits is > 0 and <= 15 ? Math.Round(number, digits) : number;
    }
}

/// <summary>How the numbers of a range are spread.</summary>
public enum SweepScale
{
    /// <summary>Evenly.</summary>
    Linear,

    /// <summary>Evenly by their logarithm.</summary>
    Logarithmic,

    /// <summary>Evenly by their log-odds, for numbers between 0 and 1.</summary>
    Logit,
}
