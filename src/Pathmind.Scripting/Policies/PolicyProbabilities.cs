namespace Pathmind.Policies;

/// <summary>Probabilities of a choice's alternatives.</summary>
internal static class PolicyProbabilities
{
    /// <summary>p(i) = exp(l(i) − max l) / Σ exp(l − max l).</summary>
    /// <param name="logits">[alternatives] of one choice; the masked ones at the lowest float32 get probability
    /// 0.</param>
    /// <param name="probabilities">[alternatives] sum to 1.</param>
    public static void Of(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        var (largest, sum) = (float.NegativeInfinity, 0f);
        foreach (var logit in logits)
            largest = MathF.Max(largest, logit);
        for (var i = 0; i < logits.Length; i++)
            sum += probabilities[i] = MathF.Exp(logits[i] - largest);
        for (var i = 0; i < logits.Length; i++)
            probabilities[i] /= sum;
    }
}
