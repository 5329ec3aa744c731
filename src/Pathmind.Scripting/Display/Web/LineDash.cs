namespace Pathmind.Displays;

/// <summary>How a line is interrupted; the names are Plotly's.</summary>
internal enum LineDash
{
    /// <summary>Not interrupted.</summary>
    Solid,

    /// <summary>Dashes.</summary>
    Dash,

    /// <summary>Dots.</summary>
    Dot,

    /// <summary>Dashes and dots in turn.</summary>
    DashDot,
}
