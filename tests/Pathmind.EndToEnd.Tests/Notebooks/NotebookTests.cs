using System.Xml.Linq;

namespace Pathmind.Tests;

/// <summary>Every notebook runs in a fresh kernel, by Jupyter's own nbconvert, and shows what it was committed
/// with.</summary>
[Collection(nameof(InstalledKernel))]
public sealed class NotebookTests(InstalledKernel kernel)
{
    const string Picture = "image/svg+xml", Html = "text/html";

    public static TheoryData<string> All =>
        [.. Directory.EnumerateFiles(NotebookFile.Committed, "*.ipynb").Select(file => Path.GetFileName(file)).Order()];

    [Fact]
    public void There_are_eight() => Assert.Equal(
        [
            "1-mouse-and-cheese.ipynb", "2-three-mice.ipynb", "3-inventory.ipynb", "4-your-own-policy.ipynb", "5-coffee-shop.ipynb",
            "6-supply-chain.ipynb", "7-from-a-rule.ipynb", "8-what-it-must-remember.ipynb",
        ],
        All.Select(row => row.Data));

    [Theory]
    [InlineData("5-coffee-shop", "coffee_shop")]
    [InlineData("6-supply-chain", "supply_chain")]
    public void It_has_the_model_of_the_script(string name, string script)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "scripts", "industry", $"{script}.cs"));
        // scripts have nullable references; cells of .NET Interactive have them only if they say so
        var model = "#nullable enable\n" + text[text.IndexOf("/// <summary>", StringComparison.Ordinal)..].TrimEnd();
        Assert.Contains(new NotebookFile(Path.Combine(NotebookFile.Committed, $"{name}.ipynb")).Cells, cell => cell.Source == model);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void It_was_committed_as_it_came_from_a_fresh_kernel(string name)
    {
        NotebookFile notebook = new(Path.Combine(NotebookFile.Committed, name));
        Assert.Equal("pathmind", notebook.Kernel);
        Assert.StartsWith("#r \"nuget: Pathmind.Scripting\"", notebook.Cells[0].Source, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, notebook.Cells.Count), notebook.Cells.Select(cell => cell.Count ?? 0));
        AssertShowsPlotAndTable(notebook);
        Assert.All(["/tmp/", "/home/", "/root/", "/Users/", "C:\\\\"], path => Assert.DoesNotContain(path, notebook.Text));
        Assert.True(notebook.Text.Length < 1_000_000,
            $"{name} has {notebook.Text.Length:N0} characters: too many for a code-hosting site to show.");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void It_runs_in_a_fresh_kernel_and_shows_the_same_kinds_of_outputs(string name)
    {
        Assert.SkipUnless(File.Exists(JupyterHome.Nbconvert), "Jupyter is not installed.");
        NotebookFile committed = new(Path.Combine(NotebookFile.Committed, name)), executed = kernel.Jupyter.Execute(kernel.Notebooks, name);
        AssertShowsPlotAndTable(executed);
        foreach (var (before, now) in committed.Cells.Zip(executed.Cells))
            Assert.True(Forms(before).SequenceEqual(Forms(now)),
                $"{now.Source}\ncommitted with\n{string.Join('\n', Forms(before))}\nnow shows\n{string.Join('\n', Forms(now))}");
    }

    static void AssertShowsPlotAndTable(NotebookFile notebook)
    {
        var outputs = notebook.Cells.SelectMany(cell => cell.Outputs).ToArray();
        Assert.DoesNotContain(outputs, output => output.Kind == "error");
        Assert.Contains(outputs, output => output.Forms.TryGetValue(Html, out var html)
            && html.Contains("<table", StringComparison.Ordinal));
        var pictures = outputs.Where(output => output.Forms.ContainsKey(Picture)).Select(output => output.Forms[Picture]).ToArray();
        Assert.NotEmpty(pictures);
        Assert.All(pictures, picture => Assert.NotEmpty(XDocument.Parse(picture).Descendants("{http://www.w3.org/2000/svg}path")));
    }

    static IEnumerable<string> Forms(NotebookCell cell) =>
        cell.Outputs.Select(output => $"{output.Kind}: {string.Join(", ", output.Forms.Keys.Order(StringComparer.Ordinal))}");
}
