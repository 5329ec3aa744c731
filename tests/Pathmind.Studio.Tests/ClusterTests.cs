using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pathmind.Tests;

/// <summary>Populations that a studio trains: in processes of this machine, and on workers.</summary>
public sealed class ClusterTests : StudioFolder
{
    const string Password = "known-to-nodes-alone";

    /// <summary>Learnt in no time; a slice sleeps most of its time. In the process of the training it writes down what
    /// it can see.</summary>
    const string Coin = """
        using System.IO;
        class Coin : Simulation
        {
            int side, step, calls;
            public Coin()
            {
                var words = Environment.GetCommandLineArgs();
                if (!words.Contains("train") || File.Exists("seen.txt"))
                    return;
                var seen = string.Join(' ', words) + string.Join(' ', Environment.GetEnvironmentVariables().Values.Cast<object>()) + "\n";
                foreach (var process in Directory.GetDirectories("/proc").Where(name => int.TryParse(Path.GetFileName(name), out _)))
                    foreach (var file in new[] { "cmdline", "environ" })
                        try { seen += File.ReadAllText(Path.Combine(process, file)); } catch (Exception) { }
                File.WriteAllText("seen.txt", seen);
            }
            public override ActionSpace ActionSpace(int agent) => new Discrete(2);
            public override void Reset() => (side, step) = (Random.Next(2), 0);
            public override void Step()
            {
                step++;
                if (++calls % 4 == 0 && Environment.GetCommandLineArgs().Contains("slices"))
                    System.Threading.Thread.Sleep(1);
            }
            public override Observation GetObservation(int agent) => new() { ["side"] = side };
            public override Reward GetReward(int agent) => new() { ["right"] = Action[0].Choice == side ? 1 : 0 };
            public override bool IsDone(int agent) => step == 4;
        }
        """;

    const string Options = """
        { "Steps": 9000, "Seed": 3, "StopWhenConverged": false, "Population": 2, "Ppo": { "RolloutSteps": 64, "Hidden": [16] } }
        """;

    [Fact]
    public async Task A_population_trains_on_workers_while_the_studio_is_killed_and_its_process_sees_nothing_of_the_cluster()
    {
        using RedisServer redis = new(Password);
        using Receiver figures = new();
        (string, string)[] cluster =
        [
            ("PATHMIND_CLUSTER", redis.Address), ("OTEL_EXPORTER_OTLP_ENDPOINT", $"{figures.Address}"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_METRIC_EXPORT_INTERVAL", "1000"),
        ];
        using var worker = Start(["worker", "--slots", "2", "--name", "north", "--label", "room=2"], cluster);
        using (var first = StudioProcess.Start(Path.Combine(Data, "studio"), 0, cluster))
        {
            Submit(first);
            await Until(
                () => Workers(first)["workers"]!.AsArray() is [var one] && one!["running"]!.AsArray().Count == 2, "both members run");
            var north = Workers(first)["workers"]![0]!;
            Assert.Equal(
                ("north", "room=2", true, 1, "Coin"),
                ((string)north["name"]!, (string)north["labels"]![0]!, (bool)north["has_same_version"]!,
                    (int)north["running"]![0]!["slice"]!["experiment"]!, (string)north["running"]![0]!["slice"]!["simulation"]!));
            first.Kill();
        }
        using var studio = StudioProcess.Start(Path.Combine(Data, "studio"), 0, cluster);
        await Until(() => studio.Client.Get(1).Status is "Completed" or "Failed", "it has ended");
        Assert.True(studio.Client.Get(1).Status == "Completed", studio.Client.Get(1).Message);
        var folder = Path.Combine(Data, "studio", "experiments", "1");
        Assert.Equal(Alone(), File.ReadAllBytes(Path.Combine(folder, "policy.onnx")));
        Assert.Empty(Workers(studio)["failures"]!.AsArray());
        await Until(() => !Directory.Exists(Path.Combine(folder, ".slices")), "what was kept to go on is gone");
        var seen = File.ReadAllText(Path.Combine(folder, "code", "seen.txt"));
        Assert.Contains("relay:", seen);                                 // it has seen its own command line, and others'
        Assert.DoesNotContain(Password, seen);
        Assert.DoesNotContain(redis.Address.Split(',')[0], seen.Split('\n')[0]);
        foreach (var name in new[] { "pathmind.worker.slices", "pathmind.worker.slice.duration", "pathmind.cluster.slots.busy" })
            await Until(() => figures.Bodies.Any(body => body.Contains(name, StringComparison.Ordinal)), name);
        Assert.DoesNotContain(figures.Bodies, body => body.Contains(Password, StringComparison.Ordinal));
        var engine = await studio.Http.GetStringAsync("orleans/");
        Assert.Contains("<title>Orleans Dashboard</title>", engine);
        Assert.Contains("hosts", await studio.Http.GetStringAsync("orleans/DashboardCounters"));
        (await studio.Http.PostAsync("api/workers/north/drain", null)).EnsureSuccessStatusCode();
        Assert.True(worker.WaitForExit(TimeSpan.FromSeconds(30)), "a drained worker ends");
        Assert.Equal(0, worker.ExitCode);
    }

    [Fact]
    public async Task Without_a_cluster_members_train_in_processes_of_this_machine_and_go_on_after_a_kill()
    {
        using var studio = StudioProcess.Start(Path.Combine(Data, "studio"));
        Submit(studio);
        var folder = Path.Combine(Data, "studio", "experiments", "1");
        var slots = Path.Combine(folder, ".slices");
        await Until(() => Directory.Exists(slots) && Directory.GetFiles(slots, "*", SearchOption.AllDirectories).Length > 6, "slices run");
        using (var training = Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(folder, ".process")).Split(' ')[0])))
            training.Kill();
        await Until(() => studio.Client.Get(1).Status == "Failed", "it is seen that it was killed");
        (await studio.Http.PostAsync("api/experiments/1/resume", null)).EnsureSuccessStatusCode();
        await Until(() => studio.Client.Get(1).Status is "Completed" or "Failed", "it has ended");
        Assert.True(studio.Client.Get(1).Status == "Completed", studio.Client.Get(1).Message);
        Assert.Equal(Alone(), File.ReadAllBytes(Path.Combine(folder, "policy.onnx")));
        Assert.Empty(Directory.GetFileSystemEntries(slots));
        Assert.Contains("what its members have done is not done again", await studio.Http.GetStringAsync("experiments/1"));
        Assert.False((bool)Workers(studio)["has_cluster"]!);
    }

    static void Submit(StudioProcess studio) => studio.Client.Submit(new()
    {
        File = "coin.csx", Text = Coin, Options = JsonDocument.Parse(Options).RootElement.Clone(),
    });

    static JsonNode Workers(StudioProcess studio) => JsonNode.Parse(studio.Http.GetStringAsync("api/workers").Result)!;

    /// <summary>The policy of the same training on threads of one process.</summary>
    byte[] Alone()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Data, "alone")).FullName;
        File.WriteAllText(Path.Combine(folder, "coin.csx"), Coin);
        File.WriteAllText(Path.Combine(folder, "options.json"), Options);
        string[] files = [Path.Combine(folder, "coin.csx"), "--options", Path.Combine(folder, "options.json")];
        using var training = Start(["train", .. files, "--out", folder, "--progress", "none"], [("PATHMIND_STUDIO", "off")]);
        Assert.True(training.WaitForExit(TimeSpan.FromMinutes(2)));
        return File.ReadAllBytes(Path.Combine(folder, "policy.onnx"));
    }

    Started Start(string[] arguments, (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "pathmind.dll"), .. arguments])
        { WorkingDirectory = Data };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["PATHMIND_DATA"] = Path.Combine(Data, "other", "studio");
        return new(Process.Start(start)!);
    }

    /// <summary>A process that does not outlive its test.</summary>
    sealed class Started(Process process) : IDisposable
    {
        public int ExitCode => process.ExitCode;

        public bool WaitForExit(TimeSpan longest) => process.WaitForExit(longest);

        public void Dispose()
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
    }
}
