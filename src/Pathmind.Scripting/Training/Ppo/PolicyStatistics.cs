namespace Pathmind.Training;

/// <summary>Sums over rows of what the history says about the policy.</summary>
/// <param name="Loss">Clipped objective, negated.</param>
/// <param name="Entropy">Of the distributions, in nats.</param>
/// <param name="Kl">(r − 1) − ln r, an unbiased estimate of the KL divergence of old and new policy that is never negative (http://joschu.net/blog/kl-approx.html).</param>
/// <param name="Clipped">Rows whose ratio left the clip range.</param>
internal record struct PolicyStatistics(double Loss, double Entropy, double Kl, double Clipped)
{
    public static PolicyStatistics operator +(PolicyStatistics a, PolicyStatistics b) =>
        new(a.Loss + b.Loss, a.Entropy + b.Entropy, a.Kl + b.Kl, a.Clipped + b.Clipped);

    public static PolicyStatistics operator /(PolicyStatistics a, double rows) =>
        new(a.Loss / rows, a.Entropy / rows, a.Kl / rows, a.Clipped / rows);
}
