namespace Pathmind.Tests;

/// <summary>Help, version, completions.</summary>
public sealed class HelpTests : ToolFolder
{
    [Fact]
    public void Without_a_word_it_says_what_it_can_do()
    {
        var text = Run().Succeeded();
        Assert.Contains("pathmind FILE.csx [arguments] runs a script", text);
        foreach (var command in new[] { "train", "run", "compare", "importance", "policies", "simulations", "new", "jupyter", "kernel" })
            Assert.Matches($@"\n  {command} ", text);
        Assert.Equal(text, Run("--help").Succeeded());
    }

    [Fact]
    public void Its_version_is_the_kit_s() => Assert.StartsWith("0.1.0", Run("--version").Succeeded(), StringComparison.Ordinal);

    [Fact]
    public void Help_of_a_command_names_its_options_once()
    {
        var text = Run("train", "--help").Succeeded();
        Assert.Contains("Usage:\n  pathmind train <FILE> [<SIMULATION>] [options]", text);
        Assert.Single(text.Split('\n'), line => line.Contains("--help"));
    }

    [Theory]
    [InlineData("tr", "train")]
    [InlineData("train mou", "mouse.csx")]
    [InlineData("train mouse.csx --se", "--seed")]
    [InlineData("mou", "mouse.csx")]
    [InlineData("run mouse.csx --policy pol", "policies/")]
    [InlineData("jupyter inst", "install")]
    public void Completion_continues_what_is_written(string written, string expected)
    {
        Write("mouse.csx", "");
        Directory.CreateDirectory(PathOf("policies"));
        Assert.Contains(expected, Run($"[suggest:{written.Length}]", written).Succeeded().Split('\n'));
    }
}
