using Pathmind.Displays;

namespace Pathmind;

/// <summary>Something to be shown, as data: a <see cref="Table"/>, a <see cref="LinePlot"/>, <see cref="BarPlot"/>,
/// <see cref="IntervalPlot"/> or <see cref="PlotGrid"/>, a <see cref="ProgressReport"/>, a <see cref="Replay"/>, a
/// <see cref="TextLine"/>, or <see cref="ContentList"/> of them. Displays decide how it is rendered.</summary>
public abstract record DisplayContent
{
    private protected DisplayContent()
    {
    }

    /// <summary>Width of text in characters where no terminal gives one.</summary>
    internal const int DefaultWidth = 120;

    /// <summary>Plain text, without colours and without a line feed at the end: as wide as the terminal if the
    /// program's output is one, else 120 characters.</summary>
    public sealed override string ToString() => ToText(ConsoleDisplay.TerminalWidth ?? DefaultWidth);

    /// <summary>Plain text without colours, with no line longer than <paramref name="width"/> characters; at least
    /// 20.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 20.</exception>
    public string ToText(int width) => TextRenderer.Render(this, width).TrimEnd('\n');

    /// <summary>HTML that needs no script (except to play a <see cref="Replay"/>) and no network, and is readable on
    /// light and on dark pages.</summary>
    public string ToHtml() => HtmlRenderer.Render(this);

    /// <summary>All forms of the content by MIME type, for front ends that choose: plain text and <c>text/html</c>
    /// always; a plot also as <c>image/svg+xml</c> and as a Plotly figure
    /// (<c>application/vnd.plotly.v1+json</c>).</summary>
    /// <remarks>The HTML of a plot is an image with the SVG inside: pages that show other people's notebooks strip SVG
    /// elements, but not images.</remarks>
    public IReadOnlyDictionary<string, string> ToBundle() => MimeBundle.Of(this);
}

/// <summary>A line of text.</summary>
public sealed record TextLine(string Text) : DisplayContent;

/// <summary>Contents shown one below the other.</summary>
public sealed record ContentList : DisplayContent
{
    /// <summary>Contents from top to bottom.</summary>
    public ContentList(params DisplayContent[] parts) => Parts = [.. parts];

    /// <summary>Contents from top to bottom.</summary>
    public IReadOnlyList<DisplayContent> Parts { get; }
}

/// <summary>A result that can be shown: a notebook shows what <see cref="ToDisplay"/> returns.</summary>
public interface IDisplayable
{
    /// <summary>Makes the tables and plots that show this result.</summary>
    DisplayContent ToDisplay();
}
