using System.Text.Json;

namespace Pathmind.Tests;

/// <summary><c>compare</c>, <c>importance</c> and <c>run</c> with <c>--json</c>: what another program reads.</summary>
public sealed class MeasuringTests : ToolFolder
{
    [Fact]
    public void The_last_line_is_the_result_and_what_a_simulation_prints_is_not_among_the_lines()
    {
        Write("coin.csx", Coin.Replace("=> step++;", "{ step++; Console.WriteLine(\"printed\"); }"));
        var compared = Run("compare", "coin.csx", "random", "random", "--episodes", "20", "--json");
        var policies = Last(compared.Succeeded()).GetProperty("comparison").GetProperty("policies");
        Assert.Equal(["First", "NoDifference"], policies.EnumerateArray().Select(policy =>
            policy.GetProperty("numbers")[0].GetProperty("verdict").GetString()));
        Assert.Contains("printed", compared.Error);
        var run = Last(Run("run", "coin.csx", "--json", "--replay", "out/replay.html").Succeeded()).GetProperty("run");
        Assert.Equal(("random", 1), (run.GetProperty("policy").GetString(), run.GetProperty("episodes").GetInt32()));
        Assert.Contains("pathmind-replay", File.ReadAllText(Path.Combine(Folder, "out", "replay.html")));
    }

    [Fact]
    public void A_failure_is_the_last_line_with_its_message()
    {
        Write("coin.csx", Coin.Replace("=> step++;", "=> throw new InvalidOperationException(\"empty shelf\");"));
        var result = Run("importance", "coin.csx", "random", "--episodes", "5", "--json");
        var end = JsonDocument.Parse(result.Output.Trim().Split('\n')[^1]).RootElement;
        Assert.Equal("end", end.GetProperty("event").GetString());
        Assert.Contains("empty shelf", end.GetProperty("message").GetString());
        Assert.NotEqual(0, result.ExitCode);
    }

    static JsonElement Last(string output)
    {
        var line = JsonDocument.Parse(output.Trim().Split('\n')[^1]).RootElement;
        Assert.Equal("result", line.GetProperty("event").GetString());
        return line;
    }
}
