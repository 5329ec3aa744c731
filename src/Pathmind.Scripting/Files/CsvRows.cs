using System.Text;

namespace Pathmind.Files;

/// <summary>Reads the CSV files that <see cref="CsvFile"/> writes, and others like them: RFC 4180, with CRLF or
/// LF.</summary>
internal static class CsvRows
{
    /// <summary>The rows, the header among them, one after the other.</summary>
    /// <exception cref="FormatException">Quotes are opened and not closed.</exception>
    public static IEnumerable<string[]> Read(TextReader reader)
    {
        List<string> row = [];
        StringBuilder field = new();
        var isQuoted = false;
        for (int next; (next = reader.Read()) >= 0;)
        {
            var character = (char)next;
            if (isQuoted && character == '"' && reader.Peek() != '"')
                isQuoted = false;
            else if (isQuoted)
                field.Append(character == '"' ? (char)reader.Read() : character);
            else if (character == '"' && field.Length == 0)
                isQuoted = true;
            else if (character is ',' or '\n')
            {
                row.Add(field.ToString());
                field.Clear();
                if (character == ',')
                    continue;
                yield return [.. row];
                row.Clear();
            }
            else if (character != '\r' || reader.Peek() != '\n')
                field.Append(character);
        }
        if (isQuoted)
            throw new FormatException("quotes are opened and not closed");
        if (row.Count > 0 || field.Length > 0)
            yield return [.. row, field.ToString()];
    }
}
