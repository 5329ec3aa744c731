using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Files;

namespace Pathmind.Policies;

/// <summary>Fields of a policy's documents as JSON.</summary>
internal static class PolicyJson
{
    /// <summary>Indented, and letters stay readable: no document is put into HTML as it is.</summary>
    public static JsonSerializerOptions Readable { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>The JSON of mappings, lists, texts, numbers and truth values. A number that is not finite becomes null,
    /// since JSON has no infinity.</summary>
    public static JsonNode? Node(object value) => value switch
    {
        OrderedDictionary<string, object> fields =>
            new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, Node(field.Value)))),
        string text => text,
        bool truth => truth,
        int number => number,
        float number => float.IsFinite(number) ? number : null,
        IEnumerable list => new JsonArray([.. list.Cast<object>().Select(Node)]),
        _ => throw new ArgumentException($"A {value.GetType().Name} is not written as JSON."),
    };

    /// <summary>The same as a text in one line.</summary>
    public static string Text(object value) =>
        JsonText.Of(writer => Node(value)!.WriteTo(writer), new() { Encoder = Readable.Encoder });
}
