namespace Pathmind.Tests;

/// <summary><c>pathmind export</c>: files that travel.</summary>
public sealed class ExportTests : ToolFolder
{
    [Fact]
    public void A_policy_becomes_a_file_of_the_form_that_is_asked_for()
    {
        Write("coin.csx", Coin);
        Run("train", "coin.csx", "--steps", "8000", "--seed", "1", "--out", "coin").Succeeded();
        Assert.Contains("Written: coin.cs", Run("export", "coin", "--to", "csharp").Succeeded());
        Assert.Contains("Decide(", File.ReadAllText(PathOf("coin.cs")));

        Run("export", "coin", "--to", "zip", "--out", "travel.zip").Succeeded();
        Run("export", "travel.zip", "--to", "onnx", "--out", "travel.onnx").Succeeded();
        Run("run", "coin.csx", "--policy", "travel.onnx", "--episodes", "10", "--out-csv", "out.csv").Succeeded();
        var rows = File.ReadAllLines(PathOf("out.csv"));
        var reward = Array.IndexOf(rows[0].Split(','), "reward_0_right");
        Assert.Equal(40, rows[1..].Sum(row => double.Parse(row.Split(',')[reward])));
    }

    [Fact]
    public void What_is_no_policy_is_said_and_nothing_is_written()
    {
        Write("coin.onnx", "no graph");
        var result = Run("export", "coin.onnx", "--to", "csharp");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("'coin.onnx' cannot be used as a policy", result.Error);
        Assert.False(File.Exists(PathOf("coin.cs")));
    }

    [Fact]
    public void A_format_that_there_is_not_is_told_with_those_there_are()
    {
        var result = Run("export", "coin", "--to", "csharpe");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("There is no format 'csharpe'. Did you mean csharp? Formats: onnx, csharp, zip.", result.Error);
        Assert.Contains("--to <onnx|csharp|zip>", Run("export", "--help").Succeeded());
    }
}
