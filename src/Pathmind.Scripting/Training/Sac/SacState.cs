using System.Text.Json.Serialization;

namespace Pathmind.Training;

/// <summary>SAC's part of a checkpoint.</summary>
internal sealed record SacState
{
    public required byte[] Policy { get; init; }

    public required AdamState PolicyAdam { get; init; }

    public required CriticState[] Critics { get; init; }

    public required double[] Temperatures { get; init; }

    public required float[] LogStd { get; init; }

    public required StatisticsState Observations { get; init; }

    public required RewardScaleState RewardScale { get; init; }

    public required double RewardDeviation { get; init; }

    public required double Owed { get; init; }

    public required ReplayState Replay { get; init; }

    public required StreamState Draws { get; init; }

    public required StreamState Noise { get; init; }

    /// <summary>The policy when it had imitated its teacher, from which it departs slowly; null without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PolicyWeights? Teacher { get; init; }

    /// <summary>Encoder of the memory; null without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Memory { get; init; }

    /// <summary>Optimizer of the memory; null without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AdamState? MemoryAdam { get; init; }
}

/// <summary>A critic, its slow copy and its optimizer.</summary>
internal sealed record CriticState(byte[] Network, byte[] Target, AdamState Adam);

/// <summary>The decisions that are kept, which one gives way next, and what an imitating policy would have done in
/// them; null without one.</summary>
internal sealed record ReplayState(
    byte[] Rows, int Place, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] byte[]? Imitated = null);

/// <summary>Reads and writes SAC's options and its part of a checkpoint by compiled code, without reflection.</summary>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, GenerationMode = JsonSourceGenerationMode.Metadata,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SacState))]
[JsonSerializable(typeof(SacOptions))]
internal sealed partial class SacJson : JsonSerializerContext;
