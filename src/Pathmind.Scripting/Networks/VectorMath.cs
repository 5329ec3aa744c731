using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pathmind.Networks;

/// <summary>Functions of every element of a span, in vectors.</summary>
internal static class VectorMath
{
    /// <summary>Each element becomes its hyperbolic tangent, within 1e-6.</summary>
    public static void Tanh(Span<float> values) => Kernels.Best.Tanh(values);

    /// <summary>Each element becomes e to its power.</summary>
    public static void Exp(Span<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(values);
        foreach (ref var vector in vectors)
            vector = Vector512.Exp(vector);
        foreach (ref var value in values[(vectors.Length * Vector512<float>.Count)..])
            value = Vector512.Exp(Vector512.CreateScalar(value)).ToScalar();
    }

    /// <summary>Each element becomes its natural logarithm.</summary>
    public static void Log(Span<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(values);
        foreach (ref var vector in vectors)
            vector = Vector512.Log(vector);
        foreach (ref var value in values[(vectors.Length * Vector512<float>.Count)..])
            value = Vector512.Log(Vector512.Create(value)).ToScalar();
    }

    /// <summary>Sum of the elements.</summary>
    public static float Sum(ReadOnlySpan<float> values) => Kernels.Best.Sum(values);
}
