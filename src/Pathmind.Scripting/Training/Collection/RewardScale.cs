using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>Divides rewards by the running deviation of the discounted return, so that values are of the order of 1 in
/// every simulation (docs/ppo.md 13). The statistics include the rollout being scaled.</summary>
/// <param name="trajectories">One return is under way for each.</param>
/// <param name="discount">γ per decision, in [0, 1], unless a rollout has one for each row.</param>
internal sealed class RewardScale(int trajectories, float discount)
{
    const float Clip = 10;

    readonly double[] returns = new double[trajectories];
    readonly float[] last = new float[trajectories];                     // γ of the row before, where each row has its own
    double count, mean, squares;

    /// <summary>γ per decision. Another one begins the statistics again.</summary>
    public float Discount
    {
        get => discount;
        set
        {
            if (discount == value)
                return;
            discount = value;
            (count, mean, squares) = (0, 0, 0);
            Array.Clear(returns);
        }
    }

    /// <summary>Deviation of the discounted return; 1 while nothing is known.</summary>
    public double Deviation => count >= 2 && squares > 0 ? Math.Sqrt(squares / count) : 1;

    public RewardScaleState State
    {
        get => new(count, mean, squares);
        set => (count, mean, squares) = value;
    }

    /// <summary>Forgets the returns under way: all episodes start again.</summary>
    public void Cut() => Array.Clear(returns);

    /// <summary>Takes a rollout's rewards into the statistics, then scales them, clipped to ±10.</summary>
    /// <param name="buffer">The rollout.</param>
    /// <param name="scaled">[rows] receives the scaled rewards.</param>
    public void Scale(RolloutBuffer buffer, Span<float> scaled)
    {
        Observe(buffer);
        var factor = (float)(1 / Deviation);
        for (var row = 0; row < buffer.Capacity; row++)
            scaled[row] = Math.Clamp(buffer.Rewards[row] * factor, -Clip, Clip);
    }

    /// <summary>Takes a rollout's rewards into the statistics (Welford's recurrence).</summary>
    public void Observe(RolloutBuffer buffer)
    {
        for (var trajectory = 0; trajectory < buffer.Trajectories; trajectory++)
            for (var row = trajectory * buffer.Steps; row < trajectory * buffer.Steps + buffer.Lengths[trajectory]; row++)
            {
                var factor = buffer.Discounts is null ? discount : last[trajectory];
                returns[trajectory] = returns[trajectory] * factor + buffer.Rewards[row];
                if (buffer.Discounts is { } discounts)
                    last[trajectory] = discounts[row];
                count++;
                var delta = returns[trajectory] - mean;
                mean += delta / count;
                squares += delta * (returns[trajectory] - mean);
                if (buffer.Endings[row] != Ending.None)
                    returns[trajectory] = 0;
            }
    }
}

/// <summary>Running statistics of the discounted return: Welford's count, mean and sum of squared
/// differences.</summary>
internal sealed record RewardScaleState(double Count, double Mean, double Squares);
