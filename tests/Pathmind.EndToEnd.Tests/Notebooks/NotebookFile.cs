using System.Text.Json;

namespace Pathmind.Tests;

/// <summary>A notebook, as far as its tests look at it.</summary>
internal sealed class NotebookFile
{
    readonly JsonElement root;

    public NotebookFile(string path)
    {
        Text = File.ReadAllText(path);
        root = JsonDocument.Parse(Text).RootElement;
        Cells = [.. root.GetProperty("cells").EnumerateArray().Where(cell => cell.GetProperty("cell_type").GetString() == "code")
            .Select(NotebookCell.Of)];
    }

    /// <summary>Folder of the notebooks as they are committed.</summary>
    public static string Committed => Path.Combine(Repository.Root, "notebooks");

    public string Text { get; }

    /// <summary>Cells of code.</summary>
    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <summary>The kernel that a front end starts for it.</summary>
    public string? Kernel => root.GetProperty("metadata").GetProperty("kernelspec").GetProperty("name").GetString();
}

/// <summary>A cell of code.</summary>
/// <param name="Source">The code.</param>
/// <param name="Count">In which place it was executed; null if never.</param>
/// <param name="Outputs">In order.</param>
internal sealed record NotebookCell(string Source, int? Count, IReadOnlyList<NotebookOutput> Outputs)
{
    public static NotebookCell Of(JsonElement cell) => new(
        NotebookOutput.Joined(cell.GetProperty("source")),
        cell.GetProperty("execution_count") is { ValueKind: JsonValueKind.Number } count ? count.GetInt32() : null,
        [.. cell.GetProperty("outputs").EnumerateArray().Select(NotebookOutput.Of)]);
}

/// <summary>An output of a cell.</summary>
/// <param name="Kind"><c>display_data</c>, <c>execute_result</c>, <c>stream</c> or <c>error</c>.</param>
/// <param name="Forms">MIME type → text; empty for streams and errors.</param>
internal sealed record NotebookOutput(string Kind, IReadOnlyDictionary<string, string> Forms)
{
    public static NotebookOutput Of(JsonElement output) => new(
        output.GetProperty("output_type").GetString()!,
        output.TryGetProperty("data", out var data)
        ? data.EnumerateObject().ToDictionary(form => form.Name, form => Joined(form.Value))
        : output.TryGetProperty("text", out var text) ? new() { ["text/plain"] = Joined(text) } : []);

    /// <summary>Texts are stored as a string or as its lines; JSON as it is.</summary>
    public static string Joined(JsonElement text) => text.ValueKind switch
    {
        JsonValueKind.String => text.GetString()!,
        JsonValueKind.Array => string.Concat(text.EnumerateArray().Select(line => line.GetString())),
        _ => text.GetRawText(),
    };
}
