using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>What limits cost: a Lagrange weight for each, which rises while its limit is broken and falls while it is
/// kept (Ray, Achiam and Amodei 2019, "Benchmarking Safe Exploration in Deep Reinforcement Learning"). Changed between
/// rollouts only (docs/ppo.md 12).</summary>
/// <remarks>Trained on is (r − Σ λ·(U/V)·c) / (1 + Σ λ). c is what the step adds to what is limited (negated for a
/// lower bound), U and V are the deviations of reward and of c per episode over all episodes so far: so λ has no unit,
/// and the scale of rewards stays as it is however large λ becomes. After an iteration in which episodes ended,
/// <code>
/// e = clip((mean of c − bound) / s + 0.1, −1, 1),  I ← max(0, I + Ki·(1 + I)·e),  λ = max(0, I + Kp·(1 + I)·e)
/// </code>
/// where s is the deviation of c in these episodes. The part Kp answers at once and damps what the sum I alone
/// would do: swing about the bound (Stooke, Achiam and Abbeel 2020, arXiv:2007.03964). This kit's are the factor 1 + I,
/// by which a weight that must become large gets there in a short training, and 0.1: it aims inside the bound by the
/// standard error of a hundred episodes, so that a hundred episodes can show that the limit is kept.</remarks>
internal sealed class LimitWeights
{
    const double Ki = 0.06, Kp = 0.2, Inside = 0.1;

    /// <summary>Standard errors that tell on which side of a bound a mean is.</summary>
    const double Clear = 2;

    /// <summary>Beyond this the reward counts next to nothing; a limit that needs more cannot be kept.</summary>
    const double Most = 1_000;

    /// <summary>s is at least this share of V, so that a nearly certain outcome is not answered by full
    /// steps.</summary>
    const double LeastScale = 0.05;

    readonly double[] sums, factors;
    readonly bool[] areMeans;
    readonly Moments[] spreads, now;
    readonly MetricChanges[] changes;
    readonly List<IMetricWatch> watched = [];
    Moments rewards, lengths;

    public LimitWeights(Limit[] limits)
    {
        Limits = limits;
        (sums, factors, Weights) = (new double[limits.Length], new double[limits.Length], new double[limits.Length]);
        areMeans = new bool[limits.Length];
        (spreads, now, changes) = (new Moments[limits.Length], new Moments[limits.Length], new MetricChanges[limits.Length]);
    }

    public Limit[] Limits { get; }

    /// <summary>Whether one of them is of a metric.</summary>
    public bool HasMetrics => Array.Exists(Limits, limit => limit.Metric >= 0);

    /// <summary>[limits] λ, at least 0.</summary>
    public double[] Weights { get; }

    /// <summary>What a reward is multiplied with.</summary>
    public double RewardFactor { get; private set; } = 1;

    /// <summary>[limits] what a step's contribution to what is limited costs, in units of the reward.</summary>
    public ReadOnlySpan<double> Factors => factors;

    /// <summary>Mean steps of an episode; 0 while none has ended.</summary>
    public double EpisodeLength { get; private set; }

    /// <summary>Whether what is limited is the mean of something over an episode so far, not a counter or a
    /// level.</summary>
    public bool IsMean(int limit) => areMeans[limit];

    /// <summary>The rewards of a simulation of the training, whose changes of metrics tell what kind they
    /// are.</summary>
    public void Watch(IMetricWatch? environment)
    {
        if (environment is not null)
            watched.Add(environment);
    }

    /// <summary>Deviation per episode of what is limited; 1 while it is not known.</summary>
    double UnitOf(int limit) => spreads[limit].Deviation > 0 ? spreads[limit].Deviation : 1;

    /// <summary>What a checkpoint must hold.</summary>
    public LimitState State
    {
        get => new(
            [.. Limits.Select(limit => limit.Name)], [.. sums], [.. Weights], [.. spreads], rewards, lengths, [.. changes]);
        set
        {
            (rewards, lengths) = (value.Rewards, value.Lengths);
            foreach (var (i, limit) in Limits.Index())                   // limits may differ in a training that is resumed
                if (Array.IndexOf(value.Names, limit.Name) is >= 0 and var saved)
                    (sums[i], Weights[i], spreads[i], changes[i]) =
                        (value.Sums[saved], value.Weights[saved], value.Spreads[saved], value.Changes[saved]);
            Price();
        }
    }

    /// <summary>What is limited, of one episode.</summary>
    /// <param name="limit">Number of the limit.</param>
    /// <param name="terms">[terms] of the episode.</param>
    /// <param name="metrics">[metrics] of the episode's end, the mean over the agents.</param>
    public double Value(int limit, ReadOnlySpan<double> terms, ReadOnlySpan<double> metrics) =>
        Limits[limit].Metric >= 0 ? metrics[Limits[limit].Metric] : terms[Limits[limit].Term];

    /// <summary>[limits] what is limited, of one episode.</summary>
    public double[] Values(ReadOnlySpan<double> terms, ReadOnlySpan<double> metrics)
    {
        var values = new double[Limits.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = Value(i, terms, metrics);
        return values;
    }

    /// <summary>By how much episodes are beyond the limits in the mean, in deviations of what is limited; 0 if all are
    /// kept by at least one standard error: of many policies that are about at the bound, the one that chance favours
    /// would be taken otherwise.</summary>
    /// <param name="episodes">[episodes][limits] what is limited.</param>
    public double Excess(ReadOnlySpan<double[]> episodes)
    {
        var sum = 0.0;
        for (var i = 0; i < Limits.Length; i++)
        {
            var (excess, error) = Excess(i, episodes);
            sum += Math.Max(0, excess + error) / UnitOf(i);
        }
        return sum;
    }

    /// <summary>Whether episodes keep all limits, or do not keep one, by two standard errors; null if they tell
    /// neither.</summary>
    /// <inheritdoc cref="Excess(ReadOnlySpan{double[]})"/>
    public bool? Told(ReadOnlySpan<double[]> episodes)
    {
        var keeps = true;
        for (var i = 0; i < Limits.Length; i++)
        {
            var (excess, error) = Excess(i, episodes);
            if (excess > Clear * error)
                return false;
            keeps &= excess <= -Clear * error;
        }
        return keeps ? true : null;
    }

    /// <summary>By how much the mean is beyond a limit, with its standard error.</summary>
    (double Excess, double Error) Excess(int limit, ReadOnlySpan<double[]> episodes)
    {
        Moments played = default;
        foreach (var episode in episodes)
            played = played.With(episode[limit]);
        return (Limits[limit].Excess(played.Mean), played.Deviation / Math.Sqrt(Math.Max(1, played.Count)));
    }

    /// <summary>Takes an episode into account that ended in this iteration.</summary>
    /// <inheritdoc cref="Value"/>
    /// <param name="reward">Of the episode, without what limits cost.</param>
    /// <param name="length">Its steps.</param>
#pragma warning disable CS1573 // the other parameters are inherited
    public void Add(double reward, int length, ReadOnlySpan<double> terms, ReadOnlySpan<double> metrics)
    {
        (rewards, lengths) = (rewards.With(reward), lengths.With(length));
        for (var i = 0; i < Limits.Length; i++)
        {
            var value = Value(i, terms, metrics);
            (spreads[i], now[i]) = (spreads[i].With(value), now[i].With(value));
        }
    }
#pragma warning restore CS1573

    /// <summary>Ends an iteration: moves the weights by what the episodes of it showed.</summary>
    public void Adapt()
    {
        for (var i = 0; i < Limits.Length; i++)
        {
            if (now[i].Count == 0)
                continue;
            var scale = Math.Max(now[i].Deviation, LeastScale * spreads[i].Deviation);
            var excess = Limits[i].Excess(now[i].Mean);
            var error = scale > 0 ? Math.Clamp(excess / scale + Inside, -1, 1) : Math.Sign(excess);
            sums[i] = Math.Clamp(sums[i] + Ki * (1 + sums[i]) * error, 0, Most);
            Weights[i] = Math.Max(0, sums[i] + Kp * (1 + sums[i]) * error);
        }
        Array.Clear(now);
        foreach (var environment in watched)
            environment.TakeChanges(changes);
        Price();
    }

    /// <summary>Carries over what rewards of steps are made with.</summary>
    public void TransferPrices(StateTransfer state)
    {
        (RewardFactor, EpisodeLength) = (state.Pass(RewardFactor), state.Pass(EpisodeLength));
        state.Pass(factors.AsSpan());
        state.Pass(areMeans.AsSpan());
    }

    void Price()
    {
        EpisodeLength = lengths.Mean;
        for (var i = 0; i < changes.Length; i++)
            areMeans[i] = changes[i].AreOfMean;
        RewardFactor = 1 / (1 + Weights.Sum());
        var unit = rewards.Deviation > 0 ? rewards.Deviation : 1;
        for (var i = 0; i < Limits.Length; i++)
            factors[i] = Limits[i].Sign * Weights[i] * RewardFactor * (spreads[i].Deviation > 0 ? unit / spreads[i].Deviation : 0);
    }
}

/// <summary>A simulation of the training, of which it is seen how what is limited changes from step to step.</summary>
internal interface IMetricWatch
{
    /// <summary>Hands over how what is limited changed, and forgets it.</summary>
    /// <param name="sums">[limits] to which it is added.</param>
    void TakeChanges(Span<MetricChanges> sums);
}

/// <summary>Weights of limits between two iterations.</summary>
/// <param name="Names">[limits].</param>
/// <param name="Sums">[limits] I.</param>
/// <param name="Weights">[limits] λ.</param>
/// <param name="Spreads">[limits] of what is limited, over all episodes.</param>
/// <param name="Rewards">Of the reward, over all episodes.</param>
/// <param name="Lengths">Of the steps, over all episodes.</param>
/// <param name="Changes">[limits] from step to step.</param>
internal sealed record LimitState(
    string[] Names, double[] Sums, double[] Weights, Moments[] Spreads, Moments Rewards, Moments Lengths, MetricChanges[] Changes);
