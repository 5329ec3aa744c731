namespace Pathmind.Training;

/// <summary>Divides rewards by the running deviation of the discounted return, so that values are of the order of 1 in every simulation
/// (Engstrom et al., arXiv:2005.12729, "reward scaling"; Stable-Baselines3's VecNormalize). The statistics include the rollout being scaled.</summary>
internal sealed class RewardScale(int tracks, float discount)
{
    const float Clip = 10;

    readonly double[] returns = new double[tracks];
    double count, mean, squares;

    /// <summary>Deviation of the discounted return; 1 while nothing is known.</summary>
    public double Deviation => count >= 2 && squares > 0 ? Math.Sqrt(squares / count) : 1;

    public RewardScaleState State
    {
        get => new(count, mean, squares);
        set => (count, mean, squares) = value;
    }

    /// <summary>Forgets the returns under way: all episodes start anew.</summary>
    public void Cut() => Array.Clear(returns);

    /// <summary>Takes a rollout's rewards into the statistics (Welford's recurrence), then scales them in place, clipped to ±10.</summary>
    public void Apply(RolloutBuffer buffer)
    {
        Observe(buffer);
        var factor = (float)(1 / Deviation);
        foreach (ref var reward in buffer.Rewards.AsSpan())
            reward = Math.Clamp(reward * factor, -Clip, Clip);
    }

    /// <inheritdoc cref="Apply"/>
    public void Observe(RolloutBuffer buffer)
    {
        for (var track = 0; track < buffer.Tracks; track++)
            for (var row = track * buffer.Steps; row < track * buffer.Steps + buffer.Lengths[track]; row++)
            {
                returns[track] = returns[track] * discount + buffer.Rewards[row];
                count++;
                var delta = returns[track] - mean;
                mean += delta / count;
                squares += delta * (returns[track] - mean);
                if (buffer.Endings[row] != Ending.None)
                    returns[track] = 0;
            }
    }
}
