namespace Pathmind.Studios.Experiments;

/// <summary>A chart of a training: which columns it shows.</summary>
/// <param name="Id">Its name in the page.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Lines">What is drawn.</param>
internal sealed record ChartPlan(string Id, string Title, IReadOnlyList<ChartLine> Lines)
{
    /// <summary>The charts for the columns that a training has, in the order in which one looks at them: reward, its
    /// terms, metrics, length, entropy, the learner's figures, speed.</summary>
    public static IReadOnlyList<ChartPlan> Of(IReadOnlyList<string> columns)
    {
        var terms = FigureColumns.TermsBeside(columns);
        List<ChartPlan> charts = [new("reward", "Mean reward per episode", [new("reward_mean", "mean", "reward_min", "reward_max")])];
        if (terms.Length > 0)
            charts.Add(new(
                "terms", "Reward terms per episode", [.. terms.Select(term => new ChartLine(term, FigureColumns.NameOf(term)))]));
        foreach (var metric in columns.Where(FigureColumns.IsMetric))
            charts.Add(new(metric, FigureColumns.NameOf(metric), [new(metric, FigureColumns.NameOf(metric))]));
        string[] after = [.. columns.SkipWhile(name => name != "entropy").Skip(1).TakeWhile(name => name != "steps_per_second")];
        if (columns.Count == 0 || columns.Contains("length_mean"))
            charts.Add(new("length", "Steps per episode", [new("length_mean", "length")]));
        if (columns.Contains("entropy"))
            charts.Add(new("entropy", "Entropy of the policy, nats", [new("entropy", "entropy")]));
        foreach (var figure in after)
            charts.Add(new(figure, Titles.GetValueOrDefault(figure, figure.Replace('_', ' ')), [new(figure, figure)]));
        charts.Add(new("speed", "Steps per second", [new("steps_per_second", "steps/s")]));
        return charts;
    }

    static readonly Dictionary<string, string> Titles = new()
    {
        ["kl"] = "KL divergence of an update", ["clip_fraction"] = "Clipped share of the ratios", ["policy_loss"] = "Policy loss",
        ["value_loss"] = "Value loss", ["explained_variance"] = "Explained variance of the values", ["learning_rate"] = "Learning rate",
    };
}

/// <summary>A line of a chart.</summary>
/// <param name="Column">Its values.</param>
/// <param name="Name">What the legend says.</param>
/// <param name="Low">Column of the band's lower edge; null for no band.</param>
/// <param name="High">Column of the band's upper edge.</param>
internal sealed record ChartLine(string Column, string Name, string? Low = null, string? High = null);
