using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pathmind.Server.Documents;

/// <summary>Pieces of JSON documents.</summary>
internal static class DocumentJson
{
    /// <summary>Names stay readable: no document is put into HTML as it is.</summary>
    public static JsonSerializerOptions Readable { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);

    /// <summary>A bound of an action; null where there is none, since JSON has no infinity.</summary>
    public static JsonNode? Bound(float bound) => float.IsFinite(bound) ? bound : null;
}
