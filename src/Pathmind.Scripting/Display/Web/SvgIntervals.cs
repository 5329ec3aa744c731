using System.Text;

namespace Pathmind.Displays;

/// <summary>Draws an interval plot: names at the left, points with whiskers, the numbers at the right.</summary>
internal static class SvgIntervals
{
    const double RowHeight = 30, TitleHeight = 34, TopMargin = 12, AxisHeight = 50, Character = 6.9, TitleCharacter = 8.5, Gap = 10;

    /// <summary>Shares of the width that names and numbers take at most.</summary>
    const double MostNames = 0.34, MostNumbers = 0.3;

    public static double HeightOf(IntervalPlot plot) =>
        (plot.Title is null ? TopMargin : TitleHeight) + RowHeight * plot.Labels.Count + AxisHeight;

    public static void Draw(StringBuilder svg, IntervalPlot plot, double width)
    {
        string[] numbers = [.. plot.Values.Select(value => value.ToString())];
        var left = Math.Min(plot.Labels.Max(name => name.Length) * Character + 2 * Gap, width * MostNames);
        var right = width - Math.Min(numbers.Max(text => text.Length) * Character + 2 * Gap, width * MostNumbers);
        var top = plot.Title is null ? TopMargin : TitleHeight;
        var bottom = top + RowHeight * plot.Labels.Count;
        var (low, high) = plot.Range();
        if (plot.Title is { } title)
            svg.Append($"<text x=\"{Gap}\" y=\"22\" font-size=\"14\" font-weight=\"600\">"
                + $"{SvgRenderer.Fitted(title, width - 2 * Gap, TitleCharacter)}</text>\n");
        AppendAxis();
        for (var i = 0; i < plot.Labels.Count; i++)
            AppendRow(plot.Labels[i], plot.Values[i], numbers[i], top + RowHeight * (i + 0.5), SvgRenderer.SeriesColor(i));

        double X(double value) => left + (value - low) / (high - low) * (right - left);

        void AppendAxis()
        {
            var ticks = AxisTicks.Within(low, high, Math.Max(3, (int)((right - left) / 70)), most: 5);
            foreach (var (tick, label) in AxisTicks.Labelled(ticks, Math.Max(Math.Abs(low), Math.Abs(high))))
                svg.Append($"<path d=\"M{X(tick):0.#} {top:0.#}V{bottom + 4:0.#}\" stroke=\"currentColor\" stroke-opacity=\".18\"/>")
                    .Append($"<text x=\"{X(tick):0.#}\" y=\"{bottom + 18:0.#}\" text-anchor=\"middle\">{label}</text>\n");
            svg.Append($"<path d=\"M{left:0.#} {bottom:0.#}H{right:0.#}\" stroke=\"currentColor\" stroke-opacity=\".6\"/>\n");
            if (plot.Mark is { } mark)
                svg.Append($"<path d=\"M{X(mark):0.#} {top:0.#}V{bottom:0.#}\" stroke=\"currentColor\" stroke-opacity=\".7\" "
                    + "stroke-dasharray=\"4 3\"/>\n");
            var middle = (left + right) / 2;
            svg.Append($"<text x=\"{middle:0.#}\" y=\"{bottom + 38:0.#}\" text-anchor=\"middle\">"
                + $"{SvgRenderer.Fitted(plot.XLabel, 2 * (Math.Min(middle, width - middle) - Gap), Character)}</text>\n");
        }

        void AppendRow(string name, Estimate value, string number, double y, string color)
        {
            svg.Append($"<text x=\"{left - Gap:0.#}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">"
                + $"{SvgRenderer.Fitted(name, left - 2 * Gap, Character)}</text>\n")
                .Append($"<text x=\"{right + Gap:0.#}\" y=\"{y + 4:0.#}\">{number}</text>\n");
            if (double.IsFinite(value.HalfWidth))
                svg.Append($"<path d=\"M{X(value.Low):0.#} {y - 6:0.#}v12m0 -6H{X(value.High):0.#}m0 -6v12\" stroke=\"{color}\" "
                    + "stroke-width=\"2\" fill=\"none\"/>\n");
            if (double.IsFinite(value.Mean))
                svg.Append($"<circle cx=\"{X(value.Mean):0.#}\" cy=\"{y:0.#}\" r=\"5\" fill=\"{color}\">")
                    .Append($"<title>{SvgRenderer.Escape($"{name}: {number}")}</title></circle>\n");
        }
    }
}
