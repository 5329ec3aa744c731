namespace Pathmind.Training;

/// <summary>Generalized advantage estimation (docs/ppo.md 15).</summary>
internal static class Gae
{
    /// <summary>Generalized advantage estimates of one agent's steps, in time order.</summary>
    /// <param name="rewards">[T] reward of each step; finite.</param>
    /// <param name="values">[T] value estimate of the observation each step started from; same unit as the
    /// rewards.</param>
    /// <param name="nextValues">[T] value estimate of the observation each step led to, taken before any reset.</param>
    /// <param name="endings">[T] whether the step ended its episode, and how.</param>
    /// <param name="discount">γ per step, in [0, 1].</param>
    /// <param name="decay">λ, in [0, 1]: 0 trusts the value estimates, 1 the observed rewards.</param>
    /// <param name="advantages">[T] receives the advantages, not normalised; advantages + values are the value
    /// targets.</param>
    /// <param name="discounts">[T] γ from each step to the next, in [0, 1], if it differs from step to step: by the
    /// time between decisions of a semi-Markov process (Bradtke and Duff 1994). Empty for <paramref name="discount"/>
    /// everywhere.</param>
    /// <exception cref="ArgumentException">A length differs from that of rewards, or a factor is outside [0,
    /// 1].</exception>
    /// <remarks>δ(t) = r(t) + γ·v'(t) − v(t), A(t) = δ(t) + γλ·A(t+1) (arXiv:1506.02438). v' counts 0 after a
    /// terminated step only; A(t+1) counts 0 after either ending.</remarks>
    public static void Estimate(
        ReadOnlySpan<float> rewards, ReadOnlySpan<float> values, ReadOnlySpan<float> nextValues, ReadOnlySpan<Ending> endings,
        float discount, float decay, Span<float> advantages, ReadOnlySpan<float> discounts = default)
    {
        var steps = rewards.Length;
        if (values.Length != steps || nextValues.Length != steps || endings.Length != steps || advantages.Length != steps)
            throw new ArgumentException(
                $"GAE needs spans of one length; got {steps}, {values.Length}, {nextValues.Length}, {endings.Length}, "
                + $"{advantages.Length}.");
        if (!discounts.IsEmpty && discounts.Length != steps)
            throw new ArgumentException($"GAE needs a discount for each of {steps} steps, or none; got {discounts.Length}.");
        if (!(discount is >= 0 and <= 1 && decay is >= 0 and <= 1))
            throw new ArgumentException($"GAE needs discount and decay in [0, 1]; got {discount} and {decay}.");
        var advantage = 0f;
        for (var t = steps - 1; t >= 0; t--)
        {
            var future = endings[t] == Ending.Terminated ? 0 : nextValues[t];
            var factor = discounts.IsEmpty ? discount : discounts[t];
            var delta = rewards[t] + factor * future - values[t];
            advantage = delta + (endings[t] == Ending.None ? factor * decay * advantage : 0);
            advantages[t] = advantage;
        }
    }
}
