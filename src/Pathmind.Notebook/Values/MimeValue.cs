namespace Pathmind;

/// <summary>A text (PNG: base64) that a notebook renders by its MIME type; a console shows the text.</summary>
/// <param name="MimeType">Such as text/html.</param>
/// <param name="Text">The content in that type.</param>
public sealed record MimeValue(string MimeType, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => MimeType == "image/png" ? $"image/png, {Text.Length} base64 characters" : Text;
}
