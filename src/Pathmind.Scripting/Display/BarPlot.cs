using Pathmind.Displays;
using Pathmind.Words;

namespace Pathmind;

/// <summary>Bars over named places, each with its deviation if it has one; several series are drawn side by
/// side.</summary>
public sealed record BarPlot : DisplayContent
{
    /// <summary>A plot.</summary>
    /// <param name="labels">[N] names of the places, from left to right; at least one.</param>
    /// <param name="series">The bars; at least one series, each with N values.</param>
    /// <exception cref="ArgumentException">There is no place or no series, or a series has a different number of
    /// values.</exception>
    public BarPlot(IReadOnlyList<string> labels, params IEnumerable<BarSeries> series)
    {
        BarSeries[] all = [.. series];
        if (labels.Count == 0 || all.Length == 0)
            throw new ArgumentException($"A bar plot has {Counted.Of(labels.Count, "place")} and {all.Length} series, but needs at "
                + "least one of each.");
        if (all.FirstOrDefault(one => one.Values.Count != labels.Count) is { } wrong)
            throw new ArgumentException(
                $"The bars '{wrong.Name}' have {Counted.Of(wrong.Values.Count, "value")} for {Counted.Of(labels.Count, "place")}: "
                + "give one for each place.");
        (Labels, Series) = (labels, all);
    }

    /// <summary>Text above the plot; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>What the places are: <c>action</c>.</summary>
    public required string XLabel { get; init; }

    /// <summary>What the bars measure, with its unit: <c>probability</c>.</summary>
    public required string YLabel { get; init; }

    /// <summary>Whether each place has its own colour; for a single series.</summary>
    public bool ColorsPlaces { get; init; }

    /// <summary>[N] names of the places.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The bars, in the order of the legend.</summary>
    public IReadOnlyList<BarSeries> Series { get; }

    /// <summary>One SVG element, without script and without network, readable on light and on dark pages.</summary>
    public string ToSvg() => SvgRenderer.Render(this);

    /// <summary>The same as a Plotly figure, in JSON: <c>{ "data": […], "layout": {…} }</c>.</summary>
    public string ToPlotlyJson() => PlotlyFigure.Of(this);
}
