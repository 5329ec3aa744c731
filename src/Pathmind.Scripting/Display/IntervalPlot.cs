using Pathmind.Displays;
using Pathmind.Words;

namespace Pathmind;

/// <summary>Points with their intervals, one row each, along a horizontal axis: means that are compared.</summary>
public sealed record IntervalPlot : DisplayContent
{
    /// <summary>A plot.</summary>
    /// <param name="labels">[N] names of the rows, from top to bottom; at least one.</param>
    /// <param name="values">[N] points with the ends of their intervals; an end that is not finite is not
    /// drawn.</param>
    /// <exception cref="ArgumentException">There is no row, or another number of values.</exception>
    public IntervalPlot(IReadOnlyList<string> labels, IReadOnlyList<Estimate> values)
    {
        if (labels.Count == 0 || labels.Count != values.Count)
            throw new ArgumentException($"An interval plot has {Counted.Of(labels.Count, "name")} and {Counted.Of(values.Count, "value")}, "
                + "but needs one of each for every row, and at least one row.");
        (Labels, Values) = (labels, values);
    }

    /// <summary>Text above the plot; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>What the points measure, with its unit: <c>reward per episode</c>.</summary>
    public required string XLabel { get; init; }

    /// <summary>Where a vertical line is drawn, for comparison; null for none.</summary>
    public double? Mark { get; init; }

    /// <summary>[N] names of the rows.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>[N] points with their intervals.</summary>
    public IReadOnlyList<Estimate> Values { get; }

    /// <summary>One SVG element, without script and without network, readable on light and on dark pages.</summary>
    public string ToSvg() => SvgRenderer.Render(this);

    /// <summary>The same as a Plotly figure, in JSON: <c>{ "data": […], "layout": {…} }</c>.</summary>
    public string ToPlotlyJson() => PlotlyFigure.Of(this);

    /// <summary>Lowest and highest of what is drawn, some room around it; 0 to 1 if there is nothing.</summary>
    internal (double Low, double High) Range()
    {
        double[] drawn = [.. Values.SelectMany(value => (double[])[value.Low, value.Mean, value.High]).Append(Mark ?? double.NaN)
            .Where(double.IsFinite)];
        if (drawn.Length == 0)
            return (0, 1);
        var (low, high) = (drawn.Min(), drawn.Max());
        var room = high > low ? (high - low) * 0.04 : Math.Max(Math.Abs(high) / 2, 1);
        return (low - room, high + room);
    }
}
