using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pathmind.Notebook.Jupyter;

/// <summary>A message that came, its signature checked.</summary>
/// <param name="Identities">Frames before the delimiter: who sent it.</param>
/// <param name="Header">As it came, to be the parent of all that answers it.</param>
/// <param name="Content">What it asks.</param>
internal sealed record JupyterMessage(IReadOnlyList<byte[]> Identities, JsonElement Header, JsonElement Content)
{
    public string Type { get; } = Header.TryGetProperty("msg_type", out var type) && type.ValueKind == JsonValueKind.String
        ? type.GetString()! : "";

    /// <summary>When it came.</summary>
    public long Arrived { get; } = TimeProvider.System.GetTimestamp();

    /// <summary>Text of the content; the other one if it is not there.</summary>
    public string Text(string name, string otherwise = "") =>
        Content.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : otherwise;

    /// <summary>Whether the content says so; the other one if it says nothing.</summary>
    public bool Is(string name, bool otherwise = false) =>
        Content.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? value.GetBoolean()
        : otherwise;

    /// <summary>Whole number of the content; the other one if there is none.</summary>
    public int Number(string name, int otherwise = 0) => Content.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : otherwise;

    /// <summary>An object without members.</summary>
    public static JsonObject Empty => [];
}
