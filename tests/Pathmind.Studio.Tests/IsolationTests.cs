using System.Diagnostics;
using System.Text.Json;
using Pathmind.Studios.Isolation;

namespace Pathmind.Tests;

/// <summary>A training runs as the studio's user, and still reaches nothing of the studio's.</summary>
public sealed class IsolationTests : StudioFolder
{
    const string MoreMemory = """
        const int size = 1 << 26; var block = System.Runtime.InteropServices.Marshal.AllocHGlobal(size);
        for (var i = 0; i < size; i += 4096) System.Runtime.InteropServices.Marshal.WriteByte(block, i, 1);
        """;

    /// <summary>Tries everything, and says how each went in the message that ends the training.</summary>
    const string Spy = """
        using System;
        using System.Diagnostics;
        using System.IO;
        using System.Linq;
        using Pathmind;
        class Spy : Simulation
        {
            public override ActionSpace ActionSpace(int agent) => new Discrete(2);
            public override void Reset()
            {
                if (!Environment.GetCommandLineArgs().Contains("WHEN")) return;
                const string data = "DATA", other = "OTHER";
                var studio = STUDIO;
                string Try(string what, Action act)
                {
                    try { act(); return what + " WORKED"; }
                    catch (Exception exception) { return what + " refused (" + exception.GetType().Name + ")"; }
                }
                var own = Directory.GetCurrentDirectory();
                throw new InvalidOperationException("tried: " + string.Join("; ", new[]
                {
                    Try("token", () => File.ReadAllText(data + "/token")),
                    Try("announcement", () => File.ReadAllText(data + "/studio.json")),
                    Try("page", () => File.ReadAllText(data + "/open.html")),
                    Try("database", () => new FileStream(data + "/studio.db", FileMode.Open, FileAccess.Read, FileShare.ReadWrite).ReadByte()),
                    Try("log of the database", () => new FileStream(data + "/studio.db-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite).ReadByte()),
                    Try("written", () => File.WriteAllText(data + "/token", "mine")),
                    Try("new file", () => File.WriteAllText(data + "/new", "mine")),
                    Try("removed", () => File.Delete(data + "/studio.json")),
                    Try("moved", () => File.Move(data + "/token", own + "/taken")),
                    Try("linked", () => File.CreateSymbolicLink(own + "/errors.link", data + "/token")),
                    Try("by a shell", () => { using var shell = Process.Start(new ProcessStartInfo("/bin/sh", new[] { "-c", "cat " + data + "/token" }) { RedirectStandardError = true }); shell.WaitForExit(); if (shell.ExitCode != 0) throw new IOException(); }),
                    Try("other training", () => File.ReadAllText(other + "/.experiment")),
                    Try("other training's policy", () => File.WriteAllText(other + "/policy.onnx", "mine")),
                    Try("environment", () => File.ReadAllBytes("/proc/" + studio + "/environ")),
                    Try("memory", () => new FileStream("/proc/" + studio + "/mem", FileMode.Open, FileAccess.Read).ReadByte()),
                    Try("open files", () => Directory.GetFiles("/proc/" + studio + "/fd").Select(File.ReadAllBytes).ToArray()),
                    Try("killed", () => { using var kill = Process.Start("kill", new[] { "-9", studio.ToString() }); kill.WaitForExit(); if (kill.ExitCode != 0) throw new IOException(); }),
                }) + "; own folder " + Try("written", () => File.WriteAllText(own + "/mine", "mine")));
            }
            public override void Step() { }
            public override Observation GetObservation(int agent) => new() { ["x"] = 0 };
            public override Reward GetReward(int agent) => new() { ["x"] = 0 };
            public override bool IsDone(int agent) => true;
        }
        """;

    [Fact]
    public async Task A_training_reads_writes_and_ends_nothing_of_the_studio()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "Only Linux keeps a training from the studio's files.");
        Assert.True(Confinement.IsSupported, "The kernel has no Landlock.");
        using var studio = StudioProcess.Start(Data);
        studio.Client.Submit(new() { File = "first.csx", Text = SubmissionTests.Script(""), Options = Options("""{ "Steps": 2000 }""") });
        await Until(() => studio.Client.Get(1).Status == "Completed", "the first one has a folder");
        var spy = Spy.Replace("DATA", Data).Replace("OTHER", Path.Combine(Data, "experiments", "1"))
            .Replace("STUDIO", $"{studio.File.Process}");
        var refused = Assert.Throws<HttpRequestException>(() => studio.Client.Submit(
            new() { File = "spy.csx", Text = spy.Replace("WHEN", "check"), Options = Options("{}") }));
        RequireNothing(refused.Message);
        studio.Client.Submit(new() { File = "spy.csx", Text = spy.Replace("WHEN", "train"), Options = Options("{}") });
        await Until(() => studio.Client.Get(2).Status == "Failed", "the spy has spoken");
        RequireNothing(System.Net.WebUtility.HtmlDecode(await studio.Http.GetStringAsync("experiments/2")));
        Assert.Equal("Completed", studio.Client.Get(1).Status);
        Assert.Equal(studio.Token, File.ReadAllText(Path.Combine(Data, "token")).Trim());
    }

    static void RequireNothing(string text)
    {
        var tried = text[text.IndexOf("tried: token", StringComparison.Ordinal)..].Split('\n')[0];
        Assert.True(
            (tried.Split(" refused (UnauthorizedAccessException)").Length, tried.Split(" refused (IOException)").Length) == (16, 3), tried);
        Assert.Contains("own folder written WORKED", tried);
        Assert.Single(tried.Split("WORKED")[..^1]);
    }

    /// <summary>As in the home of a new user: packages have no folder yet, and could not make one beside the studio's
    /// data.</summary>
    [Fact]
    public async Task A_training_with_a_package_works_in_a_home_without_a_folder_for_packages()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A home is a variable on Linux and macOS only.");
        var home = Directory.CreateDirectory(Path.Combine(Data, "home")).FullName;
        var data = Path.Combine(home, ".local", "share", "pathmind", "studio");
        using var studio = StudioProcess.Start(data, environment: [("HOME", home)]);
        studio.Client.Submit(new()
        {
            File = "coin.csx", Options = Options("""{ "Steps": 2000 }"""),
            Text = "#r \"nuget: YamlDotNet, 11.2.1\"\n" + SubmissionTests.Script("_ = new YamlDotNet.Serialization.SerializerBuilder();"),
        });
        await Until(() => studio.Client.Get(1).Status is "Completed" or "Failed", "the training has ended");
        Assert.True(studio.Client.Get(1).Status == "Completed", studio.Client.Get(1).Message);
        Assert.True(Directory.Exists(Path.Combine(home, ".nuget", "packages", "yamldotnet")));
    }

    [Fact]
    public async Task What_lies_beside_the_hidden_folder_is_as_before_and_a_link_does_not_lead_into_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "Only Linux keeps a training from the studio's files.");
        var data = Directory.CreateDirectory(Path.Combine(Data, "home", "studio")).FullName;
        var own = Directory.CreateDirectory(Path.Combine(data, "experiments", "1")).FullName;
        var beside = Directory.CreateDirectory(Path.Combine(Data, "home", "beside")).FullName;
        await File.WriteAllTextAsync(Path.Combine(data, "token"), "secret");
        File.CreateSymbolicLink(Path.Combine(beside, "way"), data);
        string[] command =
        [
            "/bin/sh", "-c", $"cd {beside}; echo mine > {own}/file && cat {own}/file; mkdir new && echo beside > new/file && cat new/file; "
                + $"cat way/token; cat {data}/token; echo new > ../file; echo new > {data}/file; ln -s {data}/token {own}/token",
        ];
        var around = new Confinement { Hidden = [data], Writable = [own] }
            .Around(["dotnet", Path.Combine(AppContext.BaseDirectory, "pathmind.dll")], command);
        using var process = Process.Start(
            new ProcessStartInfo(around[0], around.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        Assert.Equal("mine\nbeside\n", await process.StandardOutput.ReadToEndAsync());
        Assert.Equal(5, (await errors).Split("ermission denied").Length - 1);
    }

    [Theory]
    [InlineData("System.Threading.Thread.Sleep(50);", 0.0006, 4, "Stopped", "asked to stop")]              // two seconds
    [InlineData("if (Environment.GetCommandLineArgs().Contains(\"train\")) { " + MoreMemory + " }",
        1, 0.2, "Failed", "MB of memory, more than")]
    public async Task A_training_that_uses_more_than_it_may_is_ended(
        string inStep, double hours, double memory, string status, string message)
    {
        await using var studio = await StudioServer(hours, memory);
        using Reporting.StudioClient client = new(new() { Url = $"{studio.Address}", Token = studio.Token }, TimeSpan.FromMinutes(1));
        client.Submit(new()
        {
            File = "coin.csx", Text = SubmissionTests.Script(inStep),
            Options = Options("""{ "Steps": 2000000000, "StopWhenConverged": false }"""),
        });
        await Until(() => studio.Board.Find(1)!.Ended is not null, "the training has ended");
        var experiment = studio.Board.Find(1)!;
        Assert.True($"{experiment.Status}" == status, $"{experiment.Status}: {experiment.Log}");
        Assert.Contains(message, experiment.Log);
    }

    [Fact]
    public async Task A_simulation_that_uses_too_much_memory_when_it_is_tried_is_refused()
    {
        await using var studio = await StudioServer(hours: 1, memory: 0.2);
        using Reporting.StudioClient client = new(new() { Url = $"{studio.Address}", Token = studio.Token }, TimeSpan.FromMinutes(1));
        var refused = Assert.Throws<HttpRequestException>(() => client.Submit(
            new() { File = "coin.csx", Text = SubmissionTests.Script(MoreMemory), Options = Options("{}") }));
        Assert.Contains("MB of memory, more than", refused.Message);
    }

    Task<Studios.StudioServer> StudioServer(double hours, double memory) => Studios.StudioServer.StartAsync(new()
    {
        Data = Data, Port = 0, Tool = ["dotnet", Path.Combine(AppContext.BaseDirectory, "pathmind.dll")],
        Limits = new() { MostTime = TimeSpan.FromHours(hours), MostMemory = (long)(memory * (1L << 30)) },
    });

    static JsonElement Options(string json) => JsonDocument.Parse(json).RootElement.Clone();
}
