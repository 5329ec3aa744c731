using System.Runtime.CompilerServices;
using System.Text;
using Pathmind.Charts;
using Pathmind.Files;
using Plotly.NET;

namespace Pathmind;

/// <summary>Results as charts of Plotly.NET: to zoom, to hover, to style further with its <c>Chart.With…</c>
/// functions.</summary>
public static class PlotlyCharts
{
    /// <summary>How a training went: reward, length of the episodes, reward terms.</summary>
    /// <exception cref="NotSupportedException">The host has an FSharp.Core that is too old for Plotly.NET, as .NET
    /// Interactive 1.0.712001.</exception>
    public static GenericChart ToChart(this TrainingHistory history) => history.PlotAll().ToChart();

    /// <summary>The reward terms of an episode log.</summary>
    /// <inheritdoc cref="ToChart(TrainingHistory)"/>
    public static GenericChart ToChart(this EpisodeLog log) => log.Plot().ToChart();

    /// <summary>Numbers of an episode log, named as in <see cref="EpisodeLog.Plot(string)"/>.</summary>
    /// <inheritdoc cref="ToChart(TrainingHistory)"/>
    public static GenericChart ToChart(this EpisodeLog log, string what) => log.Plot(what).ToChart();

    /// <summary>Reward per episode of each policy.</summary>
    /// <inheritdoc cref="ToChart(TrainingHistory)"/>
    public static GenericChart ToChart(this Comparison comparison) => comparison.Plot().ToChart();

    /// <summary>What a policy would do at a moment of an episode, as <see cref="PolicyDisplays.PlotActions"/>; of
    /// several plots the first.</summary>
    /// <inheritdoc cref="ToChart(TrainingHistory)"/>
    public static GenericChart ToChart(this TrainedPolicy policy, Simulation simulation, int step = 0, int agent = 0, int seed = 0)
    {
        var content = policy.PlotActions(simulation, step, agent, seed);
        return ((BarPlot)(content is ContentList several ? several.Parts[0] : content)).ToChart();
    }

    /// <summary>Any plot of lines.</summary>
    /// <inheritdoc cref="ToChart(TrainingHistory)"/>
    public static GenericChart ToChart(this LinePlot plot) => Make(plot.ToPlotlyJson());

    /// <summary>Any picture of several plots.</summary>
    /// <inheritdoc cref="ToChart(TrainingHistory)"/>
    public static GenericChart ToChart(this PlotGrid plot) => Make(plot.ToPlotlyJson());

    /// <summary>Any plot of bars.</summary>
    /// <inheritdoc cref="ToChart(TrainingHistory)"/>
    public static GenericChart ToChart(this BarPlot plot) => Make(plot.ToPlotlyJson());

    /// <summary>Any plot of intervals.</summary>
    /// <inheritdoc cref="ToChart(TrainingHistory)"/>
    public static GenericChart ToChart(this IntervalPlot plot) => Make(plot.ToPlotlyJson());

    /// <summary>Writes a chart as one HTML page with plotly.js inside (4 MB): it draws without network.</summary>
    /// <exception cref="IOException">The file cannot be written; what was there stays.</exception>
    public static void SaveOffline(this GenericChart chart, string path)
    {
        using var file = new AtomicFile(path);
        file.Stream.Write(Encoding.UTF8.GetBytes(OfflineHtml(chart)));
        file.Commit();
    }

    /// <summary>The page of <see cref="SaveOffline"/>; a notebook shows it in a frame.</summary>
    public static string OfflineHtml(this GenericChart chart)
    {
        var options = DisplayOptions.setPlotlyReference(PlotlyJSReference.Full).Invoke(GenericChart.getDisplayOptions(chart));
        return GenericChart.toEmbeddedHTML(GenericChart.setDisplayOptions(options, chart));
    }

    /// <summary>What this host has is asked before anything of Plotly.NET is loaded.</summary>
    static GenericChart Make(string json)
    {
        HostSupport.Require();
        return Convert(json);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static GenericChart Convert(string json) => FigureChart.Of(json);
}
