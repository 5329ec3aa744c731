using System.Text.Json.Serialization;

namespace Pathmind.Training;

/// <summary>PPO's part of a checkpoint.</summary>
internal sealed record PpoState
{
    public required byte[] Policy { get; init; }

    public required byte[] Value { get; init; }

    public required AdamState PolicyAdam { get; init; }

    public required AdamState ValueAdam { get; init; }

    public required LogStdState LogStd { get; init; }

    public required DeviationGrowthState? DeviationGrowth { get; init; }

    public required CreditChoiceState Credit { get; init; }

    public required StatisticsState? Observations { get; init; }

    public required RewardScaleState? RewardScale { get; init; }

    public required double RewardDeviation { get; init; }

    public required ExplorationState Exploration { get; init; }

    public required StreamState PolicyShuffle { get; init; }

    public required StreamState ValueShuffle { get; init; }

    /// <summary>The policy when it had imitated its teacher, from which it departs slowly; null without one.</summary>
    public PolicyWeights? Teacher { get; init; }

    /// <summary>Of the memory's encoder; null without a memory.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Memory { get; init; }

    /// <inheritdoc cref="Memory"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AdamState? MemoryAdam { get; init; }
}

/// <summary>Of the numbers without a range, [reals] each: mean in the last rollout, smoothed movement; and whether none
/// was seen yet.</summary>
internal sealed record DeviationGrowthState(
    double[] Means, double[] Path, double[] Effects, double[] Squares, bool[] HasEffect, bool IsFirst);

/// <summary>Rewards of the last episodes with correlated and with independent noise, and the correlation in
/// use.</summary>
internal sealed record ExplorationState(double[] Correlated, double[] Independent, float Correlation);

/// <summary>Reads and writes PPO's part of a checkpoint by compiled code, without reflection.</summary>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, GenerationMode = JsonSourceGenerationMode.Metadata,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(PpoState))]
internal sealed partial class PpoJson : JsonSerializerContext;
