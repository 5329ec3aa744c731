using Pathmind.Displays;

namespace Pathmind;

/// <summary>Several plots in one picture: the first over the whole width, the others below it, two per row.</summary>
public sealed record PlotGrid : DisplayContent
{
    /// <summary>A picture.</summary>
    /// <param name="plots">The most important one first; at least one.</param>
    /// <exception cref="ArgumentException">There is no plot.</exception>
    public PlotGrid(params IEnumerable<LinePlot> plots)
    {
        Plots = [.. plots];
        if (Plots.Count == 0)
            throw new ArgumentException("A grid of plots needs at least one plot.");
    }

    /// <summary>The plots, from left to right and from top to bottom.</summary>
    public IReadOnlyList<LinePlot> Plots { get; }

    /// <summary>One SVG element, without script and without network, readable on light and on dark pages.</summary>
    public string ToSvg() => SvgRenderer.Render(this);

    /// <summary>The same as a Plotly figure, in JSON: <c>{ "data": […], "layout": {…} }</c>.</summary>
    public string ToPlotlyJson() => PlotlyFigure.Of(this);
}
