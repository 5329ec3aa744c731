using System.Globalization;
using Pathmind.Drawings;

namespace Pathmind;

/// <summary>What <see cref="Simulation.Draw"/> draws on: a few shapes and texts, kept as data, from which a replay
/// makes its pictures. Lengths are in units of the simulation's own choice (<see cref="Size"/>); x grows to the right,
/// y downwards, and (0, 0) is the upper left corner. What is drawn later lies on top.</summary>
/// <remarks>A colour is one of the palette, which is legible on light and on dark pages (<c>blue, orange, green,
/// purple, red, teal, yellow, grey</c>; <c>ink</c> for the page's text, <c>paper</c> for its background, <c>line</c>
/// for thin lines), or any CSS colour: a name, <c>#rrggbb</c>, <c>rgb(…)</c>, <c>hsl(…)</c>. A share of opacity may
/// follow: <c>"blue 30%"</c>. A thickness of 0 is a hairline.</remarks>
public sealed class Canvas
{
    readonly List<DrawnShape> shapes = [];
    double width = 100, height = 100;

    /// <summary>Size of the picture in units; 100 × 100 unless it is set. Nothing outside of it is seen.</summary>
    /// <exception cref="ArgumentException">A length is not a number above 0, or one is more than 100 times the
    /// other.</exception>
    public void Size(double width, double height)
    {
        Numbers("Size", [("width", width), ("height", height)], positive: 2);
        if (width > 100 * height || height > 100 * width)
            throw Wrong("Size", [("width", width), ("height", height)], "one side is at most 100 times as long as the other");
        (this.width, this.height) = (width, height);
    }

    /// <summary>Says how large it is and how much is on it.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"Canvas of {width} × {height} units with {shapes.Count} shapes");

    /// <summary>Lines between the cells of a board, whose cells are 1 × 1 units; sets <see cref="Size"/> to columns ×
    /// rows. The middle of the cell in column c and row r is (c + 0.5, r + 0.5).</summary>
    /// <exception cref="ArgumentException">A count is outside 1 .. 1000, or the colour is not one.</exception>
    public void Grid(int columns, int rows, string color = "line")
    {
        if (columns is < 1 or > 1000 || rows is < 1 or > 1000)
            throw Wrong("Grid", [("columns", columns), ("rows", rows)], "both are in 1 .. 1000");
        Size(columns, rows);
        Add(ShapeKind.Grid, color, nameof(Grid), columns, rows);
    }

    /// <summary>A filled rectangle.</summary>
    /// <param name="x">Its left side.</param>
    /// <param name="y">Its upper side.</param>
    /// <param name="width">At least 0.</param>
    /// <param name="height">At least 0.</param>
    /// <param name="color">Of the area.</param>
    /// <exception cref="ArgumentException">A number is not finite or negative, or the colour is not one.</exception>
    public void Rectangle(double x, double y, double width, double height, string color = "blue")
    {
        Numbers(nameof(Rectangle), [("x", x), ("y", y), ("width", width), ("height", height)], notNegative: 2);
        Add(ShapeKind.Rectangle, color, nameof(Rectangle), x, y, width, height);
    }

    /// <summary>The outline of a rectangle.</summary>
    /// <param name="x">Its left side.</param>
    /// <param name="y">Its upper side.</param>
    /// <param name="width">At least 0.</param>
    /// <param name="height">At least 0.</param>
    /// <param name="color">Of the line.</param>
    /// <param name="thickness">Of the line, half of it inside; at least 0.</param>
    /// <exception cref="ArgumentException">A number is not finite or negative, or the colour is not one.</exception>
    public void Frame(double x, double y, double width, double height, string color = "ink", double thickness = 0)
    {
        Numbers(nameof(Frame), [("x", x), ("y", y), ("width", width), ("height", height), ("thickness", thickness)], notNegative: 3);
        Add(ShapeKind.Frame, color, nameof(Frame), x, y, width, height, thickness);
    }

    /// <summary>A filled circle.</summary>
    /// <param name="x">Its centre.</param>
    /// <param name="y">Its centre.</param>
    /// <param name="radius">At least 0.</param>
    /// <param name="color">Of the area.</param>
    /// <exception cref="ArgumentException">A number is not finite or negative, or the colour is not one.</exception>
    public void Circle(double x, double y, double radius, string color = "blue")
    {
        Numbers(nameof(Circle), [("x", x), ("y", y), ("radius", radius)], notNegative: 1);
        Add(ShapeKind.Circle, color, nameof(Circle), x, y, radius);
    }

    /// <summary>The outline of a circle.</summary>
    /// <param name="x">Its centre.</param>
    /// <param name="y">Its centre.</param>
    /// <param name="radius">At least 0.</param>
    /// <param name="color">Of the line.</param>
    /// <param name="thickness">Of the line, half of it inside; at least 0.</param>
    /// <exception cref="ArgumentException">A number is not finite or negative, or the colour is not one.</exception>
    public void Ring(double x, double y, double radius, string color = "ink", double thickness = 0)
    {
        Numbers(nameof(Ring), [("x", x), ("y", y), ("radius", radius), ("thickness", thickness)], notNegative: 2);
        Add(ShapeKind.Ring, color, nameof(Ring), x, y, radius, thickness);
    }

    /// <summary>A line from one point to another.</summary>
    /// <exception cref="ArgumentException">A number is not finite, the thickness is negative, or the colour is not
    /// one.</exception>
    public void Line(double x1, double y1, double x2, double y2, string color = "ink", double thickness = 0)
    {
        Numbers(nameof(Line), [("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2), ("thickness", thickness)], notNegative: 1);
        Add(ShapeKind.Line, color, nameof(Line), x1, y1, x2, y2, thickness);
    }

    /// <summary>A line from one point to another, with a head at its end.</summary>
    /// <exception cref="ArgumentException">A number is not finite, the thickness is negative, or the colour is not
    /// one.</exception>
    public void Arrow(double x1, double y1, double x2, double y2, string color = "ink", double thickness = 0)
    {
        Numbers(nameof(Arrow), [("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2), ("thickness", thickness)], notNegative: 1);
        Add(ShapeKind.Arrow, color, nameof(Arrow), x1, y1, x2, y2, thickness);
    }

    /// <summary>Lines from point to point.</summary>
    /// <param name="points">At least two.</param>
    /// <param name="color">Of the line.</param>
    /// <param name="thickness">At least 0.</param>
    /// <exception cref="ArgumentException">There are fewer points, a number is not finite, or the colour is not
    /// one.</exception>
    public void Polyline(ReadOnlySpan<(double X, double Y)> points, string color = "ink", double thickness = 0)
    {
        Numbers(nameof(Polyline), [("thickness", thickness)], notNegative: 1);
        Add(ShapeKind.Polyline, color, nameof(Polyline), [thickness, .. Flat(nameof(Polyline), points, least: 2)]);
    }

    /// <summary>A filled area between points.</summary>
    /// <param name="points">The corners in their order, at least three.</param>
    /// <param name="color">Of the area.</param>
    /// <exception cref="ArgumentException">There are fewer points, a number is not finite, or the colour is not
    /// one.</exception>
    public void Polygon(ReadOnlySpan<(double X, double Y)> points, string color = "blue") =>
        Add(ShapeKind.Polygon, color, nameof(Polygon), Flat(nameof(Polygon), points, least: 3));

    /// <summary>A line of text.</summary>
    /// <param name="x">Where it has its <paramref name="anchor"/>.</param>
    /// <param name="y">The middle of the line's height.</param>
    /// <param name="text">Any text; a line feed is shown as a space.</param>
    /// <param name="color">Of the text.</param>
    /// <param name="size">Height of the letters in units; 0 for a twentieth of the picture's shorter side.</param>
    /// <param name="anchor">Which point of the text is at x.</param>
    /// <exception cref="ArgumentException">A number is not finite, the size is negative, or the colour is not
    /// one.</exception>
    public void Text(double x, double y, string text, string color = "ink", double size = 0, Anchor anchor = Anchor.Middle)
    {
        Numbers(nameof(Text), [("x", x), ("y", y), ("size", size)], notNegative: 1);
        ArgumentNullException.ThrowIfNull(text);
        shapes.Add(new(ShapeKind.Text, Colors.Parse(color, nameof(Text)), [x, y, size, (int)anchor], DrawnShape.Shown(text)));
    }

    /// <summary>What was drawn so far.</summary>
    internal Drawing ToDrawing() => new(width, height, [.. shapes.Select(shape => shape.Placed(width, height))]);

    /// <summary>Takes the next picture, with decimal points in every culture.</summary>
    internal void Take(Action<Canvas> draw)
    {
        var culture = CultureInfo.CurrentCulture;
        shapes.Clear();
        (width, height) = (100, 100);
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            draw(this);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    void Add(ShapeKind kind, string color, string call, params double[] numbers) =>
        shapes.Add(new(kind, Colors.Parse(color, call), numbers, ""));

    static double[] Flat(string call, ReadOnlySpan<(double X, double Y)> points, int least)
    {
        if (points.Length < least)
            throw new ArgumentException($"Canvas.{call} got {points.Length} of the {least} points that it needs at least.");
        var numbers = new double[2 * points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            Numbers(call, [($"points[{i}].X", points[i].X), ($"points[{i}].Y", points[i].Y)]);
            (numbers[2 * i], numbers[2 * i + 1]) = points[i];
        }
        return numbers;
    }

    /// <summary>Requires finite numbers, of which the last ones are not negative or positive.</summary>
    static void Numbers(string call, ReadOnlySpan<(string Name, double Value)> numbers, int notNegative = 0, int positive = 0)
    {
        for (var i = 0; i < numbers.Length; i++)
            if (!double.IsFinite(numbers[i].Value))
                throw Wrong(call, numbers, $"{numbers[i].Name} is a finite number");
            else if (i >= numbers.Length - notNegative && numbers[i].Value < 0)
                throw Wrong(call, numbers, $"{numbers[i].Name} is at least 0");
            else if (i >= numbers.Length - positive && numbers[i].Value <= 0)
                throw Wrong(call, numbers, $"{numbers[i].Name} is above 0");
    }

    static ArgumentException Wrong(string call, ReadOnlySpan<(string Name, double Value)> numbers, string required)
    {
        List<string> given = [];
        foreach (var (name, value) in numbers)
            given.Add($"{name}: {value.ToString(CultureInfo.InvariantCulture)}");
        return new($"Canvas.{call}({string.Join(", ", given)}) cannot be drawn: it is required that {required}.");
    }
}

/// <summary>Which point of a text lies where it is drawn.</summary>
public enum Anchor
{
    /// <summary>Its left end.</summary>
    Left,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Its right end.</summary>
    Right,
}
