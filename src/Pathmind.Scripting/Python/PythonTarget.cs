using System.Text;
using System.Text.Json;

namespace Pathmind.Pythons;

/// <summary>What is to be run in Python.</summary>
/// <param name="Name">For people: of the environment, or of the class or the file.</param>
/// <param name="Environment">Of gymnasium.make, or <c>module:Name</c>; null for a file.</param>
/// <param name="File">Path of a Python file; null for an environment.</param>
/// <param name="Class">In the file or the module; null for the last one that the file declares.</param>
internal sealed record PythonTarget(string Name, string? Environment, string? File, string? Class)
{
    /// <summary>The target as the Python side reads it.</summary>
    public string ToJson(string? arguments)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            foreach (var (key, value) in new[] { ("environment", Environment), ("file", File), ("class", Class), ("arguments", arguments) })
                if (value is not null)
                    json.WriteString(key, value);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
