using System.Runtime.CompilerServices;

namespace Pathmind.Networks;

/// <summary>tanh: odd, within 5e-7 of the exact value, exactly ±1 from ±7.66 on, NaN for NaN.</summary>
/// <remarks>x · P(x²) / Q(x²) with P of degree 4 and Q of degree 3, fitted to least largest error on [0, 8.1] (rational
/// least squares, reweighted as by Lawson). The clamp is the first float at which the quotient, rounded step by step,
/// is 1; a test walks over all floats near it to see that none exceeds 1. MathF.Tanh costs some forty times as
/// much.</remarks>
internal static class HyperbolicTangent<TVector, TOps>
    where TVector : struct
    where TOps : IVectorOps<TVector>
{
    const float Clamp = 7.66385f;

    /// <summary>Each number of a tile becomes its tanh.</summary>
    /// <param name="tile">First number.</param>
    /// <param name="stride">Distance of two rows.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns, whole vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(ref float tile, nuint stride, nuint rows, nuint columns)
    {
        for (; rows > 0; rows--, tile = ref Unsafe.Add(ref tile, stride))
            for (nuint column = 0; column < columns; column += (nuint)TOps.Count)
                TOps.Store(Of(TOps.Load(ref tile, column)), ref tile, column);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Of(TVector x)
    {
        x = TOps.AtMost(TOps.Create(Clamp), TOps.AtLeast(TOps.Create(-Clamp), x));
        var square = TOps.Multiply(x, x);
        var p = TOps.MultiplyAdd(square, TOps.Create(-5.901785e-9f), TOps.Create(7.0163237e-6f));
        p = TOps.MultiplyAdd(p, square, TOps.Create(0.0026754015f));
        p = TOps.MultiplyAdd(p, square, TOps.Create(0.1269076f));
        p = TOps.MultiplyAdd(p, square, TOps.Create(0.999999f));
        var q = TOps.MultiplyAdd(square, TOps.Create(0.00019414014f), TOps.Create(0.022758447f));
        q = TOps.MultiplyAdd(q, square, TOps.Create(0.4602372f));
        q = TOps.MultiplyAdd(q, square, TOps.Create(1));
        return TOps.Divide(TOps.Multiply(x, p), q);
    }
}
