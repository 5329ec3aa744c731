using System.Diagnostics;
using System.Text.Json;
using Pathmind.Reporting;

namespace Pathmind.Tests;

/// <summary>Scripts that the studio trains itself, in processes of their own.</summary>
public sealed class SubmissionTests : StudioFolder
{
    const string Coin = """
        class Coin : Simulation
        {
            int side, step;
            public override ActionSpace ActionSpace(int agent) => new Discrete(2);
            public override void Reset() => (side, step) = (Random.Next(2), 0);
            public override void Step() { step++; BREAK }
            public override Observation GetObservation(int agent) => new() { ["side"] = side };
            public override Reward GetReward(int agent) => new() { ["right"] = Action[0].Choice == side ? 1 : 0 };
            public override bool IsDone(int agent) => step == 4;
        }
        """;

    [Fact]
    public async Task A_submitted_script_is_trained_and_its_policy_lies_in_its_folder()
    {
        using var studio = StudioProcess.Start(Data);
        var file = Path.Combine(Data, "coin.csx");
        await File.WriteAllTextAsync(file, Script(""));
        var printed = Tool("submit", file, "--steps", "8000");
        Assert.Equal($"See your Pathmind experiment at: {studio.File.Url}experiments/1\n", printed);
        await Until(() => studio.Client.Get(1).Status is "Completed" or "Failed", "the training has ended");
        var experiment = studio.Client.Get(1);
        Assert.True(experiment.Status == "Completed", experiment.Message);
        await Until(() => studio.Client.Get(1).Rows > 1, "all rows are read from the folder");
        Assert.Equal("Coin", TrainedPolicy.Load(Path.Combine(Data, "experiments", "1")).Simulation);
        Assert.InRange(studio.Client.Get(1).Steps, 8_000, 12_000);
    }

    [Theory]
    [InlineData("if (Environment.GetCommandLineArgs().Contains(\"train\")) throw new InvalidOperationException(\"the shelf is empty\");",
        "the shelf is empty (coin.csx, line 9)")]
    [InlineData(
        "if (Environment.GetCommandLineArgs().Contains(\"train\")) Environment.FailFast(\"gone\");", "process ended with exit code")]
    public async Task A_fault_of_the_script_ends_its_own_training_alone_and_is_told(string inStep, string expected)
    {
        using var studio = StudioProcess.Start(Data);
        studio.Client.Submit(new() { File = "coin.csx", Text = Script(inStep), Options = Options("{}") });
        await Until(() => studio.Client.Get(1).Status == "Failed", "the training has failed");
        var page = System.Net.WebUtility.HtmlDecode(await studio.Http.GetStringAsync("experiments/1"));
        Assert.Contains(expected, studio.Client.Get(1).Message + page);
        studio.Client.Submit(new() { File = "coin.csx", Text = Script(""), Options = Options("""{ "Steps": 2000 }""") });
        await Until(() => studio.Client.Get(2).Status == "Completed", "the next one is not harmed");
    }

    [Fact]
    public async Task It_is_stopped_from_the_page_and_keeps_its_policy()
    {
        using var studio = StudioProcess.Start(Data);
        studio.Client.Submit(new()
        {
            File = "coin.csx", Text = Script(""), Options = Options("""{ "Steps": 2000000000, "StopWhenConverged": false }"""),
        });
        await Until(() => studio.Client.Get(1).Rows > 1, "it trains");
        (await studio.Http.PostAsync("api/experiments/1/stop", null)).EnsureSuccessStatusCode();
        await Until(() => studio.Client.Get(1).Status == "Stopped", "it has stopped");
        Assert.Equal("Coin", TrainedPolicy.Load(Path.Combine(Data, "experiments", "1")).Simulation);
    }

    [Fact]
    public async Task A_training_goes_on_while_the_studio_is_gone_and_the_next_one_finds_it()
    {
        var port = 0;
        using (var first = StudioProcess.Start(Data))
        {
            port = new Uri(first.File.Url).Port;
            first.Client.Submit(new()
            {
                File = "coin.csx", Text = Script(""), Options = Options("""{ "Steps": 2000000000, "StopWhenConverged": false }"""),
            });
            await Until(() => first.Client.Get(1).Rows > 1, "it trains");
            first.Kill();
        }
        using var second = StudioProcess.Start(Data, port);
        var before = second.Client.Get(1).Rows;
        await Until(() => second.Client.Get(1).Rows > before + 2, "its rows come in again");
        Assert.Equal("Running", second.Client.Get(1).Status);
        (await second.Http.PostAsync("api/experiments/1/stop", null)).EnsureSuccessStatusCode();
        await Until(() => second.Client.Get(1).Status == "Stopped", "it has stopped");
    }

    /// <summary>The second studio finds it dead, and lets it go on from its last checkpoint.</summary>
    [Fact]
    public async Task A_training_that_was_killed_while_no_studio_ran_goes_on_from_its_last_checkpoint()
    {
        using (var first = StudioProcess.Start(Data))
        {
            Endless(first);
            await Until(() => first.Client.Get(1).Rows > 12, "it has a checkpoint");
            first.Kill();
        }
        KillTraining();
        var made = Directory.GetFiles(Path.Combine(Data, "experiments", "1", "checkpoints")).Length;
        using var second = StudioProcess.Start(Data);
        await Until(() => second.Client.Get(1).Status == "Running"
            && Directory.GetFiles(Path.Combine(Data, "experiments", "1", "checkpoints")).Length > made, "it goes on");
        var page = await second.Http.GetStringAsync("experiments/1");
        Assert.Contains("It was not running any more when the studio started.", page);
        Assert.Contains("It goes on from its last checkpoint.", page);
        (await second.Http.PostAsync("api/experiments/1/stop", null)).EnsureSuccessStatusCode();
        await Until(() => second.Client.Get(1).Status == "Stopped", "it has stopped");
        Assert.Equal("Coin", TrainedPolicy.Load(Path.Combine(Data, "experiments", "1")).Simulation);
    }

    /// <summary>A terminal sends Ctrl+C to the studio and to all that it started.</summary>
    [Fact]
    public async Task Ctrl_C_in_the_studios_terminal_stops_no_training()
    {
        using var studio = StudioProcess.Start(Data);
        Endless(studio);
        await Until(() => studio.Client.Get(1).Rows > 2, "it trains");
        var id = File.ReadAllText(Path.Combine(Data, "experiments", "1", ".process")).Split(' ')[0];
        using (var kill = Process.Start("kill", ["-INT", id]))
            kill.WaitForExit();
        var before = studio.Client.Get(1).Steps;
        await Until(() => studio.Client.Get(1).Steps > 2 * before, "it goes on");
        Assert.Equal("Running", studio.Client.Get(1).Status);
        studio.Client.Stop(1);
        await Until(() => studio.Client.Get(1).Status == "Stopped", "it has stopped");
    }

    [Fact]
    public async Task A_training_that_is_killed_has_failed_and_can_be_resumed()
    {
        using var studio = StudioProcess.Start(Data);
        Endless(studio);
        await Until(() => studio.Client.Get(1).Rows > 12, "it has a checkpoint");
        KillTraining();
        await Until(() => studio.Client.Get(1).Status == "Failed", "its end is seen");
        Assert.Contains("perhaps it was killed", studio.Client.Get(1).Message);
        (await studio.Http.PostAsync("api/experiments/1/resume?steps=2000", null)).EnsureSuccessStatusCode();
        await Until(() => studio.Client.Get(1).Status == "Completed", "it has made the rest");
        var iterations = studio.Client.Rows(1).Rows.Select(row => row[0]).ToArray();
        Assert.Equal(Enumerable.Range(1, iterations.Length).Select(i => (double?)i), iterations);
        using var again = await studio.Http.PostAsync("api/experiments/1/resume", null);
        Assert.Contains("say how many steps", await again.Content.ReadAsStringAsync());
    }

    static void Endless(StudioProcess studio) => studio.Client.Submit(new()
    {
        File = "coin.csx", Text = Script(""),
        Options = Options("""{ "Steps": 2000000000, "StopWhenConverged": false, "CheckpointEvery": 5 }"""),
    });

    void KillTraining()
    {
        var id = int.Parse(File.ReadAllText(Path.Combine(Data, "experiments", "1", ".process")).Split(' ')[0]);
        using var process = Process.GetProcessById(id);
        process.Kill();
        process.WaitForExit();
    }

    [Fact]
    public async Task One_that_is_not_started_waits_for_its_start()
    {
        using var studio = StudioProcess.Start(Data);
        studio.Client.Submit(new() { File = "coin.csx", Text = Script(""), Options = Options("""{ "Steps": 2000 }"""), Start = false });
        Assert.Equal("Created", studio.Client.Get(1).Status);
        (await studio.Http.PostAsync("api/experiments/1/start", null)).EnsureSuccessStatusCode();
        await Until(() => studio.Client.Get(1).Status == "Completed", "the training has ended");
    }

    /// <summary>The token is in no variable of the training's process.</summary>
    [Fact]
    public async Task A_training_gets_no_secret_of_the_studio()
    {
        using var studio = StudioProcess.Start(Data);
        const string Spy = """
            if (!Environment.GetCommandLineArgs().Contains("train")) return;
            var names = Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("PATHMIND"));
            throw new InvalidOperationException("variables: " + string.Join(", ", names));
            """;
        studio.Client.Submit(new() { File = "coin.csx", Text = Script(Spy), Options = Options("{}") });
        await Until(() => studio.Client.Get(1).Status == "Failed", "the training has failed");
        var page = await studio.Http.GetStringAsync("experiments/1");
        Assert.Contains("variables: PATHMIND_STUDIO", page);
        Assert.DoesNotContain("PATHMIND_TOKEN", page);
        Assert.DoesNotContain(studio.File.Token, page);
    }

    internal static string Script(string inStep) => "using System;\nusing System.Linq;\nusing Pathmind;\n" + Coin.Replace("BREAK", inStep);

    static JsonElement Options(string json) => JsonDocument.Parse(json).RootElement.Clone();

    string Tool(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "pathmind.dll"), .. arguments])
        {
            RedirectStandardOutput = true, Environment = { ["PATHMIND_DATA"] = Data },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
