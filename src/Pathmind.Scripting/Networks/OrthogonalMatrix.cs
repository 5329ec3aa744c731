using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pathmind.Numerics;

namespace Pathmind.Networks;

/// <summary>Random matrices whose rows (or columns, if those are fewer) are perpendicular to each other and of one
/// length.</summary>
internal static class OrthogonalMatrix
{
    /// <summary>The Q of the QR factors of a Gaussian matrix, with R's diagonal positive, so that Q is uniform over
    /// orthogonal matrices, as in torch.nn.init.orthogonal_.</summary>
    /// <remarks>Modified Gram–Schmidt in float64 (each vector is cleared of those before it one after the other) makes
    /// that diagonal positive by construction.</remarks>
    /// <param name="matrix">[rows, columns] receives the matrix.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="columns">At least 1.</param>
    /// <param name="gain">Length of the perpendicular vectors.</param>
    /// <param name="random">Source of the Gaussian matrix.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(Span<float> matrix, int rows, int columns, float gain, RandomStream random)
    {
        var (count, length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        var vectors = new double[count][];
        for (var i = 0; i < count; i++)
        {
            var vector = vectors[i] = new double[length];
            double norm;
            do
            {
                foreach (ref var element in vector.AsSpan())
                    element = random.NextNormal();
                for (var earlier = 0; earlier < i; earlier++)
                    Subtract(vector, vectors[earlier], Dot(vector, vectors[earlier]));
                norm = Math.Sqrt(Dot(vector, vector));
            }
            while (norm < 1e-9);                                         // a draw that lies in the span of those before: draw again
            foreach (ref var element in vector.AsSpan())
                element /= norm;
        }
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                matrix[row * columns + column] = gain * (float)(rows < columns ? vectors[row][column] : vectors[column][row]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Dot(double[] left, double[] right)
    {
        var l = MemoryMarshal.Cast<double, Vector<double>>(left.AsSpan());
        var r = MemoryMarshal.Cast<double, Vector<double>>(right.AsSpan());
        var sums = Vector<double>.Zero;
        for (var i = 0; i < l.Length; i++)
            sums += l[i] * r[i];
        var sum = Vector.Sum(sums);
        for (var i = l.Length * Vector<double>.Count; i < left.Length; i++)
            sum += left[i] * right[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Subtract(double[] target, double[] direction, double factor)
    {
        var t = MemoryMarshal.Cast<double, Vector<double>>(target.AsSpan());
        var d = MemoryMarshal.Cast<double, Vector<double>>(direction.AsSpan());
        for (var i = 0; i < t.Length; i++)
            t[i] -= factor * d[i];
        for (var i = t.Length * Vector<double>.Count; i < target.Length; i++)
            target[i] -= factor * direction[i];
    }
}
