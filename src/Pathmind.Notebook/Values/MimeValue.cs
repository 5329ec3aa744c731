namespace Pathmind;

/// <summary>A text (PNG: base64) that a notebook shows as its MIME type says; a console shows the text.</summary>
/// <param name="MimeType">Such as text/html.</param>
/// <param name="Text">In the form of the type.</param>
public sealed record MimeValue(string MimeType, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => MimeType == "image/png" ? $"image/png, {Text.Length} base64 characters" : Text;
}
