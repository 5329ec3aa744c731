using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Pathmind.Networks;

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

    public required StatisticsState? Observations { get; init; }

    public required RewardScaleState? RewardScale { get; init; }

    public required double RewardDeviation { get; init; }

    public required ExplorationState Exploration { get; init; }

    public required StreamState PolicyShuffle { get; init; }

    public required StreamState ValueShuffle { get; init; }
}

/// <summary>Moments of an Adam: bytes of little-endian float32 numbers.</summary>
internal sealed record AdamState(byte[] First, byte[] Second, long Steps)
{
    public static AdamState Of(Adam adam, Network network)
    {
        var (first, second) = (new float[network.ParameterCount], new float[network.ParameterCount]);
        adam.CopyTo(first, second);
        return new(MemoryMarshal.AsBytes(first.AsSpan()).ToArray(), MemoryMarshal.AsBytes(second.AsSpan()).ToArray(), adam.Steps);
    }

    public void Restore(Adam adam) => adam.Load(NumberBytes.ToFloats(First), NumberBytes.ToFloats(Second), Steps);
}

/// <summary>The log-deviations of continuous actions and the moments of their Adam, [reals] each.</summary>
internal sealed record LogStdState(float[] LogStd, float[] First, float[] Second, long Steps);

/// <summary>Of the numbers without a range, [reals] each: mean in the last rollout, smoothed movement; and whether none
/// was seen yet.</summary>
internal sealed record DeviationGrowthState(double[] Means, double[] Path, bool IsFirst);

/// <summary>Running statistics of the observations, [inputs] each.</summary>
internal sealed record StatisticsState(double[] Mean, double[] Variance, double Count);

/// <summary>Running statistics of the discounted return: Welford's count, mean and sum of squared
/// differences.</summary>
internal sealed record RewardScaleState(double Count, double Mean, double Squares);

/// <summary>Rewards of the last episodes with correlated and with independent noise, and the correlation in
/// use.</summary>
internal sealed record ExplorationState(double[] Correlated, double[] Independent, float Correlation);

/// <summary>Arrays of float32 numbers as little-endian bytes: JSON writes them in Base64, so that nothing is
/// rounded.</summary>
internal static class NumberBytes
{
    public static byte[] Of(Network network)
    {
        var numbers = new float[network.ParameterCount];
        network.CopyTo(numbers);
        return MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();
    }

    public static ReadOnlySpan<float> ToFloats(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes);
}

/// <summary>Reads and writes PPO's part of a checkpoint by compiled code, without reflection.</summary>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, GenerationMode = JsonSourceGenerationMode.Metadata,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(PpoState))]
internal sealed partial class PpoJson : JsonSerializerContext;
