using System.Text.Json;
using System.Text.Json.Serialization;
using Pathmind.Files;

namespace Pathmind.Sweeps;

/// <summary>All that a sweep has found out, as a file beside the folders of its trials: written as a whole after each
/// part of a trial.</summary>
internal sealed record SweepState
{
    public const string FileName = "sweep.json";

    const string FormatNow = "pathmind-sweep-1";

    public string Format { get; init; } = FormatNow;

    public required string Simulation { get; init; }

    /// <summary>What decides what is tried.</summary>
    public required string Sweep { get; init; }

    /// <summary>The options of all trials, without what belongs to one machine.</summary>
    public required string Options { get; init; }

    public List<TrialState> Trials { get; init; } = [];

    public void Save(string folder)
    {
        using AtomicFile file = new(Path.Combine(folder, FileName));
        JsonSerializer.Serialize(file.Stream, this, SweepJson.Default.SweepState);
        file.Commit();
    }

    /// <summary>Null if there is none.</summary>
    /// <exception cref="ArgumentException">The file is damaged, or of another version.</exception>
    public static SweepState? Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        try
        {
            using var stream = File.OpenRead(path);
            if (JsonSerializer.Deserialize(stream, SweepJson.Default.SweepState) is { Format: FormatNow } state)
                return state;
            throw new JsonException($"its format is not '{FormatNow}'");
        }
        catch (JsonException exception)
        {
            throw new ArgumentException(
                $"{path} cannot be read as a sweep ({exception.Message.TrimEnd('.')}): continue with the version that wrote it, or "
                + "begin again in another folder.", exception);
        }
    }
}

/// <summary>A trial.</summary>
/// <param name="Point">[parameters] in a unit cube; null for the options as they were given, where those lie
/// outside.</param>
/// <param name="IsGiven">Whether they are the options as they were given.</param>
internal sealed record TrialState(double[]? Point, bool IsGiven)
{
    /// <summary>[rungs done][seeds] what came of each part.</summary>
    public List<SeedPart[]> Parts { get; init; } = [];

    /// <summary>What failed; null for nothing.</summary>
    public string? Error { get; set; }
}

/// <summary>What a trial's training with one seed has come to at a rung.</summary>
/// <param name="Score">Mean of the metric in the episodes by which all are judged.</param>
/// <param name="Steps">Made so far.</param>
/// <param name="Seconds">That this part took.</param>
/// <param name="IsOver">Whether the training has ended, by its steps or before.</param>
/// <param name="Iterations">Made so far: the number of the checkpoint.</param>
/// <param name="Broken">Limits that the policy does not keep.</param>
internal sealed record SeedPart(double Score, long Steps, double Seconds, bool IsOver, int Iterations, int Broken);

[JsonSourceGenerationOptions(
    WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    GenerationMode = JsonSourceGenerationMode.Metadata, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SweepState))]
internal sealed partial class SweepJson : JsonSerializerContext;
