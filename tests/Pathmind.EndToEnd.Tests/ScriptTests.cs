using System.Globalization;

namespace Pathmind.Tests;

/// <summary>Every script runs from a fresh clone with the SDK alone, and prints what it promises.</summary>
[Collection(nameof(FreshClone))]
public sealed class ScriptTests(FreshClone clone)
{
    [Fact]
    public void The_mouse_finds_the_cheese_in_8_steps()
    {
        var table = Run("mouse");
        Assert.Contains("found_cheese", table);
        Assert.True(Mean(table, "trained", "steps") <= Mean(table, "random", "steps") / 4, table);       // 8 and about 127
        Assert.Equal(8, StepsOfOutput());
        Assert.True(File.Exists(clone.PathOf("policies/mouse/policy.onnx")));
    }

    /// <remarks>The shortest ways are 8, 3 and 9 moves long; the episode ends with the last mouse.</remarks>
    [Fact]
    public void Three_mice_find_their_cheeses_in_9_steps()
    {
        var table = Run("three_mice");
        Assert.Contains("found_cheese", table);
        Assert.True(Mean(table, "trained", "steps") <= Mean(table, "random", "steps") / 4, table);       // 9 and about 179
        Assert.Equal(9, StepsOfOutput());
    }

    /// <remarks>The margin is about three quarters of the difference that the script shows: rewards of random and
    /// trained stand beside it.</remarks>
    [Theory]
    [InlineData("cartpole", 360)]                                        // 20 → 500
    [InlineData("pendulum", 780)]                                        // -1182 → -138
    [InlineData("inventory", 870)]                                       // -657 → 501
    [InlineData("job_shop", 25)]                                         // -94 → -59
    [InlineData("factory", 3_700)]                                       // -20151 → -15237
    [InlineData("industry/simple_stochastic", 1)]                        // -1 → 0.6
    public void What_the_script_trained_beats_random_by_far(string script, double margin)
    {
        var table = Run(script);
        Assert.True(Mean(table, "trained", "reward") - Mean(table, "random", "reward") >= margin, table);
    }

    [Fact]
    public void No_script_is_forgotten() => Assert.Equal(
        ["cartpole", "factory", "inventory", "job_shop", "mouse", "pendulum", "three_mice"],
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "scripts"), "*.cs").Select(Path.GetFileNameWithoutExtension).Order());

    /// <summary>A mean in the comparison that a script prints: <c>12.5</c> of the cell <c>12.5 ± 0.75</c>. Policies are
    /// the rows of the table of rewards, and the columns of the other numbers.</summary>
    static double Mean(string output, string policy, string column)
    {
        string[][] table =
        [
            .. output[output.IndexOf("the same for each policy", StringComparison.Ordinal)..].Split('\n')
                .Select(line => line.Split('│', StringSplitOptions.TrimEntries)).Where(cells => cells.Length > 2),
        ];
        var (row, place) = column == "reward" ? (policy, column) : (column, policy);
        var header = table.First(cells => cells.Contains(place) && cells[1] != place);
        var cell = table.First(cells => cells[1] == row)[Array.IndexOf(header, place)];
        return double.Parse(cell.Split(' ')[0].Replace('−', '-'), CultureInfo.InvariantCulture);
    }

    /// <summary>Rows below the header of output.csv, one row per step; the file is deleted, so that the next script
    /// writes its own.</summary>
    int StepsOfOutput()
    {
        var rows = File.ReadAllLines(clone.PathOf("output.csv"));
        File.Delete(clone.PathOf("output.csv"));
        return rows.Length - 1;
    }

    string Run(string script) => clone.Run($"dotnet run scripts/{script}.cs").Succeeded();
}
