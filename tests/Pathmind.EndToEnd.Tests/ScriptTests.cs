namespace Pathmind.Tests;

/// <summary>Every script runs from a fresh clone with the SDK alone, and prints what it promises.</summary>
[Collection(nameof(FreshClone))]
public sealed class ScriptTests(FreshClone clone)
{
    [Fact]
    public void The_mouse_finds_the_cheese_in_8_steps()
    {
        Assert.Contains("found_cheese", Run("mouse"));
        Assert.Equal(8, StepsOfOutput());
        Assert.True(File.Exists(clone.PathOf("policies/mouse/policy.onnx")));
    }

    /// <remarks>The shortest ways are 8, 3 and 9 moves long; the episode ends with the last mouse.</remarks>
    [Fact]
    public void Three_mice_find_their_cheeses_in_9_steps()
    {
        Assert.Contains("found_cheese", Run("three_mice"));
        Assert.Equal(9, StepsOfOutput());
    }

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

    /// <summary>Rows below the header of output.csv, a row a step; the file is taken away, so that the next script writes its own.</summary>
    int StepsOfOutput()
    {
        var rows = File.ReadAllLines(clone.PathOf("output.csv"));
        File.Delete(clone.PathOf("output.csv"));
        return rows.Length - 1;
    }

    string Run(string script) => clone.Run($"dotnet run scripts/{script}.cs").Succeeded();
}
