using Pathmind.Displays;
using Pathmind.Numerics;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>Looks at the rewards of a training that has ended for what may be intended, but often is not: a term that
/// never changed, one that drowns another, a reward that rose while a goal fell.</summary>
internal static class RewardDoctor
{
    /// <summary>Episodes, and rows of the history, below which nothing is said.</summary>
    const int LeastEpisodes = 20, LeastRows = 12;

    /// <summary>How many standard errors the last third of the history must differ from the first, and the correlation
    /// of reward and goal below which they go apart.</summary>
    const double Clear = 2, Apart = -0.5;

    /// <summary>One sentence per finding, with what to do.</summary>
    public static string[] Of(TrainingState training) =>
    [
        .. OfTerms(training).OfType<string>(), .. training.Goals.Select(goal => OfGoal(training, goal.Key, goal.Value)).OfType<string>(),
    ];

    static IEnumerable<string?> OfTerms(TrainingState training)
    {
        var terms = training.Schema.Rewards!.Names.Zip(training.Terms, (name, sums) => (Name: name, Sums: sums)).ToArray();
        // what is paid once in every episode has the same sum in each as well, but teaches to get there soon
        string[] constant = [.. terms.Where(term => term.Sums is { Mean: 0, Deviation: 0 }).Select(term => term.Name)];
        if (constant.Length == terms.Length || terms[0].Sums.Count < LeastEpisodes)
            yield break;                                                 // the message says that there was nothing to learn from
        yield return TermAdvice.OfConstant(constant, $"in each of {terms[0].Sums.Count:N0} episodes, 0");
        if (training.Options is { Reward: null, RewardOfChange: null, RewardWeights: null })
            yield return TermAdvice.OfDrowned([.. terms.Select(term => (term.Name, term.Sums.Deviation))]);
    }

    static string? OfGoal(TrainingState training, string name, Goal goal)
    {
        IterationRow[] rows = [.. training.History.Where(row => row.RewardMean is not null && double.IsFinite(row.Limited(name)))];
        if (rows.Length < LeastRows || training.Options.RewardWeights is { Count: > 1 } || training.Options.Limits?.Any(
            limit => limit.Key == name) == true)
            return null;
        var (first, last) = (rows[..(rows.Length / 3)], rows[^(rows.Length / 3)..]);
        var (sign, now) = (goal.WantsMore ? 1 : -1, last.Average(row => row.Limited(name)));
        if (Correlation(rows, row => row.RewardMean!.Value, row => sign * row.Limited(name)) > Apart
            || !IsRise(first, last, row => row.RewardMean!.Value) || !IsRise(last, first, row => sign * row.Limited(name))
            || sign * now >= sign * goal.Bound)
            return null;
        return $"The reward rose from {CellText.Number(first.Average(row => row.RewardMean!.Value))} to "
            + $"{CellText.Number(last.Average(row => row.RewardMean!.Value))} while '{name}' went from "
            + $"{CellText.Number(first.Average(row => row.Limited(name)))} to {CellText.Number(now)}, but its goal is {goal}: the reward "
            + "asks for something else. Add a term that says what the goal says, or a limit, as in Limits = new() { "
            + $"[\"{name}\"] = Goal.{(goal.WantsMore ? "AtLeast" : "AtMost")}"
            + $"({(goal.Bound is { } bound ? CellText.Number(bound) : "…")}) }}.";
    }

    static double Correlation(IterationRow[] rows, Func<IterationRow, double> one, Func<IterationRow, double> other)
    {
        var (a, b) = (Of(rows, one), Of(rows, other));
        return rows.Average(row => (one(row) - a.Mean) * (other(row) - b.Mean)) / (a.Deviation * b.Deviation);
    }

    static Moments Of(IterationRow[] rows, Func<IterationRow, double> figure) =>
        rows.Aggregate(default(Moments), (sums, row) => sums.With(figure(row)));

    /// <summary>Whether the second rows are higher than the first by more than chance explains.</summary>
    static bool IsRise(IterationRow[] first, IterationRow[] second, Func<IterationRow, double> figure)
    {
        var (low, high) = (Of(first, figure), Of(second, figure));
        var error = Math.Sqrt(low.Squares / low.Count / (low.Count - 1) + high.Squares / high.Count / (high.Count - 1));
        return high.Mean - low.Mean > Clear * error && high.Mean > low.Mean;
    }
}
