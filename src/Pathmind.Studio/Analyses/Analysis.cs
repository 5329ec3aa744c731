using System.Text.Json;
using System.Text.Json.Serialization;
using Pathmind.Comparisons;

namespace Pathmind.Studios.Analyses;

/// <summary>What can be found out about a policy with its simulation's code.</summary>
public enum AnalysisKind
{
    /// <summary>It plays the same episodes as random actions and the script's heuristics.</summary>
    Comparison,

    /// <summary>Which observations it needs.</summary>
    Importance,

    /// <summary>One episode, step by step, to be played.</summary>
    Episode,
}

/// <summary>How an analysis is made.</summary>
/// <param name="Kind">What is found out.</param>
/// <param name="Seconds">About how long episodes are played, from 1 to <see cref="MostSeconds"/>; one episode is played
/// to its end.</param>
/// <param name="Seed">Of the episodes.</param>
internal sealed record AnalysisOrder(AnalysisKind Kind, int Seconds, int Seed)
{
    public const int UsualSeconds = 5, MostSeconds = 600;

    /// <exception cref="InvalidDataException">The time is out of range.</exception>
    public void Check()
    {
        if (Seconds is < 1 or > MostSeconds)
            throw new InvalidDataException($"seconds is {Seconds}, but must be from 1 to {MostSeconds}.");
    }
}

/// <summary>What was found out: the file result.json of an analysis.</summary>
internal sealed record AnalysisResult
{
    /// <summary>Digest of the code, the policy and the order: the same again needs not be made.</summary>
    public required string Key { get; init; }

    /// <summary>Digest of the policy that it is about.</summary>
    public required string Policy { get; init; }

    public required AnalysisOrder Order { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTime Made { get; init; }

    /// <summary>The result, as the tool wrote it.</summary>
    public required MeasuredLine Line { get; init; }

    /// <summary>What the tool said beside it: what was left out, and why.</summary>
    public string[] Notices { get; init => field = value ?? []; } = [];
}

/// <summary>An analysis as it is now.</summary>
internal sealed record AnalysisState
{
    public required AnalysisKind Kind { get; init; }

    public bool IsRunning { get; init; }

    /// <summary>Share that is done, in [0, 1]; null if unknown.</summary>
    public double? Fraction { get; init; }

    /// <summary>How far it is, in words.</summary>
    public string Text { get; init => field = value ?? ""; } = "";

    /// <summary>Why the last one failed; null if it did not.</summary>
    public string? Error { get; init; }

    /// <summary>The last one that succeeded; null if there is none.</summary>
    public AnalysisResult? Result { get; init; }

    /// <summary>Whether it is about another policy than the experiment has now.</summary>
    public bool IsOfEarlierPolicy { get; init; }
}

/// <summary>How analyses are written and read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AnalysisState))]
[JsonSerializable(typeof(AnalysisResult))]
internal sealed partial class AnalysisJson : JsonSerializerContext
{
    /// <summary>Null if a text is not a result of this kit.</summary>
    public static AnalysisResult? TryRead(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Default.AnalysisResult);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
