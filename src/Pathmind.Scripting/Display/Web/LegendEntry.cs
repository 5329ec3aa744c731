namespace Pathmind.Displays;

/// <summary>A line or an area of a plot, and its name.</summary>
internal sealed record LegendEntry(string Name, string Color)
{
    /// <summary>Whether it is drawn as an area: a band, bars.</summary>
    public bool IsArea { get; init; }

    /// <summary>Whether it is drawn as a point: the series has points that no line joins.</summary>
    public bool IsPoint { get; init; }

    /// <summary>Whether it is text alone, without a mark.</summary>
    public bool IsNote { get; init; }

    /// <summary>How the line is interrupted.</summary>
    public LineDash Dash { get; init; }

    /// <summary>Opacity of the area, in (0, 1].</summary>
    public double Opacity { get; init; } = 1;
}
