namespace Pathmind.Tests;

/// <summary>What the pages say is true: their commands and snippets run, in a fresh clone, in the order of the
/// page.</summary>
[Collection(nameof(FreshClone))]
public sealed class ReadmeTests(FreshClone clone)
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/rewards.md")]
    [InlineData("docs/comparing.md")]
    [InlineData("tests/Pathmind.EndToEnd.Tests/data/page.md")]
    public void Every_command_and_snippet_of_the_page_runs(string page)
    {
        foreach (var block in MarkdownBlock.Of(File.ReadAllText(clone.PathOf(page))))
            Run(block, page);
    }

    [Fact]
    public void A_snippet_that_does_not_compile_is_noticed() =>
        Assert.NotEqual(0, RunApp("_ = new NoSuchSimulation();\n").ExitCode);

    void Run(MarkdownBlock block, string page)
    {
        if (block.File is not null)
        {
            File.WriteAllText(clone.PathOf(block.File), block.Code);
            return;
        }
        var result = block.Language == "bash"
            ? clone.Run(block.Code)
            : RunApp(block.AsApp(block.With is null ? null : File.ReadAllText(clone.PathOf(block.With))));
        Assert.True(result.ExitCode == 0, $"{page}, line {block.Line}:\n{block.Code}\n{result.Output}\nexit code {result.ExitCode}");
    }

    ShellResult RunApp(string code)
    {
        File.WriteAllText(clone.PathOf("scripts/snippet.cs"), code);
        return clone.Run("dotnet run scripts/snippet.cs");
    }
}
