using System.Net;
using System.Text;
using Pathmind.Drawings;

namespace Pathmind.Displays;

/// <summary>A plot as one SVG element. Inside a page, text and axes take the page's colour; as a separate file (an
/// &lt;img&gt;) one grey, <see cref="Grey"/>: such a file knows what its reader prefers, but not the page that shows
/// it. The lines are of middle lightness, with a contrast of at least 3 to white and to a notebook's dark
/// grey.</summary>
internal static class SvgRenderer
{
    /// <summary>Text that is legible on white pages and on dark ones: a contrast of 4.2 to white, 4.5 to #111 and 4.0
    /// to #1e1e1e.</summary>
    public const string Grey = "#7c7c7c";

    const double Width = 640, Height = 320, SmallHeight = 236;

    /// <summary>Size for a page as narrow as a phone, where the text keeps its size and the picture has less
    /// room.</summary>
    const double NarrowWidth = 360, NarrowHeight = 280;

    /// <summary>Colour of the series at a place; the seventh has that of the first, and another dash.</summary>
    public static string SeriesColor(int index) => Colors.Series[index % Colors.Series.Count];

    /// <summary>How the line at a place is interrupted, so that lines of one colour can be distinguished.</summary>
    public static LineDash SeriesDash(int index) => (LineDash)(index / Colors.Series.Count % Enum.GetValues<LineDash>().Length);

    /// <summary>The attribute of a path that interrupts it; with a space before it; empty for a whole line.</summary>
    public static string DashAttribute(LineDash dash) => dash switch
    {
        LineDash.Dash => " stroke-dasharray=\"7 4\"",
        LineDash.Dot => " stroke-dasharray=\"1 4\"",
        LineDash.DashDot => " stroke-dasharray=\"8 4 1 4\"",
        _ => "",
    };

    /// <summary>The attributes of a point: filled, or a ring where a line would be interrupted.</summary>
    public static string PointPaint(string color, LineDash dash) =>
        dash == LineDash.Solid ? $"fill=\"{color}\" fill-opacity=\".8\"" : $"fill=\"none\" stroke=\"{color}\"";

    /// <summary>Whether there is an SVG form: of plots only.</summary>
    public static bool IsPicture(DisplayContent content) => content is LinePlot or BarPlot or IntervalPlot or PlotGrid;

    /// <exception cref="ArgumentException">The content is not a plot.</exception>
    public static string Render(DisplayContent plot) => InvariantText.Of(() => plot switch
    {
        LinePlot lines => Document(LabelOf(lines), Width, Height, svg => SvgLines.Draw(svg, lines, Width, Height)),
        BarPlot bars => Document(LabelOf(bars), Width, Height, svg => SvgBars.Draw(svg, bars, Width, Height)),
        IntervalPlot intervals => Document(
            LabelOf(intervals), Width, SvgIntervals.HeightOf(intervals), svg => SvgIntervals.Draw(svg, intervals, Width)),
        PlotGrid grid => Document(LabelOf(grid), Width, Height + SmallHeight * (grid.Plots.Count / 2), svg => DrawGrid(svg, grid)),
        _ => throw new ArgumentException($"There is no SVG form of {plot.GetType().Name}."),
    });

    /// <summary>The same for a page as narrow as a phone; a grid has no narrow form.</summary>
    public static string RenderNarrow(DisplayContent plot) => InvariantText.Of(() => plot switch
    {
        LinePlot lines => Document(
            LabelOf(lines), NarrowWidth, NarrowHeight, svg => SvgLines.Draw(svg, lines, NarrowWidth, NarrowHeight)),
        BarPlot bars => Document(
            LabelOf(bars), NarrowWidth, NarrowHeight, svg => SvgBars.Draw(svg, bars, NarrowWidth, NarrowHeight)),
        IntervalPlot intervals => Document(
            LabelOf(intervals), NarrowWidth, SvgIntervals.HeightOf(intervals), svg => SvgIntervals.Draw(svg, intervals, NarrowWidth)),
        _ => Render(plot),
    });

    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>The content of a text element that fits its room: a long text is cut, and whole in its
    /// tooltip.</summary>
    /// <param name="text">Not escaped yet.</param>
    /// <param name="room">Width that there is.</param>
    /// <param name="character">Width of a character, about.</param>
    public static string Fitted(string text, double room, double character)
    {
        var most = Math.Max(1, (int)(room / character));
        return text.Length <= most ? Escape(text) : $"<title>{Escape(text)}</title>{Escape(text[..(most - 1)])}…";
    }

    static string Document(string label, double width, double height, Action<StringBuilder> draw)
    {
        var svg = new StringBuilder()
            .Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" ")
            .Append($"width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{Escape(label)}\" "
                + "style=\"max-width:100%;height:auto\" ")
            .Append("font-family=\"-apple-system,BlinkMacSystemFont,'Segoe UI',Helvetica,Arial,sans-serif\" font-size=\"12\" "
            + "fill=\"currentColor\">\n")
            .Append($"<style>svg:root {{ color: {Grey} }}</style>\n");
        draw(svg);
        return svg.Append("</svg>").ToString();
    }

    /// <summary>The first over the whole width; the others two per row, or over the whole width if there is
    /// one.</summary>
    static void DrawGrid(StringBuilder svg, PlotGrid grid)
    {
        var small = grid.Plots.Count == 2 ? Width : Width / 2;
        var top = grid.Plots.Skip(1).Select(plot => SvgLines.TopOf(plot, small, SmallHeight)).DefaultIfEmpty(0).Max();
        for (var i = 0; i < grid.Plots.Count; i++)
        {
            var (x, y) = i == 0 ? (0.0, 0.0) : ((i + 1) % 2 * Width / 2, Height + SmallHeight * ((i - 1) / 2));
            svg.Append($"<g transform=\"translate({x} {y})\">\n");
            if (i == 0)
                SvgLines.Draw(svg, grid.Plots[i], Width, Height);
            else
                SvgLines.Draw(svg, grid.Plots[i], small, SmallHeight, top);
            svg.Append("</g>\n");
        }
    }

    /// <summary>An HTML image with the picture inside: what strips SVG from a page leaves images.</summary>
    public static string Image(DisplayContent plot)
    {
        var svg = Convert.ToBase64String(Encoding.UTF8.GetBytes(Render(plot)));
        return $"<img src=\"data:image/svg+xml;base64,{svg}\" alt=\"{Escape(LabelOf(plot))}\" style=\"max-width:100%;height:auto\">";
    }

    static string LabelOf(DisplayContent plot) => plot switch
    {
        LinePlot lines => lines.Title ?? lines.YLabel,
        BarPlot bars => bars.Title ?? bars.YLabel,
        IntervalPlot intervals => intervals.Title ?? intervals.XLabel,
        PlotGrid grid => LabelOf(grid.Plots[0]),
        _ => "",
    };
}
