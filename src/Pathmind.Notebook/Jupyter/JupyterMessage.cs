using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pathmind.Notebook.Jupyter;

/// <summary>A message that came, its signature checked.</summary>
/// <param name="Identities">Frames before the delimiter: who sent it.</param>
/// <param name="Header">The header as it came: the parent of all replies.</param>
/// <param name="Content">What it asks.</param>
internal sealed record JupyterMessage(IReadOnlyList<byte[]> Identities, JsonElement Header, JsonElement Content)
{
    public string Type { get; } = Header.TryGetProperty("msg_type", out var type) && type.ValueKind == JsonValueKind.String
        ? type.GetString()! : "";

    /// <summary>Time of arrival.</summary>
    public long Arrived { get; } = TimeProvider.System.GetTimestamp();

    /// <summary>The property's text, or <paramref name="otherwise"/>.</summary>
    public string Text(string name, string otherwise = "") =>
        Content.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : otherwise;

    /// <summary>The property's truth value, or <paramref name="otherwise"/>.</summary>
    public bool Is(string name, bool otherwise = false) =>
        Content.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? value.GetBoolean()
        : otherwise;

    /// <summary>The property's whole number, or <paramref name="otherwise"/>.</summary>
    public int Number(string name, int otherwise = 0) => Content.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : otherwise;

    /// <summary>An object without members.</summary>
    public static JsonObject Empty => [];
}
