using System.Text;

namespace Pathmind.Displays;

/// <summary>Draws a bar plot.</summary>
internal static class SvgBars
{
    /// <summary>Share of a place that its bars fill, and the widest bar in pixels.</summary>
    const double Filled = 0.72, Widest = 56;

    /// <summary>Narrower bars have no value written on them; height of that text.</summary>
    const double NarrowestWithValue = 24, ValueHeight = 20;

    public static void Draw(StringBuilder svg, BarPlot plot, double width, double height)
    {
        LegendEntry[] legend = plot.Series.Count == 1
            ? []
            : [.. plot.Series.Select((series, i) => new LegendEntry(series.Name, SvgRenderer.SeriesColor(i)) { IsArea = true })];
        SvgFrame frame = new(svg, width, height, plot.Title, legend, plot.YLabel, top: 0);
        var place = (frame.Right - frame.Left) / plot.Labels.Count;
        var bar = Math.Min(Widest, place * Filled / plot.Series.Count);
        var hasValues = bar >= NarrowestWithValue;
        var largest = plot.Series.Max(series => series.Values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max());
        var (bottom, top) = Range(plot, hasValues ? ValueHeight / (frame.Bottom - frame.Top) : 0, frame.VerticalSteps);
        frame.AppendVerticalAxis(bottom, top, baseline: 0, plot.XLabel);
        AppendLabels(frame, plot.Labels, place);
        for (var s = 0; s < plot.Series.Count; s++)
            for (var i = 0; i < plot.Labels.Count; i++)
                if (double.IsFinite(plot.Series[s].Values[i]))
                    AppendBar(frame.Left + place * (i + 0.5) + bar
                        * (s - plot.Series.Count / 2.0), plot.Series[s], i, SvgRenderer.SeriesColor(plot.ColorsPlaces ? i : s));

        double Y(double value) => frame.Bottom - (value - bottom) / (top - bottom) * (frame.Bottom - frame.Top);

        void AppendBar(double x, BarSeries series, int i, string color)
        {
            var (from, to) = (Y(0), Y(series.Values[i]));
            svg.Append($"<rect x=\"{x + bar * 0.04:0.##}\" y=\"{Math.Min(from, to):0.#}\" width=\"{bar * 0.92:0.##}\" "
                + $"height=\"{Math.Abs(to - from):0.#}\" fill=\"{color}\">")
                .Append($"<title>{SvgRenderer.Escape($"{plot.Labels[i]}: {CellText.Number(series.Values[i])}")}</title></rect>\n");
            var deviation = series.Deviations?[i] is { } given && double.IsFinite(given) ? given : 0;
            if (deviation > 0)
                AppendWhisker(x + bar / 2, Math.Min(6, bar / 4), Y(series.Values[i] - deviation), Y(series.Values[i] + deviation));
            var end = series.Values[i] < 0 ? Y(series.Values[i] - deviation) + 14 : Y(series.Values[i] + deviation) - 6;
            if (hasValues)
                svg.Append($"<text x=\"{x + bar / 2:0.#}\" y=\"{end:0.#}\" text-anchor=\"middle\" "
                    + $"font-weight=\"600\">{CellText.Number(series.Values[i], largest)}</text>\n");
        }

        // Dark with a light edge: seen on the bar and on pages of any colour.
        void AppendWhisker(double middle, double half, double low, double high)
        {
            var path = $"M{middle - half:0.#} {high:0.#}h{2 * half:0.#}M{middle:0.#} {high:0.#}V{low:0.#}M{middle - half:0.#} "
                + $"{low:0.#}h{2 * half:0.#}";
            svg.Append($"<path d=\"{path}\" stroke=\"#ffffff\" stroke-opacity=\".8\" stroke-width=\"4\"/>")
                .Append($"<path d=\"{path}\" stroke=\"#333333\" stroke-width=\"1.5\"/>\n");
        }
    }

    /// <summary>Writes as many labels as have room next to each other, long ones cut.</summary>
    static void AppendLabels(SvgFrame frame, IReadOnlyList<string> labels, double place)
    {
        const double Character = 7;
        var longest = Math.Min(labels.Max(label => label.Length), 16);
        var every = Math.Max(1, (int)Math.Ceiling(Math.Min(longest, 6) * Character / place));
        var room = Math.Max(6, (int)(place * every / Character));
        for (var i = 0; i < labels.Count; i += every)
            frame.AppendHorizontalMark(frame.Left + place * (i + 0.5), labels[i].Length <= room ? labels[i]
                : $"{labels[i][..(room - 1)]}…");
    }

    /// <summary>Range of the axis: it includes 0 and ends at the ticks around the ends of the bars; 0 to 1 if no bar
    /// has a height.</summary>
    /// <param name="plot">The bars.</param>
    /// <param name="room">Share of the height that is left free where bars end.</param>
    /// <param name="steps">Between the ticks at most, about.</param>
    static (double Bottom, double Top) Range(BarPlot plot, double room, int steps)
    {
        var (low, high) = (plot.Series.Min(series => series.Reach().Low), plot.Series.Max(series => series.Reach().High));
        if (low == high)
            return (0, 1);
        var margin = (high - low) * room;
        return AxisTicks.Around(low < 0 ? low - margin : 0, high > 0 ? high + margin : 0, steps);
    }
}
