namespace Pathmind.Training;

/// <summary>What a policy consists of at one moment, to be kept and put back.</summary>
/// <param name="Policy">Parameters of the policy network, in canonical order.</param>
/// <param name="Value">Parameters of the value network, for scaled rewards; empty without one.</param>
/// <param name="LogStd">[reals] logarithms of the deviations of continuous actions.</param>
/// <param name="Mean">[inputs] of the observations; empty without normalisation.</param>
/// <param name="Variance">[inputs]; empty without normalisation.</param>
/// <param name="RewardDeviation">What rewards were divided by.</param>
internal sealed record PolicyWeights(
    float[] Policy, float[] Value, float[] LogStd, double[] Mean, double[] Variance, double RewardDeviation);
