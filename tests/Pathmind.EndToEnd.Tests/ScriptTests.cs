namespace Pathmind.Tests;

/// <summary>Every script runs from a fresh clone with the SDK alone, and prints what it promises.</summary>
[Collection(nameof(FreshClone))]
public sealed class ScriptTests(FreshClone clone)
{
    [Fact]
    public void The_mouse_finds_the_cheese_in_8_steps()
    {
        File.Delete(clone.PathOf("output.csv"));
        var printed = Run("mouse");
        Assert.Contains("found_cheese", printed);
        var rows = File.ReadAllLines(clone.PathOf("output.csv"));
        Assert.Equal(1 + 8, rows.Length);                                    // the header, and a row a step
        Assert.True(File.Exists(clone.PathOf("policies/mouse/policy.onnx")));
    }

    [Fact]
    public void Three_mice_find_their_cheeses() => Assert.Contains("ThreeMice", Run("three_mice"));

    [Theory]
    [InlineData("cartpole")]
    [InlineData("pendulum")]
    [InlineData("inventory")]
    [InlineData("job_shop")]
    [InlineData("factory")]
    public void The_script_trains_and_compares(string script) => Assert.Contains("random", Run(script));

    [Fact]
    public void No_script_is_forgotten() => Assert.Equal(
        ["cartpole", "factory", "inventory", "job_shop", "mouse", "pendulum", "three_mice"],
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "scripts"), "*.cs").Select(Path.GetFileNameWithoutExtension).Order());

    string Run(string script) => clone.Run($"dotnet run scripts/{script}.cs").Succeeded();
}
