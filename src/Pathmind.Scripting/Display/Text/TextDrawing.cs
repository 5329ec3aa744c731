using System.Globalization;
using Pathmind.Drawings;

namespace Pathmind.Displays;

/// <summary>A drawing of half blocks, which every monospaced font has: two points per character, one above the other.
/// Texts are written as they are.</summary>
/// <param name="drawing">What to draw.</param>
/// <param name="columns">Characters per line.</param>
/// <param name="rows">Lines.</param>
internal sealed class TextDrawing(Drawing drawing, int columns, int rows)
{
    /// <summary>Paint of the points, one of the shapes each; −1 for none.</summary>
    readonly int[,] points = Blank(2 * rows, columns);
    readonly (char Letter, int Shape)?[,] letters = new (char, int)?[rows, columns];
    readonly double across = columns / drawing.Width, down = 2 * rows / drawing.Height;

    /// <summary>The drawing in no more than a width and a height, with its own proportions: a character is twice as
    /// high as wide.</summary>
    /// <param name="drawing">What to draw.</param>
    /// <param name="width">Characters per line, at most.</param>
    /// <param name="height">Lines, at most.</param>
    /// <param name="isPlain">Whether there are no colours: areas differ by how dense their characters are.</param>
    public static TextBlock Of(Drawing drawing, int width, int height, bool isPlain)
    {
        var columns = Math.Clamp((int)Math.Min(width, 2 * height * drawing.Width / drawing.Height), 1, width);
        var rows = Math.Clamp((int)Math.Round(columns * drawing.Height / drawing.Width / 2), 1, height);
        TextDrawing picture = new(drawing, columns, rows);
        for (var shape = 0; shape < drawing.Shapes.Length; shape++)
            picture.Draw(shape);
        return picture.ToBlock(isPlain);
    }

    static int[,] Blank(int rows, int columns)
    {
        var points = new int[rows, columns];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                points[row, column] = -1;
        return points;
    }

    void Draw(int shape)
    {
        var (kind, n) = (drawing.Shapes[shape].Kind, drawing.Shapes[shape].Numbers);
        switch (kind)
        {
            case ShapeKind.Rectangle:
                Fill(shape, n[0], n[1], n[0] + n[2], n[1] + n[3], (_, _) => true);
                break;
            case ShapeKind.Frame:
                Lines(shape, n[4], [n[0], n[1], n[0] + n[2], n[1], n[0] + n[2], n[1] + n[3], n[0], n[1] + n[3], n[0], n[1]]);
                break;
            case ShapeKind.Circle:
                Fill(shape, n[0] - n[2], n[1] - n[2], n[0] + n[2], n[1] + n[2],
                    (x, y) => Square(x - n[0]) + Square(y - n[1]) <= Square(n[2]));
                break;
            case ShapeKind.Ring:
                var half = Half(n[3]);
                Fill(shape, n[0] - n[2] - half, n[1] - n[2] - half, n[0] + n[2] + half, n[1] + n[2] + half,
                    (x, y) => Math.Abs(Math.Sqrt(Square(x - n[0]) + Square(y - n[1])) - n[2]) <= half);
                break;
            case ShapeKind.Polygon:
                Fill(shape, Least(n, 0), Least(n, 1), Most(n, 0), Most(n, 1), (x, y) => IsInside(n, x, y));
                break;
            case ShapeKind.Line or ShapeKind.Arrow:
                Lines(shape, n[4], n[..4]);
                break;
            case ShapeKind.Polyline:
                Lines(shape, n[0], n[1..]);
                break;
            case ShapeKind.Text:
                Write(shape, drawing.Shapes[shape].Words, n);
                break;
        }
    }

    /// <summary>Points whose middle lies in an area; the nearest one of an area without any.</summary>
    void Fill(int shape, double left, double top, double right, double bottom, Func<double, double, bool> isInside)
    {
        var isAny = false;
        for (var row = Math.Max(0, (int)(top * down)); row < Math.Min(2 * rows, bottom * down); row++)
            for (var column = Math.Max(0, (int)(left * across)); column < Math.Min(columns, right * across); column++)
                if ((column + 0.5) / across is var x && (row + 0.5) / down is var y && x >= left && x <= right && y >= top && y <= bottom
                    && isInside(x, y))
                    (points[row, column], isAny) = (shape, true);
        var (middle, centre) = ((int)((top + bottom) / 2 * down), (int)((left + right) / 2 * across));
        if (!isAny && middle >= 0 && middle < 2 * rows && centre >= 0 && centre < columns)
            points[middle, centre] = shape;
    }

    void Lines(int shape, double thickness, double[] n)
    {
        var half = Half(thickness);
        for (var i = 0; i + 3 < n.Length; i += 2)
        {
            var (x1, y1, x2, y2) = (n[i], n[i + 1], n[i + 2], n[i + 3]);
            var length = Square(x2 - x1) + Square(y2 - y1);
            Fill(shape, Math.Min(x1, x2) - half, Math.Min(y1, y2) - half, Math.Max(x1, x2) + half, Math.Max(y1, y2) + half, (x, y) =>
            {
                var along = length == 0 ? 0 : Math.Clamp(((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length, 0, 1);
                return Square(x - x1 - along * (x2 - x1)) + Square(y - y1 - along * (y2 - y1)) <= half * half;
            });
        }
    }

    /// <summary>Half of a line's thickness: at least half of a point.</summary>
    double Half(double thickness) => Math.Max(thickness, 1 / Math.Min(across, down)) / 2 + 1e-9;

    void Write(int shape, string words, double[] n)
    {
        var row = Math.Clamp((int)(n[1] * down / 2), 0, rows - 1);
        var before = (Anchor)(int)n[3] switch { Anchor.Left => 0, Anchor.Right => words.Length, _ => words.Length / 2.0 };
        var start = (int)Math.Round(n[0] * across - before);
        for (var i = 0; i < words.Length; i++)
            if (start + i >= 0 && start + i < columns && TextBlock.WidthOf($"{words[i]}") == 1)
                letters[row, start + i] = (words[i], shape);
    }

    TextBlock ToBlock(bool isPlain)
    {
        TextBlock block = new();
        for (var row = 0; row < rows; row++)
        {
            if (row > 0)
                block.Append("\n");
            for (var column = 0; column < columns; column++)
                AppendCell(block, points[2 * row, column], points[2 * row + 1, column], letters[row, column], isPlain);
        }
        return block;
    }

    void AppendCell(TextBlock block, int upper, int lower, (char Letter, int Shape)? letter, bool isPlain)
    {
        if (letter is { } written)
        {
            var below = Math.Max(upper, lower);
            block.Append($"{written.Letter}", isPlain ? default
                : below < 0 ? new(ColorOf(written.Shape)) : new(Color.Black, Background: ColorOf(below) ?? Color.Grey));
        }
        else if (upper < 0 && lower < 0)
            block.Append(" ");
        else if (isPlain)
            block.Append(upper < 0 ? "▄" : lower < 0 ? "▀" : Density(lower));
        else if (upper < 0 || lower < 0)
            block.Append(upper < 0 ? "▄" : "▀", new(ColorOf(Math.Max(upper, lower))));
        else if (drawing.Shapes[upper].Paint.Name == drawing.Shapes[lower].Paint.Name)
            block.Append("█", new(ColorOf(upper)));
        else
            block.Append("▀", new(ColorOf(upper) ?? Color.Grey, Background: ColorOf(lower) ?? Color.Grey));
    }

    string Density(int shape) => drawing.Shapes[shape].Paint.Name switch
    {
        "line" or "grey" or "gray" or "paper" => "░",
        "green" or "teal" or "yellow" => "▒",
        "red" or "orange" or "purple" => "▓",
        _ => "█",
    };

    /// <summary>The nearest colour of the terminal; null for that of its text.</summary>
    Color? ColorOf(int shape) => drawing.Shapes[shape].Paint.Name switch
    {
        "blue" => Color.Blue,
        "orange" => Color.Orange,
        "green" => Color.DarkGreen,
        "purple" => Color.Purple,
        "red" => Color.Red,
        "teal" => Color.Turquoise,
        "yellow" => Color.Yellow,
        "grey" or "gray" => Color.LightGrey,
        "line" => Color.Grey,
        "paper" => Color.Black,
        ['#', .. { Length: 6 } digits] => Color.Nearest(uint.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
        _ => null,
    };

    static double Square(double number) => number * number;

    static double Least(double[] n, int from) => Enumerable.Range(0, n.Length / 2).Min(i => n[2 * i + from]);

    static double Most(double[] n, int from) => Enumerable.Range(0, n.Length / 2).Max(i => n[2 * i + from]);

    /// <summary>Whether a ray from the point crosses an odd number of sides.</summary>
    static bool IsInside(double[] n, double x, double y)
    {
        var isInside = false;
        for (var (i, j) = (0, n.Length - 2); i + 1 < n.Length; j = i, i += 2)
            if (n[i + 1] > y != n[j + 1] > y && x < (n[j] - n[i]) * (y - n[i + 1]) / (n[j + 1] - n[i + 1]) + n[i])
                isInside = !isInside;
        return isInside;
    }
}
