using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>Rewards of one simulation's episode where the terms of a step alone do not make them: the reward is a
/// function of the terms before and after, or limits cost something. It remembers of each agent what was at its last
/// decision, and at its last step (docs/ppo.md 12).</summary>
internal sealed class EpisodeRewards : IMetricWatch
{
    readonly SimulationDriver driver;
    readonly RewardFunction function;
    readonly LimitWeights? limits;
    readonly Reward[] before;                                            // [agents] at its last decision
    readonly double[][] lastTerms, lastMetrics;                          // [agents][terms or metrics] at its last step
    readonly double[] metrics;
    readonly MetricChanges[] changes;                                    // [limits] since they were taken

    EpisodeRewards(SimulationDriver driver, RewardFunction function, LimitWeights? limits)
    {
        (this.driver, this.function, this.limits) = (driver, function, limits);
        metrics = new double[limits is { HasMetrics: true } ? driver.Schema.Metrics!.Names.Length : 0];
        changes = new MetricChanges[limits?.Limits.Length ?? 0];
        before = new Reward[driver.Agents];
        lastTerms = [.. before.Select(_ => new double[driver.Schema.Rewards!.Names.Length])];
        lastMetrics = [.. before.Select(_ => new double[metrics.Length])];
    }

    /// <summary>Null where the terms of a step make its reward.</summary>
    /// <param name="driver">The simulation, whose metrics and terms are known.</param>
    /// <param name="function">Makes a reward of the terms.</param>
    /// <param name="limits">What limits cost; null for none.</param>
    public static EpisodeRewards? For(SimulationDriver driver, RewardFunction function, LimitWeights? limits) =>
        function.IsOfChange || limits is not null ? new(driver, function, limits) : null;

    /// <inheritdoc/>
    public void TakeChanges(Span<MetricChanges> sums)
    {
        for (var i = 0; i < changes.Length; i++)
            (sums[i], changes[i]) = (sums[i].With(changes[i]), default);
    }

    /// <summary>[limits] how what is limited changed since that was taken.</summary>
    public MetricChanges[] Changes => changes;

    /// <summary>Carries over what is remembered of the steps before; not for rewards of change, which no worker
    /// makes.</summary>
    public void Transfer(StateTransfer state)
    {
        for (var agent = 0; agent < before.Length; agent++)
        {
            state.Pass(lastTerms[agent].AsSpan());
            state.Pass(lastMetrics[agent].AsSpan());
        }
        state.Pass(changes.AsSpan());
    }

    /// <summary>After Reset: reads the terms that the first step's are compared with.</summary>
    public void Begin()
    {
        for (var agent = 0; agent < driver.Agents; agent++)
        {
            Array.Clear(lastTerms[agent]);
            Array.Clear(lastMetrics[agent]);
            if (!function.IsOfChange)
                continue;
            driver.ReadRewards(agent);
            before[agent] = function.Named(driver.Rewards(agent));
        }
    }

    /// <summary>The reward of what happened since the agent's last decision, without what limits cost.</summary>
    double Since(int agent)
    {
        if (!function.IsOfChange)
            return function.Combine(driver, agent);
        var after = function.Named(driver.Rewards(agent));
        driver.Rewarding(agent, Called.RewardOfChangeOption);
        var reward = function.Combine(in before[agent], in after);
        before[agent] = after;
        return reward;
    }

    /// <summary>Adds what the agent's last step contributed to the episode's figures of the terms: the terms
    /// themselves; where they are counters or levels how they changed, so that their values at the end
    /// result.</summary>
    /// <param name="agent">One that took part in the step.</param>
    /// <param name="sums">[terms].</param>
    /// <returns>What the step's contributions to what is limited cost, in units of the reward trained on.</returns>
    double AddStep(int agent, Span<double> sums)
    {
        var terms = driver.Rewards(agent);
        var last = lastTerms[agent];
        if (metrics.Length > 0)
            driver.ReadMetrics(agent).CopyTo(metrics, 0);
        var cost = 0.0;
        for (var i = 0; i < (limits?.Limits.Length ?? 0); i++)
        {
            var limit = limits!.Limits[i];
            cost += limits.Factors[i] * (limit.Metric >= 0 ? OfMetric(i, agent)
                : function.IsOfChange ? terms[limit.Term] - last[limit.Term] : terms[limit.Term]);
        }
        for (var i = 0; i < terms.Length; i++)
            sums[i] += function.IsOfChange ? terms[i] - last[i] : terms[i];
        terms.CopyTo(last);
        metrics.CopyTo(lastMetrics[agent], 0);
        return cost;
    }

    /// <summary>What the agent's last step contributed to a metric, so that the sum over an episode and all agents is
    /// its value at the end, m(T). A metric has no value per step; of a counter or a level it is the change, m(t) − m(t
    /// − 1). A mean over what happened so far changes less and less, and a change early in the episode is gone at its
    /// end: of it t·m(t) − (t − 1)·m(t − 1) is what happened in the step, here divided by the mean length of an
    /// episode; what another length leaves comes at the end.</summary>
    double OfMetric(int limit, int agent)
    {
        var metric = limits!.Limits[limit].Metric;
        var (now, last, length) = (metrics[metric] / driver.Agents, lastMetrics[agent][metric] / driver.Agents, limits.EpisodeLength);
        if (length > 0 && driver.Step > 1)                               // the first change is from 0 to where it begins
            changes[limit] = changes[limit].With(now - last, driver.Step / length);
        if (!limits.IsMean(limit))
            return now - last;
        var ofStep = (driver.Step * now - (driver.Step - 1) * last) / length;
        return driver.EndingOf(agent) == Ending.None ? ofStep : ofStep + now * (1 - driver.Step / length);
    }

    /// <summary>What is trained on: the reward of the agent's step, less what limits cost.</summary>
    /// <param name="agent">One that took part in the step.</param>
    /// <param name="isComplete">Whether the agent decides next, or its episode is over: a change is rewarded from one
    /// decision to the next.</param>
    /// <param name="sums">[terms] of the episode, to which the step is added.</param>
    /// <param name="reward">Of the episode, without what limits cost, to which the step is added.</param>
    public double Of(int agent, bool isComplete, Span<double> sums, ref double reward)
    {
        var cost = AddStep(agent, sums);
        var ofStep = isComplete || !function.IsOfChange ? Since(agent) : 0;
        reward += ofStep;
        return limits is null ? ofStep : limits.RewardFactor * ofStep - cost;
    }
}
