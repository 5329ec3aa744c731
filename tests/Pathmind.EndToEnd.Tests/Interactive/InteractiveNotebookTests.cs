using System.Text.Json.Nodes;

namespace Pathmind.Tests;

/// <summary>Every notebook, unchanged but for the feed, in Jupyter with the kernel of .NET Interactive.</summary>
[Collection(nameof(InteractiveTool))]
public sealed class InteractiveNotebookTests(InteractiveTool tool)
{
    const string Html = "text/html";

    public static TheoryData<string> All => NotebookTests.All;

    [Theory]
    [MemberData(nameof(All))]
    public void It_runs_and_shows_something_wherever_it_does_in_our_kernel(string name)
    {
        InteractiveTool.Require(alsoJupyter: true);
        File.WriteAllText(Path.Combine(tool.Folder, name), WithFeed(name));
        NotebookFile committed = new(Path.Combine(NotebookFile.Committed, name));
        var executed = tool.Jupyter.Execute(tool.Folder, name, InteractiveTool.Kernel);
        var outputs = executed.Cells.SelectMany(cell => cell.Outputs).ToArray();
        Assert.All(outputs, output => Assert.True(
            output.Kind is "display_data" or "execute_result", $"{output.Kind} in {name}: {string.Concat(output.Forms.Values)}"));
        Assert.Contains(outputs, output => output.Forms.TryGetValue(Html, out var html)
            && html.Contains("<table", StringComparison.Ordinal));
        Assert.Contains(outputs, output => output.Forms.ContainsKey("image/svg+xml"));
        Assert.All(committed.Cells.Zip(executed.Cells),
            pair => Assert.True(pair.First.Outputs.Count == 0 || pair.Second.Outputs.Count > 0, pair.Second.Source));
        Assert.DoesNotContain("ReadOnlyList", string.Concat(outputs.SelectMany(output => output.Forms.Values)));
    }

    /// <summary>The notebook with a line that names the folder of the package, above its first line of code.</summary>
    string WithFeed(string name)
    {
        var notebook = JsonNode.Parse(File.ReadAllText(Path.Combine(NotebookFile.Committed, name)))!;
        var first = notebook["cells"]!.AsArray().First(cell => (string?)cell!["cell_type"] == "code")!;
        var lines = first["source"] is JsonArray array ? array.DeepClone().AsArray() : [first["source"]!.DeepClone()];
        lines.Insert(0, $"#i \"nuget:{tool.Feed}\"\n");
        first["source"] = lines;
        return notebook.ToJsonString();
    }
}
