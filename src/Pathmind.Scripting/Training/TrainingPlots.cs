using Pathmind.Displays;

namespace Pathmind.Training;

/// <summary>Plots of how trainings went: over the steps, smoothed, without outliers.</summary>
internal static class TrainingPlots
{
    const string Steps = "steps", Reward = "mean reward per episode";

    /// <summary>A length of episodes that changes by no more than this share is not shown: it is the simulation's
    /// limit.</summary>
    const double Constant = 0.005;

    /// <summary>Sums of the same numbers in another order, some of them as float32, differ by less than this
    /// share.</summary>
    const double Rounding = 1e-5;

    /// <summary>The simulation's own reward, whatever was trained on.</summary>
    public static LinePlot OfReward(TrainingHistory history) =>
        new(Smoothing.Of(IsOwn(history) ? Rewards(history, "mean reward") : Line(history, "mean reward", Own)))
        {
            Title = $"Training {history.Simulation}", XLabel = Steps, YLabel = Reward, ClipsOutliers = true,
        };

    /// <summary>The reward; the one that was trained on, if that is another one; the length of the episodes if it
    /// changes; the reward terms if there are several.</summary>
    public static PlotGrid OfAll(TrainingHistory history)
    {
        string[] terms = [.. history.SelectMany(row => row.Terms.Keys).Distinct()];
        List<LinePlot> plots = [OfReward(history)];
        if (!IsOwn(history))
            plots.Add(Small("training reward per episode", [Line(history, "training reward", row => row.RewardMean)]));
        var lengths = Line(history, "steps per episode", row => row.LengthMean);
        if (lengths.Y.Count == 0 || lengths.Y.Max() - lengths.Y.Min() > Constant * lengths.Y.Max())
            plots.Add(Small("steps per episode", [lengths]));
        if (terms.Length > 1)
            plots.Add(Small("reward terms per episode", terms.Select(term => Line(history, term, row => Named(row.Terms, term)))));
        foreach (var name in history.SelectMany(row => row.Limits.Keys).Distinct())
            plots.Add(OfLimit(history, name));
        foreach (var name in history.SelectMany(row => row.Metrics.Keys.Except(row.Limits.Keys)).Distinct())
            plots.Add(Small($"{name} at the end of an episode", [Line(history, name, row => Named(row.Metrics, name))]));
        if (history.SelectMany(row => row.LimitWeights.Keys).Distinct().ToArray() is { Length: > 0 } limits)
            plots.Add(Small("weight of limits", limits.Select(name => Line(history, name, row => Named(row.LimitWeights, name)))));
        return new(plots);

    }

    /// <summary>The mean sum of all terms as the simulation gave them.</summary>
    static double? Own(IterationRow row) => row.RewardMean is null ? null : row.Terms.Values.Sum();

    /// <summary>Whether the sum of the terms was trained on: a function or weights make another number.</summary>
    static bool IsOwn(TrainingHistory history) => history.All(row => row.Terms.Count == 0 || row.RewardMean is not { } reward
        || Math.Abs(reward - Own(row)!.Value) <= Rounding * row.Terms.Values.Sum(Math.Abs));

    /// <summary>What is limited, and its bound.</summary>
    static LinePlot OfLimit(TrainingHistory history, string name)
    {
        var bound = Line(history, "limit", row => row.RewardMean is null ? null : row.Limits[name]);
        var limited = Small($"{name} in an episode", [Line(history, name, row => row.RewardMean is null ? null : row.Limited(name))]);
        return new([.. limited.Series, bound]) { XLabel = limited.XLabel, YLabel = limited.YLabel, ClipsOutliers = true };
    }

    static LinePlot Small(string label, IEnumerable<PlotSeries> lines) =>
        new(lines.Select(Smoothing.Of).Select(line => line with { Raw = null }))
        {
            XLabel = Steps, YLabel = label, ClipsOutliers = true,
        };

    static double? Named(IReadOnlyDictionary<string, double> figures, string name) =>
        figures.TryGetValue(name, out var value) ? value : null;

    /// <summary>A line for each name: of one training as it was; of several of the same name (other seeds) their mean,
    /// between the lowest and the highest of them.</summary>
    public static LinePlot OfSeveral((string Name, TrainingHistory History)[] histories)
    {
        var simulations = string.Join(", ", histories.Select(entry => entry.History.Simulation).Distinct());
        var groups = histories.GroupBy(entry => entry.Name).ToArray();
        return new(groups.Select(group => Grouped(group.Key, [.. group.Select(entry => Smoothing.Of(Rewards(entry.History, group.Key)))])))
        {
            Title = histories.Length == 1 ? $"Training {simulations}" : $"{histories.Length} trainings of {simulations}", XLabel = Steps,
            YLabel = Reward, ClipsOutliers = true,
        };
    }

    static PlotSeries Grouped(string name, PlotSeries[] runs)
    {
        runs = [.. runs.Where(run => run.X.Count > 0)];
        if (runs.Length <= 1)
            return runs.Length == 0 ? new(name, [], []) : new(name, runs[0].X, runs[0].Y);
        var end = runs.Min(run => run.X[^1]);
        double[] x = [.. runs.SelectMany(run => run.X).Where(step => step <= end && step >= runs.Max(run => run.X[0])).Distinct().Order()];
        double[][] values = [.. x.Select(step => runs.Select(run => At(run, step)).ToArray())];
        return new($"{name} ({runs.Length} runs)", x, [.. values.Select(at => at.Average())], [.. values.Select(at => at.Min())],
            [.. values.Select(at => at.Max())])
        {
            BandName = "lowest to highest run",
        };
    }

    /// <summary>The value of a line at a place within it, between two points on the straight line between
    /// them.</summary>
    static double At(PlotSeries line, double x)
    {
        var next = 0;
        while (line.X[next] < x)
            next++;
        if (next == 0 || line.X[next] == x)
            return line.Y[next];
        var share = (x - line.X[next - 1]) / (line.X[next] - line.X[next - 1]);
        return line.Y[next - 1] + share * (line.Y[next] - line.Y[next - 1]);
    }

    static PlotSeries Rewards(TrainingHistory history, string name)
    {
        var shown = history.Where(row => row.RewardMean is not null).ToArray();
        return new(
            name, [.. shown.Select(row => (double)row.Steps)], [.. shown.Select(row => row.RewardMean!.Value)],
            [.. shown.Select(row => row.RewardMin!.Value)], [.. shown.Select(row => row.RewardMax!.Value)])
        { BandName = "worst to best episode" };
    }

    static PlotSeries Line(TrainingHistory history, string name, Func<IterationRow, double?> value)
    {
        var shown = history.Where(row => value(row) is not null).ToArray();
        return new(name, [.. shown.Select(row => (double)row.Steps)], [.. shown.Select(row => value(row)!.Value)]);
    }
}
