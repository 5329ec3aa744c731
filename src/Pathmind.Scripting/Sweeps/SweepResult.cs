using System.Globalization;
using System.Text.Json;
using Pathmind.Displays;
using Pathmind.Files;
using Pathmind.Sweeps;
using Pathmind.Words;

namespace Pathmind;

/// <summary>What a sweep found: every trial, the best one and its policy.</summary>
public sealed class SweepResult : IDisplayable
{
    const string OptionsFile = "best.json", ResultFile = "result.json";

    readonly SweepOptions sweep;
    readonly IReadOnlyList<string> names;
    readonly int seed, episodes;

    internal SweepResult(
        SweepOptions sweep, IReadOnlyList<string> names, IReadOnlyList<SweepTrial> trials, SweepTrial best, TrainedPolicy policy, int seed,
        Estimate keptScore, int episodes, bool isStopped, string simulation)
    {
        (this.sweep, this.names, this.seed, this.episodes, Simulation) = (sweep, names, seed, episodes, simulation);
        (Trials, Best, Policy, KeptScore, IsComplete) = (trials, best, policy, keptScore, !isStopped);
    }

    /// <summary>The simulation's name.</summary>
    public string Simulation { get; }

    /// <summary>What was looked for: <see cref="SweepOptions.Metric"/>.</summary>
    public string Metric => sweep.Metric;

    /// <summary>All trials in the order in which they began.</summary>
    public IReadOnlyList<SweepTrial> Trials { get; }

    /// <summary>The best of those that made all their steps; of those that keep most limits, if there are
    /// limits.</summary>
    public SweepTrial Best { get; }

    /// <summary>The policy of the best trial, and there of the best seed.</summary>
    public TrainedPolicy Policy { get; }

    /// <summary>The metric of that policy in episodes that chose nothing: in those by which it was chosen it would look
    /// better than it is.</summary>
    public Estimate KeptScore { get; }

    /// <summary>Whether the sweep ended by itself.</summary>
    public bool IsComplete { get; }

    /// <summary>The options of the best trial, to train again with: with other seeds, to be sure.</summary>
    public TrainingOptions Options => Best.Options.OnAnyMachine with { Display = null };

    /// <summary>Trials that are best for their cost: each costs less than all that are better.</summary>
    public IReadOnlyList<SweepTrial> Front
    {
        get
        {
            List<SweepTrial> front = [];
            foreach (var trial in Ranked.Where(trial => trial.IsComplete).OrderBy(Cost).ThenBy(trial => -Goodness(trial)))
                if (front.Count == 0 || Goodness(trial) > Goodness(front[^1]))
                    front.Add(trial);
            return front;
        }
    }

    /// <summary>What came of it, in words.</summary>
    public string Message
    {
        get
        {
            var given = Trials.FirstOrDefault(trial => trial is { IsGiven: true, Score: not null });
            var early = Trials.Count(trial => trial is { IsComplete: false, Error: null, Rungs: > 0 });
            var failed = Trials.Count(trial => trial.Error is not null);
            return $"The best of {Counted.Of(Trials.Count, "trial")} is trial {Best.Number}, {Best.Name}: {sweep.Metric} {Best.Score}"
                + (sweep.Seeds > 1 ? $" over {Counted.Of(sweep.Seeds, "seed")}" : "")
                + (given is null || given == Best ? "" : $"; the options as they were given have {given.Score}") + ". "
                + $"The policy of its seed {seed} is kept: in {Counted.Of(episodes, "further episode")} its {sweep.Metric} was "
                + $"{KeptScore}. "
                + $"{Counted.Of(Trials.Sum(trial => trial.Steps), "step")} were made"
                + (early > 0 && sweep.EarlyStopping is not null ? $"; {Counted.Of(early, "trial")} ended early" : "")
                + (failed > 0
                    ? $"; {Counted.Of(failed, "trial")} failed, as trial {Trials.First(trial => trial.Error is not null).Number}"
                    : "")
                + "." + (IsComplete ? "" : " It was stopped before its end.");
        }
    }

    /// <summary>One row per trial, the best first.</summary>
    public Table ToTable() => new(
        [
            new("trial"), new(sweep.Metric), new("", ColumnAlignment.Left), .. names.Select(name => new TableColumn(name)), new("steps"),
        ],
        [
            .. Ranked.Concat(Trials.Where(trial => trial.Score is null)).Select(trial => (IReadOnlyList<object?>)
            [
                trial.Number, trial.Score is null ? null : $"{trial.Score}", Remark(trial),
                .. names.Select(name => (object?)(trial.IsGiven ? "as given" : trial.Values.GetValueOrDefault(name))), trial.Steps,
            ]),
        ])
    {
        Title = $"{Counted.Of(Trials.Count, "trial")} of {Simulation}: {sweep.Metric} per episode"
            + (sweep.Seeds > 1 ? $", mean over {Counted.Of(sweep.Seeds, "seed")}" : ""),
        ShownRows = 30,
    };

    /// <summary>The metric of each trial over its steps, and over each number that was varied.</summary>
    public PlotGrid Plots()
    {
        var judged = Trials.Where(trial => trial.Score is not null).ToArray();
        List<LinePlot> plots = [];
        if (judged.Select(trial => trial.Steps).Distinct().Count() > 1)
            plots.Add(new(Shown(
                Points("ended early", judged.Where(trial => !trial.IsComplete), trial => trial.Steps),
                Points("complete", judged.Where(trial => trial.IsComplete), trial => trial.Steps),
                Points("best for its cost", Front.Count > 1 ? Front : [], trial => trial.Steps, isJoined: true)))
            {
                XLabel = "steps", YLabel = sweep.Metric, ClipsOutliers = true,
            });
        foreach (var (name, range) in names.Zip(sweep.Ranges.Values))
            if (range.IsNumeric)
            {
                var isLogarithmic = range.Values.Count == 0 && range.Scale == SweepScale.Logarithmic;
                plots.Add(new(Shown(
                    Points("ended early", judged.Where(trial => !trial.IsComplete && !trial.IsGiven), At),
                    Points("complete", judged.Where(trial => trial.IsComplete && !trial.IsGiven), At)))
                {
                    XLabel = isLogarithmic ? $"log10 of {name}" : name, YLabel = sweep.Metric, ClipsOutliers = true,
                });

                double At(SweepTrial trial)
                {
                    var number = double.Parse(trial.Values[name], CultureInfo.InvariantCulture);
                    return isLogarithmic ? Math.Log10(number) : number;
                }
            }
        return new(plots);
    }

    /// <summary>The message, one row per trial, and the plots.</summary>
    public DisplayContent ToDisplay() => new ContentList(new TextLine(Message), ToTable(), Plots());

    /// <summary>The message, broken where the terminal ends.</summary>
    public override string ToString() => ConsoleDisplay.TerminalWidth is { } width ? WrappedText.Of(Message, width) : Message;

    /// <summary>The policy, the result and the best options, in the folder of the sweep.</summary>
    internal void Save(string folder)
    {
        Policy.Save(folder);
        Write(Path.Combine(folder, OptionsFile), stream =>
        {
            using StreamWriter text = new(stream);
            text.Write($"{Options}");
        });
        Write(Path.Combine(folder, ResultFile), stream =>
        {
            using Utf8JsonWriter writer = new(stream, new() { Indented = true });
            writer.WriteStartObject();
            Write(writer);
            writer.WriteEndObject();
        });
    }

    /// <summary>The properties of the JSON.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("message", Message);
        writer.WriteBoolean("complete", IsComplete);
        writer.WriteString("metric", sweep.Metric);
        writer.WriteNumber("best", Best.Number);
        SeedsResult.WriteNumber(writer, "kept_score", KeptScore.Mean);
        writer.WriteStartArray("trials");
        foreach (var trial in Trials)
        {
            writer.WriteStartObject();
            writer.WriteNumber("trial", trial.Number);
            writer.WriteBoolean("given", trial.IsGiven);
            writer.WriteStartObject("values");
            foreach (var (name, value) in trial.Values)
                if (double.TryParse(value, CultureInfo.InvariantCulture, out var number))
                    writer.WriteNumber(name, number);
                else
                    writer.WriteString(name, value);
            writer.WriteEndObject();
            SeedsResult.WriteNumber(writer, "score", trial.Score?.Mean ?? double.NaN);
            writer.WriteNumber("steps", trial.Steps);
            writer.WriteNumber("rungs", trial.Rungs);
            writer.WriteBoolean("complete", trial.IsComplete);
            writer.WriteString("error", trial.Error);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    IEnumerable<SweepTrial> Ranked => Trials.Where(trial => trial.Score is not null)
        .OrderByDescending(trial => trial == Best).ThenByDescending(trial => trial.Rungs).ThenByDescending(Goodness);

    double Goodness(SweepTrial trial) => (sweep.Minimizes ? -1 : 1) * trial.Score!.Value.Mean;

    double Cost(SweepTrial trial) => sweep.Cost == SweepCost.Seconds ? trial.Seconds : trial.Steps;

    static PlotSeries[] Shown(params PlotSeries[] series) => [.. series.Where(one => one.X.Count > 0)];

    static PlotSeries Points(string name, IEnumerable<SweepTrial> trials, Func<SweepTrial, double> at, bool isJoined = false)
    {
        SweepTrial[] sorted = [.. trials.OrderBy(at)];
        return new(name, [.. sorted.Select(at)], [.. sorted.Select(trial => trial.Score!.Value.Mean)]) { IsJoined = isJoined };
    }

    string Remark(SweepTrial trial) => trial == Best ? "the\u00A0result"
        : trial.Error is { } error ? $"failed: {(error.Length > 60 ? $"{error[..60]}…" : error)}"
        : trial.IsComplete ? ""
        : trial.Rungs > 0 ? "ended\u00A0early"
        : "not judged";

    static void Write(string path, Action<Stream> write)
    {
        using AtomicFile file = new(path);
        write(file.Stream);
        file.Commit();
    }
}

/// <summary>One point of a sweep.</summary>
public sealed record SweepTrial
{
    /// <summary>Counted from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The value of each parameter; empty for the options as they were given.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>Whether it has the options as they were given.</summary>
    public required bool IsGiven { get; init; }

    /// <summary>The options of its trainings; their seeds are this one's and the following ones.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>Mean of the metric over the seeds, with the 95 % interval, after the last steps that it made; null if
    /// it was not judged, or failed.</summary>
    public Estimate? Score { get; init; }

    /// <summary>Steps of all its seeds.</summary>
    public long Steps { get; init; }

    /// <summary>Seconds of all its seeds.</summary>
    public double Seconds { get; init; }

    /// <summary>Stages that it has done, of <see cref="EarlyStopping.Rungs"/>, or of 1.</summary>
    public int Rungs { get; init; }

    /// <summary>Whether it made all its steps, or its trainings ended by themselves before.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Why it failed; null if it did not.</summary>
    public string? Error { get; init; }

    /// <summary><c>LearningRate 0.002, Hidden 64</c>.</summary>
    internal string Name => IsGiven ? "the options as they were given" : string.Join(", ", Values.Select(one => $"{one.Key} {one.Value}"));
}
