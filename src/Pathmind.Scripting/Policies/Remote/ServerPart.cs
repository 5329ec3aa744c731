using System.Text.Json;
using Pathmind.Words;

namespace Pathmind.Policies;

/// <summary>A part of an action space, as a policy server or a simulation describes it.</summary>
/// <param name="Form">Number of alternatives, or bounds, in words.</param>
/// <param name="Names">Of the alternatives; empty if they have none, or the server does not state them.</param>
internal sealed record ServerPart(string Form, string[] Names)
{
    /// <summary>The part in words, with the names of its alternatives.</summary>
    public string Words => Names.Length == 0 ? Form : $"{Form} ({string.Join(", ", Names)})";

    /// <summary>Whether actions of one mean the same in the other; names that only one of them has do not
    /// count.</summary>
    public bool Fits(ServerPart other) =>
        Form == other.Form && (Names.Length == 0 || other.Names.Length == 0 || Names.SequenceEqual(other.Names));

    public static ServerPart Of(ActionSpace part) => part switch
    {
        Discrete discrete => new(Choices(discrete.Choices, discrete.Size), [.. discrete.Names]),
        Continuous real => new(Reals(string.Join(", ", real.Low.Select(Bound)), string.Join(", ", real.High.Select(Bound))), []),
        _ => new($"{part}", []),
    };

    public static ServerPart Of(JsonElement part) => Whole(part, "choices") is { } choices
        ? new(Choices(choices, Whole(part, "size") ?? 1), NamesOf(part))
        : new(Reals(Bounds(part, "low"), Bounds(part, "high")), []);

    public static JsonElement? Property(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    public static int? Whole(JsonElement json, string name) =>
        Property(json, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;

    static string Choices(int choices, int size) =>
        $"{(size == 1 ? "" : $"{size} times ")}one of {Counted.Of(choices, "choice")}";

    static string Reals(string low, string high) => $"real numbers from [{low}] to [{high}]";

    static string[] NamesOf(JsonElement part) =>
        Property(part, "names") is { ValueKind: JsonValueKind.Array } names
            ? [.. names.EnumerateArray().Select(name => name.ToString())] : [];

    static string Bounds(JsonElement part, string name) => Property(part, name) is { ValueKind: JsonValueKind.Array } bounds
        ? string.Join(", ", bounds.EnumerateArray()
            .Select(bound => Bound(bound.ValueKind == JsonValueKind.Number ? bound.GetSingle() : float.NaN)))
        : "";

    /// <summary>JSON has no infinity: the server writes null.</summary>
    static string Bound(float bound) => float.IsFinite(bound) ? $"{bound}" : "no bound";
}
