using System.Net;
using System.Text;

namespace Pathmind.Displays;

/// <summary>A line plot as one SVG element. Inside a page, text and axes take the page's colour; as a file of its own (an &lt;img&gt;) a grey that is
/// legible on white and on dark pages, lighter where dark is asked for. The lines are of middle lightness, with a
/// contrast of at least 3 to white and to a notebook's dark grey.</summary>
internal static class SvgRenderer
{
    const double Width = 640, Height = 320, Left = 72, Right = 24, Bottom = 52, Top = 16, TitleHeight = 22, LegendHeight = 20;

    /// <summary>Blue, orange, green, purple, red, teal: told apart also by the colour-blind, in this order.</summary>
    static readonly string[] Colors = ["#3b86d1", "#d97706", "#2f9e62", "#9a6dd7", "#dc5a5a", "#1a9aa0"];

    public static string SeriesColor(int index) => Colors[index % Colors.Length];

    public static string Render(LinePlot plot)
    {
        var top = Top + (plot.Title is null ? 0 : TitleHeight) + (HasLegend(plot) ? LegendHeight : 0);
        var svg = new StringBuilder()
            .Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" ")
            .Append($"aria-label=\"{Escape(plot.Title ?? plot.YLabel)}\" style=\"max-width:100%;height:auto\" ")
            .Append("font-family=\"system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif\" font-size=\"12\" fill=\"currentColor\">\n")
            .Append("<style>svg:root { color: #7c7c7c } @media (prefers-color-scheme: dark) { svg:root { color: #d4d4d4 } }</style>\n");
        if (plot.Title is { } title)
            svg.Append($"<text x=\"{Left}\" y=\"{Top + 8}\" font-size=\"14\" font-weight=\"600\">{Escape(title)}</text>\n");
        if (PlotRange.Of(plot, withBands: true) is not { } range)
            return svg.Append($"<text x=\"{Width / 2}\" y=\"{Height / 2}\" text-anchor=\"middle\" opacity=\".7\">no data yet</text>\n</svg>").ToString();
        if (HasLegend(plot))
            AppendLegend(svg, plot, top - 12);
        double X(double x) => Left + range.Across(x) * (Width - Left - Right);
        double Y(double y) => Height - Bottom - range.Up(y) * (Height - Bottom - top);
        AppendAxes(svg, plot, range, X, Y);
        for (var i = 0; i < plot.Series.Count; i++)
            AppendSeries(svg, plot.Series[i], SeriesColor(i), X, Y);
        return svg.Append("</svg>").ToString();
    }

    static void AppendAxes(StringBuilder svg, LinePlot plot, PlotRange range, Func<double, double> x, Func<double, double> y)
    {
        foreach (var tick in AxisTicks.Within(range.Bottom, range.Top, wanted: 6))
            svg.Append($"<path d=\"M{Left} {y(tick):0.#}H{Width - Right}\" stroke=\"currentColor\" stroke-opacity=\".2\"/>")
                .Append($"<text x=\"{Left - 8}\" y=\"{y(tick) + 4:0.#}\" text-anchor=\"end\">{Tick(tick, Math.Max(Math.Abs(range.Bottom), Math.Abs(range.Top)))}</text>\n");
        var (bottom, middle) = (y(range.Bottom), (y(range.Bottom) + y(range.Top)) / 2);
        svg.Append($"<path d=\"M{Left} {bottom:0.#}H{Width - Right}\" stroke=\"currentColor\" stroke-opacity=\".6\"/>\n");
        foreach (var tick in AxisTicks.Within(range.Left, range.Right, wanted: 7))
            svg.Append($"<path d=\"M{x(tick):0.#} {bottom:0.#}v5\" stroke=\"currentColor\" stroke-opacity=\".6\"/>")
                .Append($"<text x=\"{x(tick):0.#}\" y=\"{bottom + 19:0.#}\" text-anchor=\"middle\">{Tick(tick, Math.Max(Math.Abs(range.Left), Math.Abs(range.Right)))}</text>\n");
        svg.Append($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 12}\" text-anchor=\"middle\">{Escape(plot.XLabel)}</text>\n")
            .Append($"<text transform=\"translate(16 {middle:0.#}) rotate(-90)\" text-anchor=\"middle\">{Escape(plot.YLabel)}</text>\n");
    }

    static bool HasLegend(LinePlot plot) => plot.Series.Count > 1 || plot.Series.Any(series => series.Low is not null);

    static void AppendLegend(StringBuilder svg, LinePlot plot, double y)
    {
        var x = Left;
        for (var i = 0; i < plot.Series.Count; i++)
        {
            var name = plot.Series[i].Name;
            svg.Append($"<path d=\"M{x:0.#} {y - 4:0.#}h18\" stroke=\"{SeriesColor(i)}\" stroke-width=\"3\"/><text x=\"{x + 24:0.#}\" y=\"{y:0.#}\">{Escape(name)}</text>\n");
            x += Entry(name);
            if (plot.Series[i] is not { Low: not null, BandName: { } band })
                continue;
            svg.Append($"<path d=\"M{x:0.#} {y - 9:0.#}h18v10h-18z\" fill=\"{SeriesColor(i)}\" fill-opacity=\".25\"/><text x=\"{x + 24:0.#}\" y=\"{y:0.#}\">{Escape(band)}</text>\n");
            x += Entry(band);
        }
    }

    /// <summary>Width of a legend's entry: about 7 units a character of 12 units height.</summary>
    static double Entry(string name) => 44 + 7 * name.Length;

    static void AppendSeries(StringBuilder svg, PlotSeries series, string color, Func<double, double> x, Func<double, double> y)
    {
        if (series is { Low: { } low, High: { } high })
        {
            var banded = Enumerable.Range(0, series.X.Count).Where(i => double.IsFinite(low[i]) && double.IsFinite(high[i])).ToArray();
            var edge = banded.Select(i => Point(series.X[i], high[i])).Concat(banded.Reverse().Select(i => Point(series.X[i], low[i])));
            if (banded.Length > 1)
                svg.Append($"<path d=\"M{string.Join('L', edge)}Z\" fill=\"{color}\" fill-opacity=\".22\"/>\n");
        }
        var (line, end) = (new StringBuilder(), -1);
        foreach (var (from, to) in PlotRange.Segments(series))
        {
            if (from != end)
                line.Append('M').Append(Point(series.X[from], series.Y[from]));
            line.Append('L').Append(Point(series.X[to], series.Y[to]));
            end = to;
        }
        svg.Append($"<path d=\"{line}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\" stroke-linejoin=\"round\" stroke-linecap=\"round\"/>\n");

        string Point(double px, double py) => $"{x(px):0.#} {y(py):0.#}";
    }

    /// <summary>Thousands as k, millions as M, the same on the whole axis: axes count steps.</summary>
    static string Tick(double tick, double largest) => largest switch
    {
        _ when tick == 0 => "0",
        >= 1e6 => $"{tick / 1e6:0.##} M",
        >= 1e4 => $"{tick / 1e3:0.##} k",
        _ => CellText.Number(tick),
    };

    static string Escape(string text) => WebUtility.HtmlEncode(text);
}
