using Pathmind.Networks;
using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>The policy as it acts in the simulations: network, normalisation of its inputs, deviations of continuous
/// actions. Read by all threads during a rollout, changed between rollouts only.</summary>
/// <param name="network">[inputs] → the logits of all choices, then the means of all real numbers, in network
/// units.</param>
/// <param name="statistics">Normalises observations; null to use them as they are.</param>
/// <param name="logStd">[reals] logarithms of the deviations, in network units.</param>
internal sealed class BehaviorPolicy(Network network, RunningStatistics? statistics, float[] logStd)
{
    /// <summary>Normalised observations are cut at ± this many deviations, as in Stable-Baselines3's
    /// VecNormalize.</summary>
    public const float ObservationClip = 10;

    /// <summary>Numbers of an observation.</summary>
    public int Inputs => network.Shape.Inputs;

    /// <summary>[reals] logarithms of the deviations, in network units.</summary>
    public float[] LogStd => logStd;

    /// <summary>Correlation of the noise of continuous actions from one step to the next, in [0, 1).</summary>
    public float NoiseCorrelation { get; set; }

    /// <summary>Whether the policy sees nothing yet: the warm-up, before any statistics of the observations
    /// exist.</summary>
    public bool Blind { get; set; }

    /// <summary>What one thread needs to compute outputs of up to this many rows at once.</summary>
    public Workspace NewWorkspace(int maxRows) => new(network.Shape, maxRows);

    /// <summary>Normalises observations in place and computes the policy's outputs.</summary>
    /// <param name="observations">[rows, inputs].</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="workspace">Receives the outputs.</param>
    public void Decide(Span<float> observations, int rows, Workspace workspace)
    {
        if (Blind)
            observations.Clear();
        else
            statistics?.Normalize(observations, rows, ObservationClip);
        network.Forward(observations, rows, workspace);
    }
}
