using Pathmind.Scripts;

namespace Pathmind.Tests;

/// <summary>The bar | marks the position.</summary>
public sealed class CompletionTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-completion-").FullName;
    readonly ScriptSession session;

    public CompletionTests() => session = new(new() { Folder = folder });

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("Console.Wri|", "WriteLine", "method")]
    [InlineData("Math.P|", "PI", "field")]
    [InlineData("\"text\".Len|", "Length", "property")]
    [InlineData("new List<int>().Wh|", "Where", "method")]           // an extension method
    [InlineData("var number = 5;\nnum|", "number", "variable")]
    [InlineData("void F(int count) { cou| }", "count", "parameter")]
    [InlineData("System.Col|", "Collections", "namespace")]
    [InlineData("using System.Te|", "Text", "namespace")]
    [InlineData("whi|", "while", "keyword")]
    [InlineData("Simul|", "Simulation", "class")]
    [InlineData("DayOfWeek.Mon|", "Monday", "enum member")]
    [InlineData("\"a\"?.Leng|", "Length", "property")]
    [InlineData("$\"{Math.P|}\"", "PI", "field")]
    [InlineData("foreach (var c in \"abc\") { c.CompareT| }", "CompareTo", "method")]
    [InlineData("#r \"nuget: Some.Package, 1.0\"\nArg|", "Args", "property")]
    public void Names_that_can_stand_at_the_position_are_offered(string marked, string expected, string kind) =>
        Assert.Contains(new(expected, kind), Complete(marked).Candidates);

    [Theory]
    [InlineData("\"text\".|", "WriteLine", "IsNullOrEmpty", "while")]       // neither other types' members, nor static ones, nor keywords
    [InlineData("string.|", "Length", "Trim", "while")]
    [InlineData("Console.Re|", "WriteLine")]
    [InlineData("System.Text.StringBuilder.Append|", "AppendInterpolatedStringHandler")]    // meant for the compiler only
    public void Names_that_cannot_stand_there_are_not(string marked, params string[] unexpected) =>
        Assert.Empty(Complete(marked).Candidates.Select(candidate => candidate.Text).Intersect(unexpected));

    [Theory]
    [InlineData("// Cons|")]
    [InlineData("var s = \"Cons|\";")]
    [InlineData("12|")]
    public void Comments_strings_and_numbers_get_no_candidates(string marked) => Assert.Empty(Complete(marked).Candidates);

    [Fact]
    public async Task Earlier_submissions_are_known()
    {
        await session.RunAsync("class Warehouse { public int Stock; }\nvar warehouse = new Warehouse(); int Twice(int x) => 2 * x;", "In [1]");
        Assert.Contains(new("warehouse", "variable"), Complete("ware|").Candidates);
        Assert.Contains(new("Warehouse", "class"), Complete("ware|").Candidates);
        Assert.Contains(new("Stock", "field"), Complete("warehouse.|").Candidates);
        Assert.Contains(new("Twice", "method"), Complete("Console.Write(Tw|)").Candidates);
    }

    [Fact]
    public void The_candidates_replace_the_name_before_the_position()
    {
        var completions = Complete("var x = Console.wri|");
        Assert.Equal((16, 19), (completions.Start, completions.End));
        Assert.Equal("Write", completions.Candidates[0].Text);       // whatever the case
    }

    [Fact]
    public async Task Of_two_names_that_differ_by_their_case_the_one_as_typed_comes_first()
    {
        await session.RunAsync("var total = 1; var Total = 2;", "In [1]");
        Assert.Equal("total", Complete("tot|").Candidates[0].Text);
        Assert.Equal("Total", Complete("Tot|").Candidates[0].Text);
    }

    [Fact]
    public void Paths_of_directives_are_files_and_folders()
    {
        Directory.CreateDirectory(Path.Combine(folder, "more"));
        foreach (var file in new[] { "model.csx", "model.dll", "model.txt", "more/inner.csx" })
            File.WriteAllText(Path.Combine(folder, file), "");
        Assert.Equal(["model.csx", "more/"], Complete("#load \"mo|").Candidates.Select(candidate => candidate.Text));
        Assert.Equal(["model.dll", "more/"], Complete("#r \"mo|").Candidates.Select(candidate => candidate.Text));
        var inner = Complete("var x = 1;\n#load \"more/|");
        Assert.Equal(("inner.csx", 23), (Assert.Single(inner.Candidates).Text, inner.Start));
    }

    ScriptCompletions Complete(string marked)
    {
        var position = marked.IndexOf('|', StringComparison.Ordinal);
        return session.Complete(marked.Remove(position, 1), position);
    }
}
