using System.Collections;
using Pathmind.Displays;
using Pathmind.Files;
using Pathmind.Training;
using Pathmind.Words;

namespace Pathmind;

/// <summary>How a training went: one row per iteration.</summary>
public sealed class TrainingHistory : IDisplayable, IReadOnlyList<IterationRow>
{
    readonly List<IterationRow> rows = [];

    internal TrainingHistory(string simulation, IEnumerable<IterationRow> rows)
    {
        Simulation = simulation;
        this.rows.AddRange(rows);
    }

    /// <summary>Name of the simulation's class.</summary>
    public string Simulation { get; }

    /// <inheritdoc/>
    public int Count => rows.Count;

    /// <inheritdoc/>
    public IterationRow this[int index] => rows[index];

    /// <inheritdoc/>
    public IEnumerator<IterationRow> GetEnumerator() => rows.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Mean reward per episode over the steps, smoothed, with the band from the worst to the best episode of
    /// each iteration; values far outside the others are cut off, which the plot states.</summary>
    public LinePlot Plot() => TrainingPlots.OfReward(this);

    /// <summary>Reward, length of the episodes if it changes, and each reward term if there are several, over the
    /// steps.</summary>
    public PlotGrid PlotAll() => TrainingPlots.OfAll(this);

    /// <summary>Returns the plots of <see cref="PlotAll"/>.</summary>
    public DisplayContent ToDisplay() => PlotAll();

    /// <summary>Mean rewards of several trainings in one plot: <c>TrainingHistory.Compare(("sum", a.History),
    /// ("weighted", b.History))</c>. Trainings of the same name, as those of other seeds, become one line: their mean,
    /// with the band from the lowest to the highest of them.</summary>
    /// <exception cref="ArgumentException">No history is given.</exception>
    public static LinePlot Compare(params (string Name, TrainingHistory History)[] histories) => histories.Length > 0
        ? TrainingPlots.OfSeveral(histories)
        : throw new ArgumentException("Compare needs at least one history, as in Compare((\"first\", training.History)).");

    /// <summary>Writes one row per iteration: the columns of progress.csv.</summary>
    public void WriteCsv(string path)
    {
        using var file = new AtomicFile(path);
        Write(file.Stream);
        file.Commit();
    }

    /// <summary>How far and how good, in one line.</summary>
    public override string ToString()
    {
        if (rows.Count == 0)
            return $"Training {Simulation}: no iteration yet";
        var rewards = rows.Where(row => row.RewardMean is not null).Select(row => row.RewardMean!.Value).ToArray();
        return $"Training {Simulation}: {Counted.Of(rows.Count, "iteration")}, {Counted.Of(rows[^1].Steps, "step")}, "
            + $"{Counted.Of(rows[^1].Episodes, "episode")}; "
            + (rewards.Length == 0 ? "no episode has ended"
                : $"mean reward {CellText.Number(rewards[0])} → {CellText.Number(rewards[^1])}");
    }

    internal void Add(IterationRow row) => rows.Add(row);

    internal void Write(Stream stream)
    {
        using CsvFile csv = new(stream);
        var names = ProgressNames.Of(rows);
        var header = ProgressColumns.Of(rows.FirstOrDefault()
            ?? new() { Iteration = 0, Steps = 0, Episodes = 0, StepsPerSecond = 0, Seconds = 0 }, names);
        foreach (var (name, _) in header)
            csv.Field(name);
        csv.EndRow();
        foreach (var row in rows)
        {
            foreach (var (_, value) in ProgressColumns.Of(row, names))
                csv.Field(value);
            csv.EndRow();
        }
    }
}
