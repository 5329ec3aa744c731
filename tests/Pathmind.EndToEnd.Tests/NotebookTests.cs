using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pathmind.Tests;

/// <summary>The notebooks run in a real Jupyter, in a fresh clone, with the kernel that this build makes; and they are committed with the outputs that they promise.</summary>
[Collection(nameof(FreshClone))]
public sealed partial class NotebookTests(FreshClone clone)
{
    const string Svg = "image/svg+xml";

    public static TheoryData<string, string> Notebooks => new()
    {
        { "1-mouse-and-cheese", "│ trained │ 0.6 ± 0 │" },
        { "2-three-mice", "│ trained │ 2 ± 0 │" },
        { "3-inventory", "│ relaxed │" },
        { "4-your-own-policy", "│ trained │ 500 ± 0 │" },
    };

    [Fact]
    public void No_notebook_is_forgotten() => Assert.Equal(
        Notebooks.Select(row => row.Data.Item1),
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb").Select(file => Path.GetFileNameWithoutExtension(file)!).Order());

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void It_runs_in_Jupyter_without_an_error_and_shows_its_plot_and_its_table(string notebook, string row)
    {
        clone.Run($"""
            test -d kernel || (dotnet build src/Pathmind.Tool -v q && dotnet src/Pathmind.Tool/bin/Debug/net10.0/pathmind.dll jupyter install --prefix kernel)
            cd notebooks
            JUPYTER_PATH=$PWD/../kernel/share/jupyter /usr/bin/jupyter-nbconvert --to notebook --execute --output executed {notebook}.ipynb
            """).Succeeded();
        Check(clone.PathOf("notebooks/executed.ipynb"), row);
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void It_is_committed_with_its_outputs(string notebook, string row) => Check(Path.Combine(Repository.Root, "notebooks", $"{notebook}.ipynb"), row);

    /// <summary>Every cell ran, none failed, and among the outputs are a picture and the row of a table.</summary>
    static void Check(string file, string row)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var cells = json.RootElement.GetProperty("cells").EnumerateArray().Where(cell => cell.GetProperty("cell_type").GetString() == "code").ToArray();
        Assert.StartsWith("#r \"nuget: Pathmind.Scripting\"", Text(cells[0].GetProperty("source")));
        Assert.All(cells, cell => Assert.NotEqual(JsonValueKind.Null, cell.GetProperty("execution_count").ValueKind));
        var outputs = cells.SelectMany(cell => cell.GetProperty("outputs").EnumerateArray()).ToArray();
        Assert.DoesNotContain(outputs, output => output.GetProperty("output_type").GetString() == "error");
        Assert.Contains(outputs, output => output.TryGetProperty("data", out var data) && data.TryGetProperty(Svg, out var svg) && Text(svg).Contains("<path"));
        var tables = outputs.Where(output => output.TryGetProperty("data", out var data) && data.TryGetProperty("text/html", out _)).Select(output => Blanks().Replace(Text(output.GetProperty("data").GetProperty("text/plain")), " ")).ToArray();
        Assert.True(tables.Any(table => table.Contains(row)), string.Join('\n', tables));
    }

    /// <summary>A text, or lines of it.</summary>
    static string Text(JsonElement element) => element.ValueKind == JsonValueKind.Array ? string.Concat(element.EnumerateArray().Select(line => line.GetString())) : element.GetString()!;

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}
