using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Pathmind.Tests;

/// <summary>The request by curl of docs/policy-server.md is answered as the page says.</summary>
public sealed class ServerPageTests
{
    [Fact]
    public async Task The_page_asks_by_curl_for_a_session_as_it_is_answered()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no bash there.");
        var page = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "docs", "policy-server.md"), TestContext.Current.CancellationToken);
        var block = page.Split("```\n").Single(part => part.StartsWith("curl ", StringComparison.Ordinal));
        var answer = page.Split("The answer is `")[1].Split('`')[0];
        var policy = new Scanned().Train(new()
        {
            Steps = 2_000, Threads = 1, Display = Display.None, StopWhenConverged = false, History = 5,
        }).Policy;
        await using var server = await RunningServer.StartAsync(null, ("sorter", policy));
        var command = block.Replace("http://127.0.0.1:8000/", $"{server.Address}").Replace("0b5f…", RunningServer.Key);
        for (var decision = 1; decision <= 2; decision++)
        {
            ProcessStartInfo start = new("bash", ["-c", $"{command.TrimEnd()} --silent"]) { RedirectStandardOutput = true };
            using var curl = Process.Start(start)!;
            var given = JsonNode.Parse(await curl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken))!.AsObject();
            Assert.Equal(JsonNode.Parse(answer)!.AsObject().Select(field => field.Key), given.Select(field => field.Key));
            Assert.Equal(decision, (int)given["decisions"]!);
        }
    }

    /// <summary>Sees and decides what the notebook's sorter does.</summary>
    sealed class Scanned : Simulation
    {
        int step;

        public override ActionSpace ActionSpace(int agent) => new Discrete(["left", "right"]);

        public override void Reset() => step = 0;

        public override void Step() => step++;

        public override Observation GetObservation(int agent) => new() { ["scanned_right"] = Random.Next(2) == 1 };

        public override Reward GetReward(int agent) => new() { ["sorted_right"] = Action[0].Choice };

        public override bool IsDone(int agent) => step == 50;
    }
}
