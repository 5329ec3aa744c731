using Pathmind.Numerics;

namespace Pathmind.Tuning;

/// <summary>The evolution strategy with covariance matrix adaptation: draws candidates from a normal distribution, and
/// moves it to where the better ones were.</summary>
/// <remarks>(μ/μ_w, λ)-CMA-ES with the default parameters of Hansen's tutorial (arXiv:1604.00772, figure 6 and table
/// 1), with positive weights only, and λ of at least 8, since the scores are noisy.</remarks>
internal sealed class EvolutionStrategy
{
    /// <summary>Candidates of a generation at least.</summary>
    const int FewestCandidates = 8;

    readonly RandomStream random;
    readonly int n;
    readonly double[] weights;
    readonly double massOfSelection, pathDecay, damping, covariancePathDecay, rankOne, rankMu, expectedLength;
    readonly double[] mean, stepPath, covariancePath, smallest;
    readonly double[,] covariance;
    double step;
    int generation;
    double[] scales = [];                                                // [n] roots of the eigenvalues
    double[,] axes = new double[0, 0];                                   // [n, n] eigenvectors in the columns
    double[][] drawn = [];                                               // [λ][n] candidates less the mean, in steps

    /// <param name="start">[n] the mean of the first generation.</param>
    /// <param name="step">Its deviation in each direction.</param>
    /// <param name="smallest">[n] deviations that are not fallen below: half a whole number's part; 0 for none.</param>
    /// <param name="random">Draws.</param>
    public EvolutionStrategy(double[] start, double step, double[] smallest, RandomStream random)
    {
        (n, mean, this.step, this.smallest, this.random) = (start.Length, [.. start], step, smallest, random);
        Candidates = Math.Max(FewestCandidates, 4 + (int)(3 * Math.Log(n)));
        double[] raw = [.. Enumerable.Range(1, Candidates / 2).Select(rank => Math.Log((Candidates + 1) / 2.0) - Math.Log(rank))];
        weights = [.. raw.Select(weight => weight / raw.Sum())];
        var mass = massOfSelection = 1 / weights.Sum(weight => weight * weight);
        pathDecay = (mass + 2) / (n + mass + 5);
        damping = 1 + 2 * Math.Max(0, Math.Sqrt((mass - 1) / (n + 1)) - 1) + pathDecay;
        covariancePathDecay = (4 + mass / n) / (n + 4 + 2 * mass / n);
        rankOne = 2 / ((n + 1.3) * (n + 1.3) + mass);
        rankMu = Math.Min(1 - rankOne, 2 * (0.25 + mass + 1 / mass - 2) / ((n + 2) * (n + 2) + mass));
        expectedLength = Math.Sqrt(n) * (1 - 1 / (4.0 * n) + 1 / (21.0 * n * n));
        (stepPath, covariancePath, covariance) = (new double[n], new double[n], new double[n, n]);
        for (var i = 0; i < n; i++)
            covariance[i, i] = 1;
    }

    /// <summary>λ.</summary>
    public int Candidates { get; }

    /// <summary>[n] the centre of the distribution.</summary>
    public double[] Mean => [.. mean];

    /// <summary>The largest deviation along a coordinate.</summary>
    public double Spread => step * Math.Sqrt(Enumerable.Range(0, n).Max(i => covariance[i, i]));

    /// <summary>Draws a generation.</summary>
    /// <returns>[λ][n].</returns>
    public double[][] Draw()
    {
        var (values, vectors) = SymmetricMatrix.Decompose(covariance);
        (scales, axes) = ([.. values.Select(value => Math.Sqrt(Math.Max(value, 1e-20)))], vectors);
        drawn = [.. Enumerable.Range(0, Candidates).Select(_ => DrawOne())];
        return [.. drawn.Select(y => y.Zip(mean, (own, center) => center + step * own).ToArray())];
    }

    /// <summary>Moves the distribution to the better candidates.</summary>
    /// <param name="ranking">Numbers of the last generation's candidates, the best one first.</param>
    public void Learn(int[] ranking)
    {
        var moved = new double[n];                                       // y_w, the weighted mean of the better half
        for (var rank = 0; rank < weights.Length; rank++)
            for (var i = 0; i < n; i++)
                moved[i] += weights[rank] * drawn[ranking[rank]][i];
        for (var i = 0; i < n; i++)
            mean[i] += step * moved[i];
        var whitened = Whitened(moved);
        for (var i = 0; i < n; i++)
            stepPath[i] = (1 - pathDecay) * stepPath[i] + Math.Sqrt(pathDecay * (2 - pathDecay) * massOfSelection) * whitened[i];
        var length = Math.Sqrt(stepPath.Sum(value => value * value));
        generation++;
        var isShort = length / Math.Sqrt(1 - Math.Pow(1 - pathDecay, 2 * generation)) < (1.4 + 2 / (n + 1.0)) * expectedLength;
        for (var i = 0; i < n; i++)
            covariancePath[i] = (1 - covariancePathDecay) * covariancePath[i]
                + (isShort ? Math.Sqrt(covariancePathDecay * (2 - covariancePathDecay) * massOfSelection) * moved[i] : 0);
        AdaptCovariance(ranking, isShort ? 0 : rankOne * covariancePathDecay * (2 - covariancePathDecay));
        step *= Math.Exp(pathDecay / damping * (length / expectedLength - 1));
        for (var i = 0; i < n; i++)
            covariance[i, i] = Math.Max(covariance[i, i], smallest[i] * smallest[i] / (step * step));
    }

    void AdaptCovariance(int[] ranking, double kept)
    {
        for (var i = 0; i < n; i++)
            for (var k = 0; k < n; k++)
            {
                var ofRanks = 0.0;
                for (var rank = 0; rank < weights.Length; rank++)
                    ofRanks += weights[rank] * drawn[ranking[rank]][i] * drawn[ranking[rank]][k];
                covariance[i, k] = (1 + kept - rankOne - rankMu) * covariance[i, k]
                    + rankOne * covariancePath[i] * covariancePath[k] + rankMu * ofRanks;
            }
    }

    double[] DrawOne()
    {
        double[] scaled = [.. scales.Select(scale => scale * random.NextNormal())];
        return [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Sum(k => axes[i, k] * scaled[k]))];
    }

    /// <summary>C^(−1/2) y.</summary>
    double[] Whitened(double[] y)
    {
        double[] turned = [.. Enumerable.Range(0, n).Select(k => Enumerable.Range(0, n).Sum(i => axes[i, k] * y[i]) / scales[k])];
        return [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Sum(k => axes[i, k] * turned[k]))];
    }
}
