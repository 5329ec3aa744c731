using System.Text.Json;

namespace Pathmind.Tests;

/// <summary>The benchmark program runs from a fresh clone as its page says. Times are not looked at; what is learnt is:
/// this is the short form of the learning table, so that no change of speed changes what is learnt without being
/// noticed.</summary>
[Collection(nameof(FreshClone))]
public sealed class BenchmarkTests(FreshClone clone)
{
    [Fact]
    public void The_api_suite_writes_its_figures()
    {
        var figures = Measure("api");
        Assert.Equal(["api.observation", "api.observation.bytes", "kit.bytes-per-step", "kit.bytes-per-iteration", "run.bytes-per-step"],
            figures.Select(Name));
        Assert.All(figures, figure =>
        {
            Assert.True(figure.GetProperty("value").GetDouble() >= 0, $"{figure}");
            Assert.NotEqual("", figure.GetProperty("unit").GetString());
            Assert.Equal(2, figure.GetProperty("spread").GetArrayLength());
            Assert.NotEqual("", figure.GetProperty("cpu").GetString());
            Assert.Matches("^[0-9a-f]{12}(-dirty)?$", figure.GetProperty("commit").GetString());
            Assert.True(figure.TryGetProperty("goal", out _) && figure.TryGetProperty("load", out _), $"{figure}");
        });
        Assert.All(figures.Where(figure => Name(figure) == "api.observation.bytes"),
            figure => Assert.True(figure.GetProperty("met").GetBoolean(), $"{figure}"));
    }

    [Fact]
    public void The_default_options_learn_the_short_rows_of_the_learning_table()
    {
        var figures = Measure("learning");
        Assert.Equal(["learn.cartpole", "learn.acrobot-100k", "learn.mouse", "learn.three-mice"], figures.Select(Name));
        Assert.All(figures, figure => Assert.True(figure.GetProperty("met").GetBoolean(), $"{figure}"));
    }

    [Fact]
    public void What_is_timed_until_it_is_solved_is_solved()
    {
        var figures = Measure("speed --only solve");
        Assert.Equal(["solve.cartpole.warm", "solve.cartpole.greedy", "solve.cartpole.cold", "solve.mouse.warm"], figures.Select(Name));
        // null if it was never solved
        Assert.All(figures, figure => Assert.Equal(JsonValueKind.Number, figure.GetProperty("value").ValueKind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sped")]
    [InlineData("api --json")]
    [InlineData("api --fast")]
    [InlineData("api --quick --only nothing")]
    public void An_argument_that_is_not_understood_is_answered_not_guessed(string arguments) => Assert.Equal(2, Run(arguments).ExitCode);

    static string Name(JsonElement figure) => figure.GetProperty("name").GetString()!;

    JsonElement[] Measure(string suite)
    {
        Run($"{suite} --quick --json figures.json").Succeeded();
        return [.. JsonDocument.Parse(File.ReadAllText(clone.PathOf("figures.json"))).RootElement.EnumerateArray()];
    }

    /// <summary>The first call builds.</summary>
    ShellResult Run(string arguments)
    {
        var isBuilt = File.Exists(clone.PathOf("tests/Pathmind.Benchmarks/bin/Release/net10.0/Pathmind.Benchmarks.dll"));
        return clone.Run($"dotnet run -c Release {(isBuilt ? "--no-build " : "")}--project tests/Pathmind.Benchmarks -- {arguments}");
    }
}
