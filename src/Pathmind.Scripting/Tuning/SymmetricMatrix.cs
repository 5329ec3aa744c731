namespace Pathmind.Tuning;

/// <summary>Eigenvalues and eigenvectors of a small symmetric matrix.</summary>
internal static class SymmetricMatrix
{
    /// <summary>Sweeps at most; the convergence is quadratic.</summary>
    const int MostSweeps = 50;

    /// <summary>Decomposes a matrix as B diag(D) Bᵀ, by Jacobi's rotations in rows (Golub and Van Loan, "Matrix
    /// Computations", 8.5).</summary>
    /// <param name="matrix">[n, n] symmetric; is not changed.</param>
    /// <returns>Values [n], and [n, n] vectors in the columns.</returns>
    public static (double[] Values, double[,] Vectors) Decompose(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var (a, b) = ((double[,])matrix.Clone(), new double[n, n]);
        for (var i = 0; i < n; i++)
            b[i, i] = 1;
        for (var sweep = 0; sweep < MostSweeps && OffDiagonal(a) > 1e-30; sweep++)
            for (var p = 0; p < n - 1; p++)
                for (var q = p + 1; q < n; q++)
                    if (a[p, q] != 0)
                        Rotate(a, b, p, q);
        return ([.. Enumerable.Range(0, n).Select(i => a[i, i])], b);
    }

    /// <summary>The rotation that makes the element at (p, q) zero.</summary>
    static void Rotate(double[,] a, double[,] b, int p, int q)
    {
        var n = a.GetLength(0);
        var half = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var tangent = (half >= 0 ? 1 : -1) / (Math.Abs(half) + Math.Sqrt(half * half + 1));
        var cosine = 1 / Math.Sqrt(tangent * tangent + 1);
        var sine = tangent * cosine;
        for (var k = 0; k < n; k++)
            (a[k, p], a[k, q]) = (cosine * a[k, p] - sine * a[k, q], sine * a[k, p] + cosine * a[k, q]);
        for (var k = 0; k < n; k++)
            (a[p, k], a[q, k]) = (cosine * a[p, k] - sine * a[q, k], sine * a[p, k] + cosine * a[q, k]);
        for (var k = 0; k < n; k++)
            (b[k, p], b[k, q]) = (cosine * b[k, p] - sine * b[k, q], sine * b[k, p] + cosine * b[k, q]);
    }

    /// <summary>Sum of the squares beside the diagonal, as a share of those on it.</summary>
    static double OffDiagonal(double[,] a)
    {
        var (beside, on) = (0.0, 0.0);
        for (var i = 0; i < a.GetLength(0); i++)
            for (var k = 0; k < a.GetLength(0); k++)
                if (i == k)
                    on += a[i, k] * a[i, k];
                else
                    beside += a[i, k] * a[i, k];
        return beside / Math.Max(on, double.Epsilon);
    }
}
