using System.Diagnostics.Metrics;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Telemetry;

/// <summary>What the studio measures of itself, for OpenTelemetry: docs/studio.md names the figures.</summary>
internal sealed class StudioMeters : IDisposable
{
    public const string Name = "Pathmind.Studio";

    readonly Meter meter = new(Name);
    readonly ExperimentBoard board;
    readonly Counter<long> rows, ended;

    public StudioMeters(ExperimentBoard board)
    {
        this.board = board;
        rows = meter.CreateCounter<long>("pathmind.studio.rows", "{row}", "Rows of progress that trainings have reported.");
        ended = meter.CreateCounter<long>("pathmind.studio.trainings.ended", "{training}", "Trainings that have ended, by status.");
        meter.CreateObservableGauge("pathmind.studio.experiments", Count, "{experiment}", "Experiments, by status.");
        meter.CreateObservableGauge("pathmind.studio.steps_per_second", Speed, "{step}/s", "Steps per second of all trainings that run.");
        board.Changed += Take;
    }

    public void Dispose()
    {
        board.Changed -= Take;
        meter.Dispose();
    }

    void Take(ExperimentChange change)
    {
        if (change.Rows is { Rows.Length: > 0 } news)
            rows.Add(news.Rows.Length);
        if (change.HasEnded)
            ended.Add(1, new KeyValuePair<string, object?>("status", StatusOf(change.Experiment)));
    }

    IEnumerable<Measurement<int>> Count() => board.All.GroupBy(StatusOf)
        .Select(group => new Measurement<int>(group.Count(), new KeyValuePair<string, object?>("status", group.Key)));

    double Speed() => board.All.Where(one => one.Status == ExperimentStatus.Running).Sum(one => one.StepsPerSecond);

    static string StatusOf(Experiment experiment) => experiment.Status.ToString().ToLowerInvariant();
}
