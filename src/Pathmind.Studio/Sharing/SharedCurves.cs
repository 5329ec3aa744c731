using System.Collections.Concurrent;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Sharing;

/// <summary>The charts and figures of shared pages. However many look at them, and however often, curves are read one
/// after the other, and again only when there are new rows.</summary>
internal sealed class SharedCurves(CurveCache cache) : IDisposable
{
    /// <summary>What a page begins with.</summary>
    public const double Smoothing = 0.6;

    /// <summary>Columns that a chart can be drawn over; the first is what a page begins with.</summary>
    public static readonly string[] Axes = ["steps", "seconds", "episodes"];

    const int MostKept = 100;

    readonly ConcurrentDictionary<(int Share, string Axis, double Smoothing), SharedCharts> kept = new();
    readonly SemaphoreSlim reading = new(1);

    /// <summary>The charts of a link as its experiments are now.</summary>
    /// <param name="share">The link.</param>
    /// <param name="experiments">What it shows.</param>
    /// <param name="axis">One of <see cref="Axes"/>; any other text is the first.</param>
    /// <param name="smoothing">Weight of what was before; brought into [0, 0.98].</param>
    public async Task<SharedCharts> ReadAsync(
        SharedView share, IReadOnlyList<Experiment> experiments, string? axis = null, double smoothing = Smoothing)
    {
        axis = Axes.Contains(axis) ? axis : Axes[0];
        smoothing = double.IsNaN(smoothing) ? Smoothing : Math.Round(Math.Clamp(smoothing, 0, 0.98), 2);
        var key = (share.Id, axis!, smoothing);
        var version = VersionOf(experiments);
        if (Kept() is { } known)
            return known;
        await reading.WaitAsync();
        try
        {
            if (Kept() is { } meanwhile)
                return meanwhile;
            if (kept.Count >= MostKept)
                kept.Clear();
            return kept[key] = await DrawAsync(experiments, version, axis!, smoothing);
        }
        finally
        {
            reading.Release();
        }

        SharedCharts? Kept() => kept.TryGetValue(key, out var charts) && charts.Version == version ? charts : null;
    }

    public void Dispose() => reading.Dispose();

    /// <summary>Another one when charts or figures may be others.</summary>
    static string VersionOf(IReadOnlyList<Experiment> experiments) =>
        string.Join('-', experiments.Select(experiment => $"{experiment.Number}.{experiment.Rows}.{experiment.Status}"));

    async Task<SharedCharts> DrawAsync(IReadOnlyList<Experiment> experiments, string version, string axis, double smoothing)
    {
        var groups = ExperimentGroup.Of(experiments, bySeed: true);
        var compared = await ComparedExperiments.ReadAsync(cache, groups, axis, smoothing);
        return new(version, experiments is [var one] ? await ChartsAsync(one, axis, smoothing) : compared.Charts, groups, compared.Figures);
    }

    /// <summary>Those of an experiment's page.</summary>
    async Task<OverlaidChart[]> ChartsAsync(Experiment experiment, string axis, double smoothing)
    {
        var curve = await cache.ReadAsync(experiment.Number, curve => ComparedCurve.Of(curve, axis, smoothing));
        return
        [
            .. ChartPlan.Of(experiment.ColumnNames).Select(plan => new OverlaidChart(
                plan.Id, plan.Title, [.. plan.Lines.Index().Select(line => curve.Line(line.Item, line.Index))])),
        ];
    }
}

/// <summary>What a link shows of curves. A parameter of pages, which are public to the compiler.</summary>
public sealed class SharedCharts
{
    internal SharedCharts(
        string version, IReadOnlyList<OverlaidChart> charts, IReadOnlyList<ExperimentGroup> groups,
        IReadOnlyList<ComparedFigure> figures) =>
        (Version, Charts, Groups, Figures) = (version, charts, groups, figures);

    /// <summary>Another one after a change.</summary>
    internal string Version { get; }

    /// <summary>In the order in which they stand.</summary>
    internal IReadOnlyList<OverlaidChart> Charts { get; }

    /// <summary>Experiments, those that differ in their seed alone as one.</summary>
    internal IReadOnlyList<ExperimentGroup> Groups { get; }

    /// <summary>Of the groups.</summary>
    internal IReadOnlyList<ComparedFigure> Figures { get; }

    /// <summary>The same with one of the charts.</summary>
    internal SharedCharts Alone(OverlaidChart chart) => new(Version, [chart], Groups, Figures);
}
