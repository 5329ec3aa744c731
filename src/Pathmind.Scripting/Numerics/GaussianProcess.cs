namespace Pathmind.Numerics;

/// <summary>A Gaussian process that was fitted to noisy values of a function: what the function may be where nobody has
/// looked (Rasmussen and Williams 2006, "Gaussian Processes for Machine Learning").</summary>
/// <remarks>Kernel Matérn 5/2 (eq. 4.17) with a length of its own for each dimension. The lengths and the noise are
/// those of the largest posterior density: the marginal likelihood (eq. 2.30), whose signal variance is in closed form,
/// times log-normal priors, that few points may not be explained by noise alone or by no noise at all.</remarks>
internal sealed class GaussianProcess
{
    /// <summary>Centre and deviation of the prior of a logarithmic length, for points in a unit cube; the centre grows
    /// with the square root of the dimensions (Hvarfner et al., arXiv:2402.02229).</summary>
    const double Length = 0.4, LengthSpread = 0.8;

    /// <summary>Centre and deviation of the prior of the noise variance, as a share of the signal's.</summary>
    const double Noise = 1e-2, NoiseSpread = 1.2;

    const double Jitter = 1e-9, LargestStep = 1, SmallestStep = 0.1;

    readonly double[][] points;
    readonly double[] lengths;
    readonly double[][] factor;                                          // [n][i + 1] lower triangle of Cholesky
    readonly double[] weights;                                           // [n] inverse of the kernel matrix times the values
    readonly double mean, scale, signal;

    GaussianProcess(double[][] points, double[] values, double[] parameters)
    {
        this.points = points;
        lengths = [.. parameters[..^1].Select(Math.Exp)];
        (mean, scale) = Standard(values);
        double[] standard = [.. values.Select(value => (value - mean) / scale)];
        factor = Cholesky(Matrix(points, parameters));
        var half = Forward(factor, standard);
        weights = Backward(factor, half);
        signal = Math.Max(half.Sum(number => number * number) / values.Length, 1e-12);
    }

    /// <summary>Fits to points in a unit cube.</summary>
    /// <param name="points">[N][D], N at least 1.</param>
    /// <param name="values">[N] finite.</param>
    public static GaussianProcess Fit(double[][] points, double[] values)
    {
        var (mean, scale) = Standard(values);
        double[] standard = [.. values.Select(value => (value - mean) / scale)];
        var center = Math.Log(Length * Math.Sqrt(points[0].Length));
        double[] best = [.. points[0].Select(_ => center), Math.Log(Noise)];
        var score = Posterior(points, standard, best, center);
        for (var step = LargestStep; step >= SmallestStep;)
        {
            var before = score;
            for (var i = 0; i < best.Length; i++)
                foreach (var direction in (ReadOnlySpan<double>)[step, -step])
                {
                    double[] next = [.. best];
                    next[i] += direction;
                    if (Posterior(points, standard, next, center) is var posterior && posterior > score)
                        (best, score) = (next, posterior);
                }
            if (score == before)
                step /= 2;
        }
        return new(points, values, best);
    }

    /// <summary>Mean and deviation of the function, without noise, at a point.</summary>
    public (double Mean, double Deviation) At(double[] point)
    {
        double[] kernel = [.. points.Select(other => Kernel(other, point, lengths))];
        var expected = 0.0;
        for (var i = 0; i < kernel.Length; i++)
            expected += kernel[i] * weights[i];
        var known = Forward(factor, kernel).Sum(number => number * number);
        return (mean + scale * expected, scale * Math.Sqrt(signal * Math.Max(0, 1 - known)));
    }

    /// <summary>Logarithm of the posterior density, without constants.</summary>
    static double Posterior(double[][] points, double[] standard, double[] parameters, double center)
    {
        var factor = Cholesky(Matrix(points, parameters));
        var n = standard.Length;
        var signal = Math.Max(Forward(factor, standard).Sum(number => number * number) / n, 1e-12);
        var likelihood = -0.5 * n * Math.Log(signal);
        for (var i = 0; i < n; i++)
            likelihood -= Math.Log(factor[i][i]);
        for (var i = 0; i < parameters.Length - 1; i++)
            likelihood -= 0.5 * Square((parameters[i] - center) / LengthSpread);
        return likelihood - 0.5 * Square((parameters[^1] - Math.Log(Noise)) / NoiseSpread);
    }

    /// <summary>Mean and deviation, 1 where all values are the same.</summary>
    static (double Mean, double Scale) Standard(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => Square(value - mean)));
        return (mean, deviation > 1e-12 * Math.Max(1, Math.Abs(mean)) ? deviation : 1);
    }

    /// <summary>[n][i + 1] the kernel of all pairs, for a signal variance of 1, with the noise.</summary>
    static double[][] Matrix(double[][] points, double[] parameters)
    {
        double[] lengths = [.. parameters[..^1].Select(Math.Exp)];
        var matrix = new double[points.Length][];
        for (var i = 0; i < points.Length; i++)
        {
            matrix[i] = new double[i + 1];
            for (var k = 0; k < i; k++)
                matrix[i][k] = Kernel(points[i], points[k], lengths);
            matrix[i][i] = 1 + Math.Exp(parameters[^1]) + Jitter;
        }
        return matrix;
    }

    static double Kernel(double[] one, double[] other, double[] lengths)
    {
        var squares = 0.0;
        for (var i = 0; i < one.Length; i++)
            squares += Square((one[i] - other[i]) / lengths[i]);
        var distance = Math.Sqrt(5 * squares);
        return (1 + distance + distance * distance / 3) * Math.Exp(-distance);
    }

    /// <summary>The lower triangle L with L Lᵀ = A (Golub and Van Loan, "Matrix Computations", 4.2); in the place of
    /// A.</summary>
    static double[][] Cholesky(double[][] a)
    {
        for (var i = 0; i < a.Length; i++)
            for (var k = 0; k <= i; k++)
            {
                var sum = a[i][k];
                for (var m = 0; m < k; m++)
                    sum -= a[i][m] * a[k][m];
                a[i][k] = i == k ? Math.Sqrt(Math.Max(sum, Jitter)) : sum / a[k][k];
            }
        return a;
    }

    /// <summary>The x of L x = b.</summary>
    static double[] Forward(double[][] l, double[] b)
    {
        var x = new double[b.Length];
        for (var i = 0; i < b.Length; i++)
        {
            var sum = b[i];
            for (var k = 0; k < i; k++)
                sum -= l[i][k] * x[k];
            x[i] = sum / l[i][i];
        }
        return x;
    }

    /// <summary>The x of Lᵀ x = b.</summary>
    static double[] Backward(double[][] l, double[] b)
    {
        var x = new double[b.Length];
        for (var i = b.Length - 1; i >= 0; i--)
        {
            var sum = b[i];
            for (var k = i + 1; k < b.Length; k++)
                sum -= l[k][i] * x[k];
            x[i] = sum / l[i][i];
        }
        return x;
    }

    static double Square(double x) => x * x;
}
