using Pathmind.Displays;

namespace Pathmind;

/// <summary>Something to be shown, as data: a <see cref="Table"/>, a <see cref="LinePlot"/>, a <see cref="ProgressReport"/>, a
/// <see cref="TextLine"/>, or <see cref="Several"/> of them. How it looks is the display's affair.</summary>
public abstract record DisplayContent
{
    private protected DisplayContent()
    {
    }

    /// <summary>Plain text, 120 characters wide, without colours and without a line feed at the end.</summary>
    public sealed override string ToString() => ToText(width: 120);

    /// <summary>Plain text without colours, with no line longer than <paramref name="width"/> characters; at least 20.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 20.</exception>
    public string ToText(int width) => TextRenderer.Render(this, width).TrimEnd('\n');

    /// <summary>HTML that needs no script and no network, and is readable on light and on dark pages.</summary>
    public string ToHtml() => HtmlRenderer.Render(this);
}
