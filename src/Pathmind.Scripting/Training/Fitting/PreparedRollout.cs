namespace Pathmind.Training;

/// <summary>A rollout prepared for an update: in addition to the simulations' rows, the numbers that the two
/// networks are fitted to.</summary>
internal sealed class PreparedRollout
{
    /// <param name="collected">What the simulations did.</param>
    /// <param name="normalizes">Whether observations are normalised: if not, they are the collected ones.</param>
    public PreparedRollout(RolloutBuffer collected, bool normalizes)
    {
        Collected = collected;
        var rows = collected.Rows.Length;
        NormalizedObservations = normalizes ? new float[collected.Observations.Length] : collected.Observations;
        ScaledRewards = new float[rows];
        Values = new float[rows];
        NextValues = new float[rows];
        Advantages = new float[rows];
        Targets = new float[rows];
    }

    /// <summary>Observations, actions, rewards and endings as they came.</summary>
    public RolloutBuffer Collected { get; }

    /// <summary>[rows, observation size] what the networks saw and are fitted on.</summary>
    public float[] NormalizedObservations { get; }

    /// <summary>[rows] rewards divided by the deviation of the discounted return.</summary>
    public float[] ScaledRewards { get; }

    /// <summary>[rows] value of the observation that the step started from, of scaled rewards.</summary>
    public float[] Values { get; }

    /// <summary>[rows] value of the observation that the step led to, before any reset.</summary>
    public float[] NextValues { get; }

    /// <summary>[rows] generalized advantage estimates, not normalised.</summary>
    public float[] Advantages { get; }

    /// <summary>[rows] advantages + values: what the value network learns.</summary>
    public float[] Targets { get; }

    /// <summary>[rows, outputs] the distribution that the policy is kept near of: probabilities of all alternatives,
    /// then means of all numbers; null without one.</summary>
    public float[]? Imitated { get; set; }

    /// <summary>Normalises what was collected.</summary>
    public void Normalize(RunningStatistics statistics)
    {
        var normalized = NormalizedObservations.AsSpan(0, Collected.Capacity * Collected.ObservationSize);
        Collected.Observations.AsSpan(0, normalized.Length).CopyTo(normalized);
        statistics.Normalize(normalized, Collected.Capacity, BehaviorPolicy.ObservationClip);
    }
}
