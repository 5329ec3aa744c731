namespace Pathmind.Drawings;

/// <summary>What a shape is. The numbers that belong to it:</summary>
internal enum ShapeKind
{
    /// <summary>x, y, width, height.</summary>
    Rectangle,

    /// <summary>x, y, width, height, thickness.</summary>
    Frame,

    /// <summary>x, y, radius.</summary>
    Circle,

    /// <summary>x, y, radius, thickness.</summary>
    Ring,

    /// <summary>x1, y1, x2, y2, thickness.</summary>
    Line,

    /// <summary>x1, y1, x2, y2, thickness; the head is at the second point.</summary>
    Arrow,

    /// <summary>thickness, then x and y of each point.</summary>
    Polyline,

    /// <summary>x and y of each corner.</summary>
    Polygon,

    /// <summary>columns, rows.</summary>
    Grid,

    /// <summary>x, y, size, <see cref="Anchor"/>.</summary>
    Text,

    /// <summary>width, height: not a shape but the picture's size, which begins a frame of a <see
    /// cref="Film"/>.</summary>
    Size,
}

/// <summary>A shape as data; equal ones are interchangeable.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Paint">Its colour and opacity.</param>
/// <param name="Numbers">As its kind has them, in units; a thickness of 0 is a hairline.</param>
/// <param name="Words">Of a text; else empty.</param>
internal sealed record DrawnShape(ShapeKind Kind, ShapeColor Paint, double[] Numbers, string Words)
{
    /// <summary>Parts of the longer side that are distinguished: a fifth of a pixel of the largest picture.</summary>
    const double Resolution = 5000;

    /// <summary>The size of a picture.</summary>
    public static DrawnShape OfSize(double width, double height) => new(ShapeKind.Size, default, [width, height], "");

    public bool Equals(DrawnShape? other) => other is not null && Kind == other.Kind && Paint == other.Paint && Words == other.Words
        && Numbers.AsSpan().SequenceEqual(other.Numbers);

    public override int GetHashCode()
    {
        HashCode hash = new();
        hash.Add(Kind);
        hash.Add(Paint);
        hash.Add(Words);
        foreach (var number in Numbers)
            hash.Add(number);
        return hash.ToHashCode();
    }

    /// <summary>The shape on a picture of this size: with its text size, and with as many decimals as can be
    /// seen.</summary>
    public DrawnShape Placed(double width, double height)
    {
        var decimals = Math.Clamp((int)Math.Ceiling(Math.Log10(Resolution / Math.Max(width, height))), 0, 15);
        var placed = Array.ConvertAll(Numbers, number => Math.Round(number, decimals) + 0.0);
        if (Kind == ShapeKind.Text && Numbers[2] == 0)
            placed[2] = Math.Round(Math.Min(width, height) / 20, decimals);
        return this with { Numbers = placed };
    }

    /// <summary>A text with spaces in place of what is not shown, and with what no document may contain
    /// replaced.</summary>
    public static string Shown(string text)
    {
        Span<char> shown = new char[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i])
                ? i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])
                : i > 0 && char.IsHighSurrogate(text[i - 1]);
            shown[i] = char.IsControl(text[i]) ? ' '
                : char.IsSurrogate(text[i]) && !isPair || text[i] is '\uFFFE' or '\uFFFF' ? '\uFFFD'
                : text[i];
        }
        return new(shown);
    }
}
