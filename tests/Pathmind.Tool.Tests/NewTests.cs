using System.Text.Json;
using Pathmind.Commands;

namespace Pathmind.Tests;

/// <summary><c>pathmind new</c>.</summary>
public sealed class NewTests : ToolFolder
{
    [Fact]
    public void The_script_runs_as_it_is_and_what_it_trained_beats_random()
    {
        Run("new", "my-maze").Succeeded();
        var output = Run("my-maze.csx").Succeeded();
        Assert.Contains("MyMaze: no problem found", output);
        double Mean(string policy) =>
            double.Parse(output.Split('\n').Single(line => line.StartsWith($"│ {policy}", StringComparison.Ordinal)).Split('│')[2]
                .Split('±')[0].Replace('−', '-'));
        Assert.True(Mean("trained") > Mean("random") + 5, output);       // 8 steps of at least 8 lead to the cheese: 10 − 0.8
        Assert.True(File.Exists(PathOf("policies/my-maze/policy.onnx")));
    }

    [Fact]
    public void It_is_a_maze_whatever_its_name()
    {
        var script = new Tool.Starter("maze").Script;
        Assert.Contains("class Maze : Simulation", script);
        Assert.DoesNotContain("shop", script, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_notebook_is_one_and_names_the_kernel()
    {
        Run("new", "shop").Succeeded();
        var notebook = JsonDocument.Parse(File.ReadAllText(PathOf("shop.ipynb"))).RootElement;
        Assert.Equal("pathmind", notebook.GetProperty("metadata").GetProperty("kernelspec").GetProperty("name").GetString());
        string[] cells = [.. notebook.GetProperty("cells").EnumerateArray()
            .Select(cell => string.Concat(cell.GetProperty("source").EnumerateArray().Select(line => line.GetString())))];
        Assert.StartsWith("#r \"nuget: Pathmind.Scripting\"", cells[1], StringComparison.Ordinal);
        Assert.Contains("class Shop : Simulation", cells[1]);
        Assert.Equal("%train --steps 30000", cells[2]);
    }

    [Fact]
    public void It_overwrites_only_by_force()
    {
        Write("shop.ipynb", "mine");
        var refused = Run("new", "shop");
        Assert.Equal(
            (2, "shop.ipynb is there already: choose another name, or overwrite with --force.\n"), (refused.ExitCode, refused.Error));
        Assert.Equal("mine", File.ReadAllText(PathOf("shop.ipynb")));
        Assert.False(File.Exists(PathOf("shop.csx")));
        Run("new", "shop", "--force").Succeeded();
        Assert.NotEqual("mine", File.ReadAllText(PathOf("shop.ipynb")));
    }

    [Theory]
    [InlineData("simulation", "class MySimulation : Simulation")]        // names that the kit or the framework has
    [InlineData("action", "class MyAction : Simulation")]
    [InlineData("Console", "class MyConsole : Simulation")]
    [InlineData("board", "class MyBoard : Simulation")]                  // a member of the example
    [InlineData("maze", "class Maze : Simulation")]
    [InlineData("three-mice_2", "class ThreeMice2 : Simulation")]
    public void The_class_has_a_name_of_its_own(string name, string expected) => Assert.Contains(expected, new Tool.Starter(name).Script);

    [Theory]
    [InlineData("")]
    [InlineData("2mice")]
    [InlineData("../mouse")]
    [InlineData("mouse.csx")]
    [InlineData("a b")]
    [InlineData("mouse\n")]
    public void What_is_no_name_is_refused(string name) => Assert.Throws<CommandException>(() => new Tool.Starter(name));
}
