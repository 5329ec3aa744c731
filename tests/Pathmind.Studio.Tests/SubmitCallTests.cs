using System.Diagnostics;

namespace Pathmind.Tests;

/// <summary><c>simulation.Submit()</c> in a script, which the tool runs as a process of its own.</summary>
public sealed class SubmitCallTests : StudioFolder
{
    [Fact]
    public async Task A_script_submits_itself_with_what_it_loads_and_gets_the_policy()
    {
        using var studio = StudioProcess.Start(Data);
        var folder = Directory.CreateDirectory(Path.Combine(Data, "own")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "coin.cs"), SubmissionTests.Script(""));
        await File.WriteAllTextAsync(Path.Combine(folder, "train.csx"), """
            #load "coin.cs"
            using Pathmind;
            var experiment = new Coin().Submit(new() { Steps = 4_000, Seed = 7, Ppo = new() { Discount = 0.5f } });
            Console.WriteLine(experiment);
            var training = experiment.Wait(TimeSpan.FromMinutes(1));
            var steps = experiment.History[^1].Steps;
            Console.WriteLine($"{experiment.Status} {training.Stop} {steps >= 4_000} {experiment.Policy.Simulation}");
            """);
        var (code, output, _) = await RunAsync(Path.Combine(folder, "train.csx"));
        Assert.Equal($"experiment 1 at {studio.File.Url}experiments/1\nCompleted Steps True Coin\n", output);
        Assert.Equal(0, code);
        var files = await studio.Http.GetStringAsync("api/experiments/1/code");
        Assert.Equal("""["coin.cs","train.csx"]""", files);
        Assert.Equal("""{"Steps":4000,"Seed":7,"Ppo":{"Discount":0.5}}""",
            await File.ReadAllTextAsync(Path.Combine(Data, "experiments", "1", "options.json")));
    }

    [Theory]
    [InlineData("new Coin().Submit(new() { Steps = 2_000_000_000, StopWhenConverged = false })", "",
        "var before = experiment.Status; Stopper.Wait(experiment); experiment.Stop(); "
        + "Console.WriteLine($\"{before} {experiment.Wait().Stop} {experiment.Status}\");", "Running Interrupted Stopped")]
    [InlineData("new Coin().Submit(new() { Reward = x => x[\"right\"] })", "", "",
        "ArgumentException: Reward is a function, which cannot be sent to a studio")]
    [InlineData("new Coin().Submit()", "Missing();", "", "")]
    [InlineData("new Coin().Submit()", "if (Environment.GetCommandLineArgs().Contains(\"train\")) throw new Exception(\"empty shelf\");",
        "experiment.Wait();", "InvalidOperationException: Experiment 1 failed: ")]
    public async Task What_becomes_of_it_is_said(string call, string inStep, string then, string said)
    {
        using var studio = StudioProcess.Start(Data);
        var script = Path.Combine(Data, "coin.cs");
        const string Stopper = "static class Stopper { public static void Wait(StudioExperiment one) { for (var i = 0; i < 600 && "
            + "one.Steps == 0; i++) System.Threading.Thread.Sleep(100); } }";
        var text = SubmissionTests.Script(inStep);
        var classes = text.IndexOf("class Coin", StringComparison.Ordinal);
        await File.WriteAllTextAsync(script, $"{text[..classes]}var experiment = {call};\n{then}\n{text[classes..]}\n{Stopper}\n");
        var (code, output, errors) = await RunAsync(script);
        Assert.Contains(inStep == "Missing();" ? "'Missing' does not exist" : said, output + errors);
        Assert.Equal(said.StartsWith("Running", StringComparison.Ordinal) ? 0 : 1, code);
    }

    [Fact]
    public async Task Without_a_studio_the_call_says_how_to_start_one()
    {
        var script = Path.Combine(Data, "coin.csx");
        await File.WriteAllTextAsync(script, SubmissionTests.Script("") + "\nnew Coin().Submit();\n");
        var (code, _, errors) = await RunAsync(script);
        Assert.Contains("No studio runs: start one with pathmind studio", errors);
        Assert.Equal(1, code);
    }

    async Task<(int Code, string Output, string Errors)> RunAsync(string script)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "pathmind.dll"), script])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["PATHMIND_DATA"] = Data },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }
}
