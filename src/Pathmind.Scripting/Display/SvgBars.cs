using System.Text;

namespace Pathmind.Displays;

/// <summary>Draws a bar plot.</summary>
internal static class SvgBars
{
    /// <summary>Share of a place that its bars fill, and the widest bar in pixels.</summary>
    const double Filled = 0.72, Widest = 56;

    public static void Draw(StringBuilder svg, BarPlot plot, double width, double height)
    {
        LegendEntry[] legend = plot.Series.Count == 1 ? [] : [.. plot.Series.Select((series, i) => new LegendEntry(series.Name, SvgRenderer.SeriesColor(i)) { IsArea = true })];
        SvgFrame frame = new(svg, width, height, plot.Title, legend, top: 0);
        var (bottom, top) = Range(plot);
        frame.AppendVerticalAxis(bottom, top, baseline: 0, plot.XLabel, plot.YLabel);
        var place = (frame.Right - frame.Left) / plot.Labels.Count;
        AppendLabels(frame, plot.Labels, place);
        var bar = Math.Min(Widest, place * Filled / plot.Series.Count);
        for (var s = 0; s < plot.Series.Count; s++)
            for (var i = 0; i < plot.Labels.Count; i++)
                if (double.IsFinite(plot.Series[s].Values[i]))
                    AppendBar(frame.Left + place * (i + 0.5) + bar * (s - plot.Series.Count / 2.0), plot.Series[s], i, SvgRenderer.SeriesColor(s));

        double Y(double value) => frame.Bottom - (value - bottom) / (top - bottom) * (frame.Bottom - frame.Top);

        void AppendBar(double x, BarSeries series, int i, string color)
        {
            var (from, to) = (Y(0), Y(series.Values[i]));
            svg.Append($"<rect x=\"{x + bar * 0.04:0.##}\" y=\"{Math.Min(from, to):0.#}\" width=\"{bar * 0.92:0.##}\" height=\"{Math.Abs(to - from):0.#}\" fill=\"{color}\">")
                .Append($"<title>{SvgRenderer.Escape($"{plot.Labels[i]}: {CellText.Number(series.Values[i])}")}</title></rect>\n");
            if (series.Deviations?[i] is not { } deviation || !double.IsFinite(deviation) || deviation == 0)
                return;
            var (middle, half) = (x + bar / 2, Math.Min(6, bar / 4));
            var (low, high) = (Y(series.Values[i] - deviation), Y(series.Values[i] + deviation));
            svg.Append($"<path d=\"M{middle - half:0.#} {high:0.#}h{2 * half:0.#}M{middle:0.#} {high:0.#}V{low:0.#}M{middle - half:0.#} {low:0.#}h{2 * half:0.#}\" stroke=\"currentColor\" stroke-width=\"1.5\"/>\n");
        }
    }

    /// <summary>As many labels as have room beside each other, long ones cut.</summary>
    static void AppendLabels(SvgFrame frame, IReadOnlyList<string> labels, double place)
    {
        const double Character = 7;
        var longest = Math.Min(labels.Max(label => label.Length), 16);
        var every = Math.Max(1, (int)Math.Ceiling(Math.Min(longest, 6) * Character / place));
        var room = Math.Max(6, (int)(place * every / Character));
        for (var i = 0; i < labels.Count; i += every)
            frame.AppendHorizontalMark(frame.Left + place * (i + 0.5), labels[i].Length <= room ? labels[i] : $"{labels[i][..(room - 1)]}…");
    }

    /// <summary>From 0, or around it, with a margin where bars end; up to 1 if nothing has a height.</summary>
    static (double Bottom, double Top) Range(BarPlot plot)
    {
        var (low, high) = (plot.Series.Min(series => series.Reach().Low), plot.Series.Max(series => series.Reach().High));
        if (low == high)
            return (0, 1);
        var margin = (high - low) * 0.04;
        return (low < 0 ? low - margin : 0, high > 0 ? high + margin : 0);
    }
}
