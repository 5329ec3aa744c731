using System.Text.Json;

namespace Pathmind.Tests;

/// <summary><c>pathmind check</c>, and what else the studio calls the tool with.</summary>
public sealed class CheckCommandTests : ToolFolder
{
    [Fact]
    public void A_script_without_a_problem_is_said_to_be_so()
    {
        Write("coin.csx", Coin + "\nthrow new Exception(\"statements do not run\");");
        Assert.Equal("Coin: no problem found\n", Run("check", "coin.csx", "--steps", "100").Succeeded());
    }

    [Fact]
    public void A_problem_is_named_and_the_exit_code_is_1()
    {
        Write("coin.csx", Coin.Replace("? 1 : 0", "? 1 : double.NaN"));
        var result = Run("check", "coin.csx", "--steps", "100");
        Assert.Contains("Coin.Check() finds 1 problem:\n  ✗ ", result.Output);
        Assert.Equal(1, result.ExitCode);
    }

    /// <summary>A tenth of a second does not pay for five walks of 2,000 steps of 20 ms, on any machine.</summary>
    [Fact]
    public void Of_a_slow_simulation_it_is_said_what_was_not_looked_at()
    {
        Write("coin.csx", Coin.Replace("=> step++;", "{ step++; Thread.Sleep(20); }"));
        var output = Run("check", "coin.csx", "--time", "100ms").Succeeded();
        Assert.StartsWith("Coin: no problem found in what was looked at\n", output);
        Assert.Contains("\nNot all was looked at, to save time; --time 1m looks at more:\n  – A step takes ", output);
    }

    [Fact]
    public void Of_a_folder_the_class_is_found_in_its_own_file_and_what_a_simulation_prints_is_no_part_of_the_json()
    {
        Write("coin.cs", Coin.Replace("=> step++;", "{ step++; Console.WriteLine(\"printed\"); }"));
        Write("train.csx", "#load \"coin.cs\"\nnew Coin().Train();");
        Write("notes.csx", "this does not compile");
        var result = Run("check", ".", "--json", "--steps", "100");
        var report = JsonDocument.Parse(result.Succeeded()).RootElement;
        Assert.Equal(("coin.cs", "Coin", 1), (
            report.GetProperty("file").GetString(), report.GetProperty("simulation").GetString(), report.GetProperty("agents").GetInt32()));
        Assert.Equal("side", report.GetProperty("observations")[0].GetString());
        Assert.Contains("printed", result.Error);
    }

    /// <summary>The second part begins at a checkpoint, and makes the rows that the whole training has.</summary>
    [Fact]
    public void A_training_that_was_stopped_and_resumed_has_the_rows_of_one_that_never_stopped()
    {
        Write("coin.csx", Coin);
        Write("options.json", """{ "Steps": 60000, "StopWhenConverged": false, "CheckpointEvery": 2, "Seed": 3 }""");
        string[] arguments = ["train", "coin.csx", "--options", "options.json", "--progress", "json", "--threads", "1"];
        Run([.. arguments, "--out", "whole"]).Succeeded();
        RunWith([], [.. arguments, "--out", "parts"], stopAtFirstLine: true).Succeeded();
        var first = RowsOf("parts").Length;
        Run([.. arguments, "--out", "parts", "--resume"]).Succeeded();
        Assert.InRange(first, 1, RowsOf("whole").Length - 1);
        Assert.Equal(RowsOf("whole"), RowsOf("parts"));
    }

    [Fact]
    public void A_training_that_fails_before_it_has_learnt_says_so_in_its_last_line()
    {
        Write("coin.csx", Coin.Replace("=> step++;", "=> throw new InvalidOperationException(\"empty shelf\");"));
        var result = Run("train", "coin.csx", "--progress", "json");
        var end = JsonDocument.Parse(result.Output.Trim().Split('\n')[^1]).RootElement;
        Assert.Equal(("end", "Failed"), (end.GetProperty("event").GetString(), end.GetProperty("stop").GetString()));
        Assert.Contains("empty shelf", end.GetProperty("message").GetString());
        Assert.Equal(1, result.ExitCode);
    }

    /// <summary>Iteration, steps, episodes and rewards of each row: times differ.</summary>
    string[] RowsOf(string folder) =>
        [.. File.ReadLines(PathOf($"{folder}/progress.csv")).Skip(1).Select(line => string.Join(',', line.Split(',').Take(6)))];
}
