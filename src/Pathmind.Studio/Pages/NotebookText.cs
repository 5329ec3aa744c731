using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pathmind.Studios.Pages;

/// <summary>The cells of a notebook file, to be read.</summary>
internal static class NotebookText
{
    /// <summary>The code of its cells, each below its number; the text as it is if it is not a notebook.</summary>
    public static string Of(string json)
    {
        try
        {
            var cells = JsonNode.Parse(json)?["cells"] as JsonArray ?? [];
            return string.Join("\n\n", cells.Where(cell => cell?["cell_type"]?.GetValue<string>() == "code")
                .Select((cell, index) => $"// In [{index + 1}]\n{Text(cell!["source"])}"));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return json;
        }
    }

    static string Text(JsonNode? source) => source is JsonArray lines ? string.Concat(lines.Select(line => $"{line}")) : $"{source}";
}
