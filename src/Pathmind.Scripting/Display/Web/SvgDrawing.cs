using System.Globalization;
using System.Text;
using Pathmind.Drawings;

namespace Pathmind.Displays;

/// <summary>Shapes as SVG elements. Their attributes are in single quotes, so that JSON carries them without escapes;
/// texts are escaped, and colours were checked when they were drawn.</summary>
internal static class SvgDrawing
{
    /// <summary>Lengths of a hairline in pixels, and of an arrow's head in units of the picture's shorter
    /// side.</summary>
    const string Hairline = "stroke-width='1.25' vector-effect='non-scaling-stroke'";
    const double HeadShare = 0.035;

    /// <summary>The drawing as a picture of its own, legible on light and on dark pages.</summary>
    public static string Document(Drawing drawing, string label) => InvariantText.Of(() =>
    {
        var svg = new StringBuilder($"<svg xmlns='http://www.w3.org/2000/svg' viewBox='{ViewBox(drawing.Width, drawing.Height)}' "
            + $"width='480' height='{480 * drawing.Height / drawing.Width:0}' role='img' aria-label='{SvgRenderer.Escape(label)}' "
            + "font-family='sans-serif' fill='none'>"
            + $"<style>svg:root{{color-scheme:light dark;color:{SvgRenderer.Grey}}}</style>");
        foreach (var shape in drawing.Shapes)
            svg.Append(Element(shape, drawing.Width, drawing.Height));
        return svg.Append("</svg>").ToString();
    });

    /// <summary>The drawing as an HTML image: pages that show other people's notebooks keep images only.</summary>
    public static string Image(Drawing drawing, string label) =>
        $"<img src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(Document(drawing, label)))}\" "
        + $"alt=\"{SvgRenderer.Escape(label)}\" style=\"width:100%;max-height:20em\">";

    /// <summary>What of the plane is seen: all of the drawing, and half of a line at its edge.</summary>
    public static string ViewBox(double width, double height)
    {
        var edge = Math.Max(width, height) / 200;
        return $"{N(-edge)} {N(-edge)} {N(width + 2 * edge)} {N(height + 2 * edge)}";
    }

    /// <summary>One SVG element.</summary>
    /// <param name="shape">Any but a size.</param>
    /// <param name="width">Of the drawing.</param>
    /// <param name="height">Of the drawing.</param>
    public static string Element(DrawnShape shape, double width, double height)
    {
        var n = shape.Numbers;
        var (fill, stroke) = (Paint("fill", shape.Paint), Paint("stroke", shape.Paint));
        return shape.Kind switch
        {
            ShapeKind.Rectangle => $"<rect {Box(n)} {fill}/>",
            ShapeKind.Frame => $"<rect {Box(n)} {stroke} {Thickness(n[4])}/>",
            ShapeKind.Circle => $"<circle {Disc(n)} {fill}/>",
            ShapeKind.Ring => $"<circle {Disc(n)} {stroke} {Thickness(n[3])}/>",
            ShapeKind.Line => $"<path d='M{N(n[0])} {N(n[1])}L{N(n[2])} {N(n[3])}' {stroke} {Thickness(n[4])} stroke-linecap='round'/>",
            ShapeKind.Arrow => Arrow(n, Math.Min(width, height) * HeadShare, fill, stroke),
            ShapeKind.Polyline => $"<path d='{Points(n.AsSpan(1))}' {stroke} {Thickness(n[0])} stroke-linejoin='round'/>",
            ShapeKind.Polygon => $"<path d='{Points(n)}Z' {fill}/>",
            ShapeKind.Grid => $"<path d='{Grid((int)n[0], (int)n[1])}' {stroke} {Hairline}/>",
            ShapeKind.Text => $"<text x='{N(n[0])}' y='{N(n[1])}' dy='.35em' font-size='{N(n[2])}'{AnchorOf((Anchor)(int)n[3])} {fill}>"
                + $"{SvgRenderer.Escape(shape.Words)}</text>",
            _ => throw new ArgumentException($"There is no SVG form of {shape.Kind}."),
        };
    }

    static string Box(double[] n) => $"x='{N(n[0])}' y='{N(n[1])}' width='{N(n[2])}' height='{N(n[3])}'";

    static string Disc(double[] n) => $"cx='{N(n[0])}' cy='{N(n[1])}' r='{N(n[2])}'";

    static string Thickness(double thickness) => thickness == 0 ? Hairline : $"stroke-width='{N(thickness)}'";

    static string AnchorOf(Anchor anchor) => anchor switch
    {
        Anchor.Middle => " text-anchor='middle'",
        Anchor.Right => " text-anchor='end'",
        _ => "",
    };

    static string Points(ReadOnlySpan<double> numbers)
    {
        StringBuilder path = new();
        for (var i = 0; i + 1 < numbers.Length; i += 2)
            path.Append(i == 0 ? 'M' : 'L').Append(N(numbers[i])).Append(' ').Append(N(numbers[i + 1]));
        return path.ToString();
    }

    static string Grid(int columns, int rows) =>
        string.Concat(Enumerable.Range(0, columns + 1).Select(column => $"M{column} 0V{rows}"))
        + string.Concat(Enumerable.Range(0, rows + 1).Select(row => $"M0 {row}H{columns}"));

    /// <summary>A line that ends where its head begins, and the head as a triangle.</summary>
    static string Arrow(double[] n, double least, string fill, string stroke)
    {
        var (dx, dy) = (n[2] - n[0], n[3] - n[1]);
        var length = Math.Sqrt(dx * dx + dy * dy);
        if (length == 0)
            return $"<circle cx='{N(n[0])}' cy='{N(n[1])}' r='0' {fill}/>";
        var head = Math.Min(length, Math.Max(least, 3.5 * n[4]));
        var (ux, uy, half) = (dx / length, dy / length, head * 0.45);
        var (x, y) = (n[2] - head * ux, n[3] - head * uy);
        return $"<g><path d='M{N(n[0])} {N(n[1])}L{N(x)} {N(y)}' {stroke} {Thickness(n[4])}/>"
            + $"<path d='M{N(n[2])} {N(n[3])}L{N(x - half * uy)} {N(y + half * ux)}L{N(x + half * uy)} {N(y - half * ux)}Z' {fill}/></g>";
    }

    /// <summary>An attribute; a style where the colour is a variable of the page, which attributes may not
    /// name.</summary>
    static string Paint(string attribute, ShapeColor color)
    {
        var css = Colors.Css(color.Name);
        var paint = css.StartsWith("var(", StringComparison.Ordinal) ? $"style='{attribute}:{css}'" : $"{attribute}='{css}'";
        return color.Opacity == 1 ? paint : $"{paint} {attribute}-opacity='{N(color.Opacity)}'";
    }

    /// <summary>A number in few characters: six digits.</summary>
    static string N(double number) => ((float)number).ToString("0.######", CultureInfo.InvariantCulture);
}
