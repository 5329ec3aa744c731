using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Commands;

namespace Pathmind.Notebook.Scripts;

/// <summary>The C# of a notebook file.</summary>
internal static class NotebookCells
{
    /// <summary>Its code cells from top to bottom, without their magics; cells of another language are left
    /// out.</summary>
    /// <param name="json">Text of the file (nbformat 4).</param>
    /// <param name="path">For messages.</param>
    /// <exception cref="ScriptException">It is not a notebook.</exception>
    public static IReadOnlyList<string> Read(string json, string path)
    {
        try
        {
            var cells = JsonNode.Parse(json)?["cells"] as JsonArray ?? throw new JsonException("it has no list of cells");
            return
            [
                .. cells.Where(cell => cell?["cell_type"]?.GetValue<string>() == "code").Select(cell => Text(cell!["source"]))
                    .Where(text => !IsForeign(text)).Select(text => MagicCell.Parse(text)).Where(cell => cell.HasCode)
                    .Select(cell => cell.Code),
            ];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new ScriptException($"{path} is not a notebook: {exception.Message}", exception);
        }
    }

    /// <summary>A text, or a list of lines.</summary>
    static string Text(JsonNode? source) =>
        source is JsonArray lines ? string.Concat(lines.Select(line => line!.GetValue<string>())) : source?.GetValue<string>() ?? "";

    /// <summary>Whether a cell names, in its first line, another language or a program: <c>#!html</c>,
    /// <c>!ls</c>.</summary>
    static bool IsForeign(string text) => text.TrimStart() is var start && (start.StartsWith('!')
        || start.StartsWith("#!", StringComparison.Ordinal) && !start.StartsWith("#!csharp", StringComparison.Ordinal));
}
