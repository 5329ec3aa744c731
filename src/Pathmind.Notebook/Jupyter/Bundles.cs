using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pathmind.Notebook.Jupyter;

/// <summary>MIME bundles as Jupyter writes them: text as text, JSON types as JSON.</summary>
internal static class Bundles
{
    public static JsonObject ToJson(IReadOnlyDictionary<string, string> bundle)
    {
        JsonObject data = [];
        foreach (var (type, text) in bundle)
            data[type] = IsJson(type) ? Parse(text) : text;
        return data;
    }

    static bool IsJson(string type) => type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal);

    static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;                                                 // shown as it is rather than lost
        }
    }
}
