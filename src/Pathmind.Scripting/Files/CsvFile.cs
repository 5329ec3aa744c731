using System.Globalization;
using System.Text;

namespace Pathmind.Files;

/// <summary>Writes a CSV file as RFC 4180 requires: commas, CRLF, quotes around what has a comma, a quote or a line
/// break; UTF-8 without byte order mark, numbers with a decimal point in every culture. A text that begins like a
/// formula is written as it is.</summary>
internal sealed class CsvFile(Stream stream) : IDisposable
{
    const string LineEnd = "\r\n";

    static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");

    readonly StreamWriter writer =
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true);
    bool isFirst = true;

    public void Field(string? text)
    {
        if (!isFirst)
            writer.Write(',');
        isFirst = false;
        if (text.AsSpan().ContainsAny(Special))
            writer.Write($"\"{text!.Replace("\"", "\"\"")}\"");
        else
            writer.Write(text);
    }

    /// <summary>The shortest text that reads back as the same number; empty for null.</summary>
    public void Field<T>(T? number)
        where T : struct, IFormattable => Field(number?.ToString(null, CultureInfo.InvariantCulture));

    public void EndRow()
    {
        writer.Write(LineEnd);
        isFirst = true;
    }

    /// <summary>Writes what is left; the stream stays open.</summary>
    public void Dispose() => writer.Dispose();
}
