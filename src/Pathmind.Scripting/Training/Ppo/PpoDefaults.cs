namespace Pathmind.Training;

/// <summary>The options of PPO that depend on what was measured, with every null decided: docs/ppo.md 15, 16
/// and 18.</summary>
/// <param name="Discount">γ per step.</param>
/// <param name="GaeDecay">λ.</param>
/// <param name="MinibatchSize">Rows of a gradient step.</param>
/// <param name="EntropyWeight">β.</param>
internal readonly record struct PpoDefaults(float Discount, float GaeDecay, int MinibatchSize, float EntropyWeight)
{
    /// <summary>γ and λ of the usual reach.</summary>
    public const float UsualDiscount = 0.99f, UsualDecay = 0.95f;

    /// <summary>Rows of a gradient step with a far reach, where most of a gradient is noise.</summary>
    public const int NoisyMinibatch = 512;

    const float LongestDiscount = 0.999f, NoisyEntropyWeight = 0.05f;

    /// <summary>Decides what the options leave open.</summary>
    /// <param name="options">What is given stays.</param>
    /// <param name="reach">As it was measured.</param>
    /// <param name="length">Mean steps of an episode; read only for <see cref="CreditReach.Far"/>.</param>
    /// <param name="minibatch">Rows for the size of the rollout.</param>
    /// <param name="progress">Share of the training that is done.</param>
    public static PpoDefaults For(PpoOptions options, CreditReach reach, double length, int minibatch, float progress)
    {
        var isFar = reach == CreditReach.Far;
        var (discount, decay) = reach switch
        {
            CreditReach.Near => (0, 0),
            CreditReach.Far => (Math.Clamp((float)(1 - 0.1 / length), UsualDiscount, LongestDiscount), 1),
            _ => (UsualDiscount, UsualDecay),
        };
        return new(
            options.Discount ?? discount, options.GaeDecay ?? decay,
            options.MinibatchSize ?? (isFar ? Math.Max(minibatch, NoisyMinibatch) : minibatch),
            options.EntropyWeight ?? (isFar ? NoisyEntropyWeight * (1 - progress) : 0));
    }
}
