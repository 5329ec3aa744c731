namespace Pathmind.Displays;

/// <summary>Dash pattern of a line; the names are Plotly's.</summary>
internal enum LineDash
{
    /// <summary>An unbroken line.</summary>
    Solid,

    /// <summary>A line of dashes.</summary>
    Dash,

    /// <summary>A line of dots.</summary>
    Dot,

    /// <summary>A line of alternating dashes and dots.</summary>
    DashDot,
}
