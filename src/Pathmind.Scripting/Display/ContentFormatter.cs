namespace Pathmind.Displays;

/// <summary>Writes a content, or the content of a result, in one form. .NET Interactive finds MimeType and Format by their names.</summary>
internal sealed class ContentFormatter(string mimeType, Func<DisplayContent, string> write)
{
    public string MimeType => mimeType;

    /// <summary>Whether it was written; false for what is no content.</summary>
    public bool Format(object value, TextWriter writer)
    {
        if ((value as DisplayContent ?? (value as IDisplayable)?.ToDisplay()) is not { } content)
            return false;
        writer.Write(write(content));
        return true;
    }
}
