using Pathmind.Simulations;

namespace Pathmind.Policies;

/// <summary>Everything that a policy computes for one observation: for plots and servers.</summary>
/// <param name="Action">[A] flat action, in the order of the space's parts.</param>
/// <param name="Logits">[logits] masked; empty without choices.</param>
/// <param name="Probabilities">[logits] of each alternative; each choice's sum to 1.</param>
/// <param name="Mean">[reals] in action units, not clipped; empty without real numbers.</param>
/// <param name="LogStd">[reals] natural logarithm of the standard deviation in action units.</param>
/// <param name="Value">Discounted sum of rewards that is expected from here.</param>
internal sealed record PolicyOutputs(float[] Action, float[] Logits, float[] Probabilities, float[] Mean, float[] LogStd, float Value)
{
    /// <summary>The outputs for agents of one kind, in the order of their space.</summary>
    public PolicyOutputs Of(KindPlaces places) => new(
        Picked(Action, places.Action), Picked(Logits, places.Logits), Picked(Probabilities, places.Logits),
        Picked(Mean, places.Reals), Picked(LogStd, places.Reals), Value);

    static float[] Picked(float[] all, int[] places) => Array.ConvertAll(places, place => all[place]);
}

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
