using System.Runtime.InteropServices;
using Pathmind.Networks;
using Pathmind.Policies;

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
        var numbers = network.ToArray();
        return MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();
    }

    public static ReadOnlySpan<float> ToFloats(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes);
}

/// <summary>The size limit of <see cref="Pathmind.Policy.Local(string)"/>.</summary>
internal static class PolicyRoom
{
    /// <summary>Rejects networks whose file would exceed it.</summary>
    /// <param name="shape">Of the policy network; the value network is as wide, with one output.</param>
    /// <param name="option">The option that has the widths.</param>
    public static void Require(NetworkShape shape, string option)
    {
        var weights = 2L * new ParameterLayout(shape).Count;
        var most = (PolicySource.MaxBytes - (1 << 20)) / sizeof(float);
        if (weights > most)
            throw new ArgumentException(
                $"{option} [{string.Join(", ", shape.Hidden)}] makes networks of {weights} weights for {shape.Inputs} numbers of an "
                + $"observation, but the file of a policy has room for {most}: choose fewer or narrower layers.");
    }
}
