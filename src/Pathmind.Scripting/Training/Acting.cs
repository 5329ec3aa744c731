using Pathmind.Networks;

namespace Pathmind.Training;

/// <summary>What acting needs of the policy: network, normalisation of its inputs, deviations. Read by all threads during a rollout, changed between rollouts.</summary>
internal sealed class Acting(Network policy, RunningStatistics? statistics, float[] logStd)
{
    /// <summary>Normalised observations are cut at ± this many deviations, as in Stable-Baselines3's VecNormalize.</summary>
    public const float ObservationClip = 10;

    /// <summary>[reals] logarithms of the deviations, in network units.</summary>
    public float[] LogStd => logStd;

    /// <summary>Of the noise of continuous actions, from step to step, in [0, 1).</summary>
    public float NoiseCorrelation { get; set; }

    /// <summary>Whether the policy sees nothing yet: the warm-up, before any statistics of the observations exist.</summary>
    public bool Blind { get; set; }

    /// <summary>Normalises observations in place and computes the policy's outputs.</summary>
    /// <param name="observations">[rows, inputs].</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="workspace">Receives the outputs.</param>
    public void Decide(Span<float> observations, int rows, Workspace workspace)
    {
        Normalize(observations, rows);
        policy.Forward(observations, rows, workspace);
    }

    /// <inheritdoc cref="Decide"/>
    public void Normalize(Span<float> observations, int rows)
    {
        if (Blind)
            observations.Clear();
        else
            statistics?.Normalize(observations, rows, ObservationClip);
    }
}
