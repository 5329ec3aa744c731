namespace Pathmind.Policies;

/// <summary>What a policy saw in its training: mean and standard deviation of each observation, as its own
/// normalisation has them.</summary>
/// <param name="Means">[D] in the policy's order.</param>
/// <param name="Deviations">[D] standard deviations; 0 of a number that was constant.</param>
internal sealed record ObservationStatistics(float[] Means, float[] Deviations)
{
    /// <summary>Null if the graph does not normalise, as those of other trainers.</summary>
    public static ObservationStatistics? Of(TrainedPolicy policy)
    {
        var size = policy.Description.Observations.Size;
        if (!policy.Model.Initializers.TryGetValue("observation_scale", out var scale) || scale.IsInteger
            || scale.Count != size * policy.Description.History)
            return null;
        var means = policy.Model.Initializers.TryGetValue("observation_mean", out var mean) && !mean.IsInteger && mean.Count == scale.Count
            ? mean.Floats[^size..] : new float[size];
        return new(means, Array.ConvertAll(scale.Floats[^size..], factor => factor == 0 ? 0 : 1 / factor));
    }

    /// <summary>Whether a number was only ever 0 or 1: of all numbers in [0, 1] only these have the variance m(1 -
    /// m).</summary>
    public bool IsBinary(int index)
    {
        var (mean, variance) = ((double)Means[index], (double)Deviations[index] * Deviations[index]);
        var most = mean * (1 - mean);
        return mean is > 0 and < 1 && most > 1e-6 && Math.Abs(variance - most) < 1e-3 * most;
    }
}
