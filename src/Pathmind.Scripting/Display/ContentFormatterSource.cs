using System.Diagnostics.CodeAnalysis;

namespace Pathmind.Displays;

/// <summary>The formatters of <see cref="DisplayContent"/> and <see cref="IDisplayable"/>, in the form that .NET Interactive looks for.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Called by reflection, on an instance.")]
[SuppressMessage("Performance", "CA1812", Justification = "Made by reflection.")]
internal sealed class ContentFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() => [new ContentFormatter(MimeBundle.Html, content => content.ToHtml()), new ContentFormatter(MimeBundle.Text, content => content.ToString())];
}
