namespace Pathmind.Training;

/// <summary>The observations that steps of one simulation led to and that no following row of the buffer holds: where
/// an episode was cut, and at the rollout's end.</summary>
/// <param name="observationSize">Numbers of an observation.</param>
internal sealed class RolloutTails(int observationSize)
{
    float[] observations = [];

    /// <summary>The rows of the buffer whose next observations these are.</summary>
    public List<int> Rows { get; } = [];

    /// <summary>[Rows.Count, observationSize], not normalised.</summary>
    public ReadOnlySpan<float> Observations => observations.AsSpan(0, Rows.Count * observationSize);

    /// <param name="row">Of the step.</param>
    /// <param name="next">[observationSize] what the agent saw after it.</param>
    public void Add(int row, ReadOnlySpan<float> next)
    {
        var from = Rows.Count * observationSize;
        Rows.Add(row);
        if (from + observationSize > observations.Length)
            Array.Resize(ref observations, Math.Max(2 * observations.Length, 4 * observationSize));
        next.CopyTo(observations.AsSpan(from));
    }

    public void Clear() => Rows.Clear();
}
