namespace Pathmind.Benchmarks;

/// <summary>Collects figures, and tells each as it comes.</summary>
/// <param name="effort">How much is measured.</param>
/// <param name="display">Where figures appear.</param>
/// <param name="only">How the names of the wanted rows begin; empty for all rows.</param>
internal sealed class Report(Effort effort, IDisplay display, string only)
{
    readonly List<Figure> figures = [];

    public Effort Effort => effort;

    /// <summary>Of the rows that are taken over seeds.</summary>
    public int[] Seeds { get; init; } = [.. effort.SeedNumbers];

    /// <summary>What trainings reached in an earlier run.</summary>
    public KeptScores Kept { get; init; } = new(null);

    public IReadOnlyList<Figure> Figures => figures;

    /// <summary>Measures a row whose value is the median of its samples.</summary>
    /// <param name="name">Of the figure.</param>
    /// <param name="unit">Of the samples.</param>
    /// <param name="goal">Null if the row only informs.</param>
    /// <param name="measure">Returns at least one sample.</param>
    /// <returns>Null if the row is not wanted: then nothing was measured.</returns>
    public Figure? Median(string name, string unit, Goal? goal, Func<IReadOnlyCollection<double>> measure) =>
        Add(name, load => Figure.Median(name, unit, goal, measure(), load));

    /// <summary>Measures a row whose value is the mean of its samples.</summary>
    /// <inheritdoc cref="Median"/>
    public Figure? Mean(string name, string unit, Goal? goal, Func<IReadOnlyCollection<double>> measure) =>
        Add(name, load => Figure.Mean(name, unit, goal, measure(), load));

    /// <summary>A remark between the figures.</summary>
    public void Tell(string text) => display.Show(new TextLine(text));

    public Table ToTable() => new(
        [
            new("figure", ColumnAlignment.Left), new("value"), new("from"), new("to"), new("unit", ColumnAlignment.Left),
            new("goal"), new("", ColumnAlignment.Left), new("samples"), new("load", Format: "0.0"),
        ],
        [.. figures.Select(figure => (object?[])
        [
            figure.Name, Figure.Text(figure.Value), Figure.Text(figure.Spread.Low), Figure.Text(figure.Spread.High), figure.Unit,
            figure.Goal is { Bound: { } bound } goal ? $"{(goal.WantsMore ? "≥" : "≤")} {Figure.Text(bound)}" : null, figure.Verdict,
            figure.Spread.Samples, figure.Load,
        ])])
    {
        Title = $"{Machine.Cpu}, {Environment.ProcessorCount} cores, .NET {Environment.Version}, commit {Machine.Commit()}\n"
            + "Medians from quartile to quartile; learn.*: means, from the worst seed to the best",
        ShownRows = Math.Max(2, figures.Count),
    };

    Figure? Add(string name, Func<double, Figure> measure)
    {
        if (!name.StartsWith(only, StringComparison.Ordinal))
            return null;
        var figure = measure(Machine.Load());
        figures.Add(figure);
        Tell($"{name,-36}{Figure.Text(figure.Value),12} {figure.Unit} {figure.Verdict}");
        return figure;
    }
}
