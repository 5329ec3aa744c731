namespace Pathmind.Training;

/// <summary>Evaluation episodes that were played.</summary>
/// <param name="Rewards">[episodes] sum over steps and agents, as trained on.</param>
/// <param name="Lengths">[episodes] steps.</param>
/// <param name="IsComplete">Whether all were played that were asked for, or that were needed.</param>
internal sealed record EvaluationEpisodes(double[] Rewards, int[] Lengths, bool IsComplete)
{
    /// <summary>Mean reward; NaN of none.</summary>
    public double Mean => Rewards.Length == 0 ? double.NaN : Rewards.Average();

    /// <summary>[episodes] sum of all reward terms as the simulation gave them; the same unless a function or weights
    /// make the reward.</summary>
    public double[] Own { get; init; } = Rewards;

    /// <summary>Mean of these; NaN of none.</summary>
    public double OwnMean => Own.Length == 0 ? double.NaN : Own.Average();

    /// <summary>[episodes][limits] what is limited.</summary>
    public double[][] Limited { get; init; } = [];

    /// <summary>By how much they are beyond the limits:
    /// <see cref="LimitWeights.Excess(ReadOnlySpan{double[]})"/>.</summary>
    public double Excess { get; init; }

    public long Steps => Lengths.Sum(length => (long)length);
}
