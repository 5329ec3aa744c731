using Pathmind.Words;

namespace Pathmind.Training;

/// <summary>Widens the deviation of a real number without a range as long as it has no effect that shows, and as long
/// as its mean moves one way: where the range is not known, neither is the size of a step. The latter is the cumulative
/// step-size control of evolution strategies (Hansen and Ostermeier 2001; arXiv:1604.00772, section 3), whose path is
/// compared with a fixed length; docs/ppo.md 3.</summary>
/// <param name="grows">[reals] which numbers have no range.</param>
internal sealed class DeviationGrowth(bool[] grows)
{
    /// <summary>Largest deviation to which it widens: beyond, sinh reaches too far at once.</summary>
    const float WidestLogStd = 0.7f;

    /// <summary>Weight of the newest movement; movement, in deviations an iteration, that is no reason to widen; and
    /// growth of the logarithm for each deviation beyond it.</summary>
    const double Newest = 0.3, Still = 0.05, Gain = 2;

    /// <summary>Largest logarithm to which a number without an effect is widened, growth in a rollout, and the effect
    /// that shows, in its own deviations: chance exceeds it in 1 of 12 000 rollouts.</summary>
    const float WidestBlind = 1.4f, BlindGrowth = 0.05f;

    /// <inheritdoc cref="WidestBlind"/>
    const double Shows = 4.5;

    /// <summary>Largest logarithm at the end of a number whose size was found: one deviation is a factor e where sinh
    /// grows like an exponential.</summary>
    const float Found = 0;

    readonly double[] means = new double[grows.Length], path = new double[grows.Length];
    readonly double[] effects = new double[grows.Length], squares = new double[grows.Length];
    readonly bool[] hasEffect = new bool[grows.Length];
    readonly bool isNeeded = Array.IndexOf(grows, true) >= 0;
    bool isFirst = true;

    public DeviationGrowthState? State
    {
        get => isNeeded ? new([.. means], [.. path], [.. effects], [.. squares], [.. hasEffect], isFirst) : null;
        set
        {
            if (value is null)
                return;
            value.Means.CopyTo(means, 0);
            value.Path.CopyTo(path, 0);
            value.Effects.CopyTo(effects, 0);
            value.Squares.CopyTo(squares, 0);
            value.HasEffect.CopyTo(hasEffect, 0);
            isFirst = value.IsFirst;
        }
    }

    /// <summary>Which numbers have shown no effect so far, which are still searched for among orders of magnitude, and
    /// what to do.</summary>
    /// <param name="logStd">[reals] at the end.</param>
    /// <returns>Null if there is nothing to say.</returns>
    public string? InWords(ReadOnlySpan<float> logStd)
    {
        List<int> without = [], searched = [];
        for (var i = 0; i < grows.Length && !isFirst; i++)
            if (grows[i] && !hasEffect[i])
                without.Add(i + 1);
            else if (grows[i] && logStd[i] > Found)
                searched.Add(i + 1);
        List<string> sentences = [];
        if (without.Count > 0)
            sentences.Add($"No effect on the reward has shown yet of {Numbers(without)}.");
        if (searched.Count > 0)
            sentences.Add($"The size of {Numbers(searched)} has not been found: what is drawn still differs by orders of magnitude.");
        return sentences.Count == 0 ? null
            : $"{string.Join(' ', sentences)} Give two bounds, as near as they are known, or more Steps.";

        static string Numbers(List<int> numbers) =>
            $"{Counted.Of(numbers.Count, "number")} of the action without a range (number {string.Join(", ", numbers)})";
    }

    /// <summary>Looks at the numbers drawn in a rollout, and widens deviations for the next one.</summary>
    /// <param name="rollout">The one that was just learnt from.</param>
    /// <param name="advantages">[rows] of the rollout.</param>
    /// <param name="logStd">[reals] to be changed.</param>
    public void Update(RolloutBuffer rollout, float[] advantages, float[] logStd)
    {
        if (!isNeeded)
            return;
        for (var i = 0; i < grows.Length; i++)
            if (grows[i] && MeanOf(rollout, i) is { } mean)
            {
                var movement = isFirst ? 0 : (mean - means[i]) / Math.Exp(logStd[i]);
                path[i] += Newest * (movement - path[i]);
                means[i] = mean;
                var growth = (float)(Gain * Math.Max(0, Math.Abs(path[i]) - Still));
                LookForEffect(rollout, advantages, i, mean);
                var (widest, least) = hasEffect[i] ? (WidestLogStd, 0) : (WidestBlind, BlindGrowth);
                if (logStd[i] < widest)
                    logStd[i] = Math.Min(widest, logStd[i] + Math.Max(least, growth));
            }
        isFirst = false;
    }

    /// <summary>Whether what was drawn and the advantage have shown so far that they depend on each other.</summary>
    void LookForEffect(RolloutBuffer rollout, float[] advantages, int index, double mean)
    {
        var rows = rollout.Rows.AsSpan(0, rollout.RowCount);
        var (reals, average) = (rollout.Actions.Reals, 0.0);
        foreach (var row in rows)
            average += advantages[row] / rows.Length;
        foreach (var row in rows)
            if (rollout.Presence is null || rollout.Presence[row * reals + index] != 0)
            {
                var product = (rollout.Reals[row * reals + index] - mean) * (advantages[row] - average);
                (effects[index], squares[index]) = (effects[index] + product, squares[index] + product * product);
            }
        hasEffect[index] |= effects[index] * effects[index] > Shows * Shows * squares[index];
    }

    /// <summary>Mean of what was drawn, in network units; null if no agent has the number.</summary>
    static double? MeanOf(RolloutBuffer rollout, int index)
    {
        var (reals, sum, count) = (rollout.Actions.Reals, 0.0, 0);
        foreach (var row in rollout.Rows.AsSpan(0, rollout.RowCount))
            if (rollout.Presence is null || rollout.Presence[row * reals + index] != 0)
                (sum, count) = (sum + rollout.Reals[row * reals + index], count + 1);
        return count == 0 ? null : sum / count;
    }
}
