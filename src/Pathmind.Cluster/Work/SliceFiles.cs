using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Pathmind.Training;

namespace Pathmind.Clusters.Work;

/// <summary>What goes to and fro with a slice, as bytes and text.</summary>
internal static class SliceFiles
{
    static readonly JsonSerializerOptions json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, IgnoreReadOnlyProperties = true,
    };

    /// <summary>Options without what concerns only the machine that asked.</summary>
    public static string Write(TrainingOptions options) => JsonSerializer.Serialize(
        options.OnAnyMachine with { Population = null }, Compact.Default.TrainingOptions);

    /// <exception cref="JsonException">It is not options.</exception>
    public static TrainingOptions ReadOptions(string text) => JsonNode.Parse(text) is JsonObject given
        ? TrainingOptionsConverter.Read(given, TrainingJson.Default.TrainingOptions)
        : throw new JsonException("Options must be a JSON object.");

    public static byte[] Write(Checkpoint checkpoint) =>
        JsonSerializer.SerializeToUtf8Bytes(checkpoint, Compact.Default.Checkpoint);

    /// <exception cref="JsonException">It is not a checkpoint.</exception>
    public static Checkpoint ReadCheckpoint(byte[] bytes) =>
        JsonSerializer.Deserialize(bytes, Compact.Default.Checkpoint) ?? throw new JsonException("The checkpoint is empty.");

    public static string Write(SliceEnd end) => JsonSerializer.Serialize(end, json);

    /// <exception cref="JsonException">It is not the end of a slice.</exception>
    public static SliceEnd ReadEnd(string text) =>
        JsonSerializer.Deserialize<SliceEnd>(text, json) ?? throw new JsonException("The end of the slice is empty.");

    public static string Write(SliceJob job) => JsonSerializer.Serialize(job, json);

    /// <exception cref="JsonException">It is not a job.</exception>
    public static SliceJob ReadJob(string text) =>
        JsonSerializer.Deserialize<SliceJob>(text, json) ?? throw new JsonException("The job is empty.");

    public static string Write(SliceNews news) => JsonSerializer.Serialize(news, json);

    /// <summary>Null if it is not news.</summary>
    public static SliceNews? TryReadNews(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<SliceNews>(line, json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>As the kit writes them, but in one line.</summary>
    static class Compact
    {
        public static TrainingJson Default { get; } = new(new(TrainingJson.Default.Options) { WriteIndented = false });
    }
}

/// <summary>What judges a slice.</summary>
/// <param name="Played">Episodes at its end; null while no episode has ended.</param>
/// <param name="IsOver">Whether a rule ended the training.</param>
internal sealed record SliceEnd(EvaluationEpisodes? Played, bool IsOver);

/// <summary>A line to the process that runs slices.</summary>
/// <param name="Options">Training options as JSON.</param>
/// <param name="From">File of a checkpoint; null for the beginning.</param>
/// <param name="Until">Steps at its end.</param>
/// <param name="EvaluationSeed">Of the episodes that judge it.</param>
/// <param name="Threads">To be used.</param>
/// <param name="To">File for the checkpoint at its end.</param>
internal sealed record SliceJob(string Options, string? From, long Until, int EvaluationSeed, int Threads, string To);

/// <summary>A line from it.</summary>
/// <param name="Steps">Made so far.</param>
/// <param name="End"><see cref="SliceEnd"/> as JSON, once the file is written; null before.</param>
/// <param name="Failure">What a simulation threw; null if nothing did.</param>
internal sealed record SliceNews(long? Steps = null, string? End = null, string? Failure = null);
