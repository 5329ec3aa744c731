using System.Collections;
using CsvHelper;
using Pathmind.Policies;

namespace Pathmind;

/// <summary>How a training went: a row an iteration.</summary>
public sealed class TrainingHistory : IReadOnlyList<IterationRow>
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

    /// <summary>Mean reward of an episode over the steps, with the band from the worst to the best episode of each iteration.</summary>
    public LinePlot Plot()
    {
        var shown = rows.Where(row => row.RewardMean is not null).ToArray();
        return new(new PlotSeries(
            "mean of the episodes",
            [.. shown.Select(row => (double)row.Steps)], [.. shown.Select(row => row.RewardMean!.Value)],
            [.. shown.Select(row => row.RewardMin!.Value)], [.. shown.Select(row => row.RewardMax!.Value)])
        { BandName = "worst to best" })
        {
            Title = $"Training {Simulation}", XLabel = "steps", YLabel = "reward an episode",
        };
    }

    /// <summary>Writes one row an iteration: the columns of progress.csv.</summary>
    public void WriteCsv(string path)
    {
        using var file = new AtomicFile(path);
        Write(file.Stream);
        file.Commit();
    }

    internal void Add(IterationRow row) => rows.Add(row);

    internal void Write(Stream stream)
    {
        using var csv = CsvWriter.Create(stream, new(), leaveOpen: true);
        string[] terms = [.. rows.SelectMany(row => row.Terms.Keys).Distinct()];
        string[] header =
        [
            "iteration", "steps", "episodes", "reward_mean", "reward_min", "reward_max", .. terms.Select(term => $"reward_{term}"), "length_mean",
            "entropy", "kl", "clip_fraction", "policy_loss", "value_loss", "explained_variance", "learning_rate", "steps_per_second", "seconds",
        ];
        foreach (var name in header)
            csv.WriteField(name);
        csv.EndRecord();
        foreach (var row in rows)
        {
            object?[] cells =
            [
                row.Iteration, row.Steps, row.Episodes, row.RewardMean, row.RewardMin, row.RewardMax,
                .. terms.Select(term => row.Terms.TryGetValue(term, out var mean) ? (object?)mean : null), row.LengthMean,
                row.Entropy, row.Kl, row.ClipFraction, row.PolicyLoss, row.ValueLoss, row.ExplainedVariance, row.LearningRate, Math.Round(row.StepsPerSecond), Math.Round(row.Seconds, 3),
            ];
            foreach (var cell in cells)
                csv.WriteField(cell);
            csv.EndRecord();
        }
    }
}
