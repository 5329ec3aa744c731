using Pathmind.Networks;

namespace Pathmind.Training;

/// <summary>What a policy needs of a learner at one moment.</summary>
/// <param name="Policy">Parameters of the policy network, in canonical order.</param>
/// <param name="Value">Parameters of the value network, for scaled rewards.</param>
/// <param name="LogStd">[reals].</param>
/// <param name="Mean">[inputs] of the observations; empty without normalisation.</param>
/// <param name="Variance">[inputs].</param>
/// <param name="RewardDeviation">What rewards were divided by.</param>
internal sealed record Snapshot(float[] Policy, float[] Value, float[] LogStd, double[] Mean, double[] Variance, double RewardDeviation)
{
    public static Snapshot Of(Learner learner)
    {
        var (policy, value) = (new float[learner.Policy.ParameterCount], new float[learner.Value.ParameterCount]);
        learner.Policy.CopyTo(policy);
        learner.Value.CopyTo(value);
        var seen = learner.Observations;
        return new(policy, value, [.. learner.Deviations.LogStd], seen is null ? [] : [.. seen.Mean], seen is null ? [] : [.. seen.Variance], learner.RewardDeviation);
    }

    /// <summary>Puts the weights back, and the statistics as far as acting needs them.</summary>
    public void Restore(Learner learner)
    {
        learner.Policy.Load(Policy);
        learner.Value.Load(Value);
        learner.RewardDeviation = RewardDeviation;
        LogStd.CopyTo(learner.Deviations.LogStd, 0);
        if (learner.Observations is { } statistics)
            learner.RestoreStatistics(Mean, Variance, statistics.Count);
    }
}
