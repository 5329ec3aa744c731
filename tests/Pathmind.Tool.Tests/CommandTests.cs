using System.Text.Json;

namespace Pathmind.Tests;

/// <summary><c>pathmind train</c>, <c>run</c>, <c>simulations</c>, <c>policies</c> on scripts.</summary>
public sealed class CommandTests : ToolFolder
{
    [Theory]
    [InlineData("coin.csx", "throw new InvalidOperationException(\"statements do not run\");\n")]
    [InlineData("coin.cs", "#:property PublishAot=false\nusing Pathmind;\nthrow new InvalidOperationException(\"statements do not "
        + "run\");\n")]
    public void A_simulation_of_a_script_is_trained_saved_listed_and_run(string file, string head)
    {
        Write(file, head + Coin);
        var trained = Run("train", file, "--steps", "8000", "--seed", "1", "--out", "policies/coin").Succeeded();
        Assert.Contains("Saved in policies/coin", trained);
        Assert.True(File.Exists(PathOf("policies/coin/policy.onnx")));

        Assert.Matches("policies/coin +│ Coin", Run("policies").Succeeded());
        Assert.Matches(@"Coin +│ +1 │ Discrete\(2\) │ side", Run("simulations", file).Succeeded());

        Run("run", file, "Coin", "--policy", "policies/coin", "--episodes", "10", "--out-csv", "out.csv").Succeeded();
        var rows = File.ReadAllLines(PathOf("out.csv"));
        Assert.Equal(41, rows.Length);                                   // a header, and 4 steps of 10 episodes
        var reward = Array.IndexOf(rows[0].Split(','), "reward_0_right");
        Assert.Equal(40, rows[1..].Sum(row => double.Parse(row.Split(',')[reward])));
    }

    [Fact]
    public void Progress_for_other_programs_is_lines_of_JSON_and_nothing_else()
    {
        Write("coin.csx", "#r \"nuget: Pathmind.Scripting\"\n" + Coin.Replace("=> step++;", "{ step++; Console.WriteLine(\"chatter\"); }"));
        Write("options.json", """{ "steps": 4000, "ppo": { "hidden": [8] } }""");
        var result = Run("train", "coin.csx", "--options", "options.json", "--progress", "json");
        var lines = result.Succeeded().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal("end", lines[^1].GetProperty("event").GetString());
        Assert.All(lines[..^1], line => Assert.Equal("progress", line.GetProperty("event").GetString()));
        Assert.Equal(4000, lines[0].GetProperty("total_steps").GetInt64());
        Assert.True(lines[^2].GetProperty("steps").GetInt64() >= 4000);
        Assert.Contains("chatter", result.Error);
    }

    [Fact]
    public void Ctrl_C_ends_a_training_and_keeps_the_best_policy()
    {
        Write("coin.csx", Coin);
        var result =
            RunWith([], ["train", "coin.csx", "--steps", "500000000", "--out", "kept", "--progress", "json"], stopAtFirstLine: true);
        Assert.Contains("\"stop\":\"Interrupted\"", result.Succeeded().Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        Assert.True(File.Exists(PathOf("kept/policy.onnx")));
    }

    [Fact]
    public void A_training_stopped_before_anything_was_learnt_says_so_with_130_and_calls_nothing_saved()
    {
        Write("coin.csx", Coin.Replace("=> step++;", """
            {
                step++;
                Thread.Sleep(20);
                if (Environment.GetEnvironmentVariable("PRESSED") is null)
                    System.Diagnostics.Process.Start("kill", ["-INT", $"{Environment.ProcessId}"]).WaitForExit();
                Environment.SetEnvironmentVariable("PRESSED", "once");
            }
            """));
        var result = Run("train", "coin.csx", "--steps", "100000", "--out", "kept", "--threads", "1");
        Assert.Equal(130, result.ExitCode);
        Assert.Contains("Stopped as asked, before anything was learnt: the policy is an untrained one", result.Output);
        Assert.DoesNotContain("Saved", result.Output);
        Assert.False(Directory.Exists(PathOf("kept")));
    }

    /// <summary>The first asks the training, which hears it only between two steps.</summary>
    [Fact]
    public void A_second_Ctrl_C_ends_the_process()
    {
        Write("coin.csx", Coin.Replace("=> step++;", """
            {
                for (var i = 0; i < 50; i++)
                {
                    System.Diagnostics.Process.Start("kill", ["-INT", $"{Environment.ProcessId}"]).WaitForExit();
                    Console.Error.WriteLine("pressed");
                    Thread.Sleep(200);
                }
            }
            """));
        var result = Run("train", "coin.csx", "--steps", "500");
        Assert.Equal(130, result.ExitCode);
        Assert.InRange(result.Error.Split("pressed").Length, 2, 10);
    }

    [Fact]
    public void A_simulation_that_throws_is_told_with_the_line_of_the_script()
    {
        Write("coin.csx", Coin.Replace("step++;", "\n        throw new FormatException(\"no step\");"));
        var result = Run("run", "coin.csx");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            """
            SimulationException: Coin.Step() threw FormatException in episode 1 at step 1: no step
            Caused by FormatException: no step
            coin.csx, line 7: Coin.Step()
                throw new FormatException("no step");

            """, result.Error);
    }

    /// <remarks>The exception of the kit within says the same, and where the kit looked.</remarks>
    [Fact]
    public void A_broken_rule_is_told_once_and_without_the_lines_of_the_kit()
    {
        Write("coin.csx", Coin.Replace("[\"side\"] = side", "[\"side\"] = float.NaN"));
        var result = Run("run", "coin.csx");
        Assert.Equal(1, result.ExitCode);
        Assert.Matches("^SimulationException: Coin.GetObservation\\(0\\) .*\n$", result.Error);
    }

    [Theory]
    [InlineData("There is no simulation 'Cion'. Did you mean Coin?", "run", "coin.csx", "Cion")]
    [InlineData("There is no policy 'nowhere'", "run", "coin.csx", "--policy", "nowhere")]
    [InlineData("There is no option '--stesp'. Did you mean --steps?", "train", "coin.csx", "--stesp", "3")]
    [InlineData("There is no command 'tarin'. Did you mean train?", "tarin", "coin.csx")]
    [InlineData("There is no command 'instal'. Did you mean install?", "jupyter", "instal")]
    [InlineData("nowhere.csx: there is no such file.", "train", "nowhere.csx")]
    [InlineData("'x => y' is not a Func<Reward, double>", "train", "coin.csx", "--reward", "x => y")]
    [InlineData("options.json cannot be read as training options", "train", "coin.csx", "--options", "options.json")]
    [InlineData("There is no folder 'nowhere'", "policies", "nowhere")]
    public void A_wrong_command_ends_with_2_and_says_what_is_right(string expected, params string[] arguments)
    {
        Write("coin.csx", Coin);
        var result = Run(arguments);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(expected, result.Error);
    }

    [Fact]
    public void A_script_that_does_not_compile_ends_with_1()
    {
        Write("wrong.csx", "class A : B { }");
        var result = Run("train", "wrong.csx");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("wrong.csx, line 1, column 11: error CS0246", result.Error, StringComparison.Ordinal);
    }
}
