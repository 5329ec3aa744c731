using Pathmind.Displays;

namespace Pathmind;

/// <summary>Lines over a common horizontal axis, each with a band of its spread if it has one.</summary>
public sealed record LinePlot : DisplayContent
{
    /// <summary>A plot.</summary>
    /// <param name="series">The lines; they may have different points. Without any point the plot states that there is
    /// no data.</param>
    public LinePlot(params IEnumerable<PlotSeries> series) => Series = [.. series];

    /// <summary>Text above the plot; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>What the horizontal axis counts, with its unit: <c>steps</c>.</summary>
    public required string XLabel { get; init; }

    /// <summary>What the vertical axis measures, with its unit: <c>mean reward per episode</c>.</summary>
    public required string YLabel { get; init; }

    /// <summary>Whether values far outside the others are cut off, so that the others remain distinguishable; the plot
    /// states it.</summary>
    public bool ClipsOutliers { get; init; }

    /// <summary>The lines, in the order of the legend.</summary>
    public IReadOnlyList<PlotSeries> Series { get; }

    /// <summary>One SVG element, without script and without network, readable on light and on dark pages.</summary>
    public string ToSvg() => SvgRenderer.Render(this);

    /// <summary>The same as a Plotly figure, in JSON: <c>{ "data": […], "layout": {…} }</c>.</summary>
    public string ToPlotlyJson() => PlotlyFigure.Of(this);
}
