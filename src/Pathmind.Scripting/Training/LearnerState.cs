using System.Runtime.InteropServices;
using Pathmind.Networks;

namespace Pathmind.Training;

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

/// <summary>Running statistics of the observations, [inputs] each.</summary>
internal sealed record StatisticsState(double[] Mean, double[] Variance, double Count);

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
