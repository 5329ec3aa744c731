using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pathmind.Training;

/// <summary>How a training ended: the file training.json of a policy folder.</summary>
internal sealed record TrainingRecord
{
    const string FormatNow = "pathmind-training-1";

    /// <summary>Version of the file's format; files of the first days have none.</summary>
    public string? Format { get; init; } = FormatNow;

    public required string Message { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<StopReason>))]
    public required StopReason Stop { get; init; }

    public required long Steps { get; init; }

    public required double Seconds { get; init; }

    /// <summary><see cref="TrainingResult.Reward"/>.</summary>
    public double? Reward { get; init; }

    /// <summary><see cref="TrainingResult.RandomReward"/>.</summary>
    public double? RandomReward { get; init; }

    /// <summary>When it ended; null in files of earlier versions. policy.onnx has no date: one seed makes one
    /// file.</summary>
    public DateTimeOffset? Finished { get; init; }

    public required string KitVersion { get; init; }

    /// <summary>Whether the rewards were made by a function, which no file can hold.</summary>
    public required bool HasRewardFunction { get; init; }

    /// <summary>The option that the function was given by; null without one.</summary>
    public string? RewardFunction { get; init; }

    /// <summary>Whether each limit is kept; empty without limits.</summary>
    public LimitResult[] Limits { get; init; } = [];

    /// <summary>How the policy compares with its teacher; null without one.</summary>
    public TeacherResult? Teacher { get; init; }

    /// <summary>What is worth a look.</summary>
    public string[] Hints { get; init; } = [];

    /// <summary>The options without what belongs to one machine.</summary>
    [JsonConverter(typeof(TrainingOptionsConverter))]
    public required TrainingOptions Options { get; init; }

    public void Write(Stream stream) => JsonSerializer.Serialize(stream, this, TrainingJson.Default.TrainingRecord);

    /// <summary>Null if the file is not such a record, or one of another version.</summary>
    public static TrainingRecord? Read(string file) => Parse(File.ReadAllBytes(file));

    /// <inheritdoc cref="Read"/>
    public static TrainingRecord? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, TrainingJson.Default.TrainingRecord) is { Format: null or FormatNow } read
                ? read
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
