using System.IO.Compression;
using System.Text.Json;
using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>The generated clients, run for real.</summary>
public sealed class ClientTests
{
    static readonly float[] Zeros = new float[5];

    [Theory]
    [InlineData("python3 pathmind_client.py")]
    [InlineData("mkdir without && echo 'raise ImportError()' > without/requests.py && PYTHONPATH=without python3 pathmind_client.py")]
    [InlineData("node pathmind-client.mjs")]
    [InlineData("bash predict.sh")]
    [InlineData("dotnet run PathmindClient.cs")]
    public async Task A_client_gets_the_policys_action(string command)
    {
        var policy = PolicyCase.Of("number, then choices, then numbers");
        await using var server = await RunningServer.StartAsync(policy);
        var folder = await UnpackAsync(server);
        try
        {
            var output = Shell.Run(folder.FullName, $"export PATHMIND_API_KEY={RunningServer.Key}\n{command}").Succeeded();
            var answer = JsonDocument.Parse(output.Trim().Split('\n')[^1]).RootElement;
            Assert.Equal(policy.Trained.Evaluate(Zeros).Action, answer.GetProperty("actions").EnumerateArray()
                .Select(number => number.GetSingle()));
            var refused = Shell.Run(
                folder.FullName, $"export PATHMIND_API_KEY=wrong\n{command.Replace("mkdir ", "mkdir -p ", StringComparison.Ordinal)}");
            Assert.NotEqual(0, refused.ExitCode);
            Assert.Contains("access key is missing or wrong", refused.Output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("python3 pathmind_client.py")]
    [InlineData("dotnet run PathmindClient.cs")]
    public async Task A_client_of_several_kinds_of_agents_asks_for_one(string command)
    {
        var policy = new Traffic().Train(new() { Steps = 2_000, Threads = 1, Display = Display.None, StopWhenConverged = false }).Policy;
        await using var server = await RunningServer.StartAsync(change: null, ("traffic", policy));
        var folder = await UnpackAsync(server);
        try
        {
            var output = Shell.Run(folder.FullName, $"export PATHMIND_API_KEY={RunningServer.Key}\n{command}").Succeeded();
            var answer = JsonDocument.Parse(output.Trim().Split('\n')[^1]).RootElement;
            Assert.Equal(2, answer.GetProperty("actions").GetArrayLength());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Clients_of_a_policy_with_a_memory_hand_its_state_on_or_name_a_session()
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("one choice", history: 4));
        var folder = await UnpackAsync(server);
        try
        {
            var client = Path.Combine(folder.FullName, "PathmindClient.cs");
            var lines = await File.ReadAllLinesAsync(client, TestContext.Current.CancellationToken);
            await File.WriteAllLinesAsync(client, lines.Select(line => !line.StartsWith("var prediction", StringComparison.Ordinal) ? line
                : "var prediction = await client.PredictAsync(new() { X = 1, Orders = new float[3], Y = 2, SessionOfAgent = \"b\" });"),
                TestContext.Current.CancellationToken);
            var output = Shell.Run(folder.FullName, $"""
                export PATHMIND_API_KEY={RunningServer.Key}
                python3 -c 'from pathmind_client import *
                c = Client()
                state = c.predict(dict(x=1, orders=[1, 2, 3], y=2))["state"]
                kept = [c.predict(dict(x=x, orders=[1, 2, 3], y=2, session="a")) for x in (1, 5)]
                handed = c.predict(dict(x=5, orders=[1, 2, 3], y=2, state=state))
                print(handed["probability"] == kept[1]["probability"], kept[1]["decisions"])'
                dotnet run PathmindClient.cs
                """).Succeeded();
            Assert.Contains("True 2\n", output, StringComparison.Ordinal);
            Assert.Contains("\"decisions\":1", output, StringComparison.Ordinal);
            Assert.Contains("`state` of an agent's last answer", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "README.md"),
                TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_python_client_lists_the_fields_that_are_wrong()
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("one choice"));
        var folder = await UnpackAsync(server);
        try
        {
            var output = Shell.Run(folder.FullName, $"""
                export PATHMIND_API_KEY={RunningServer.Key}
                python3 -c 'from pathmind_client import *
                c = Client()
                print(c.predict_batch([EXAMPLE, EXAMPLE]) == [c.predict(EXAMPLE), c.predict_raw([0, 0, 0, 0, 0])])
                try: c.predict(dict(x=1))
                except PolicyError as e: print(e.status, [d["msg"] for d in e.detail])'
                """).Succeeded();
            Assert.Equal("True\n422 ['field required', 'field required']\n", output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Names_of_any_letters_make_a_client_that_compiles_and_runs()
    {
        string[] names = ["class", "a b", "a-b", "Größe", "it's \"here\" \\", "1st", "Observation", "{{url}}"];
        PolicyCase model = PolicyCase.Of("one choice");
        var policy = TrainedPolicy.From(
            model.Parts with
            {
                Description = model.Parts.Description with
                {
                    Observations = new(
                [.. names.Take(5)], [1, 1, 1, 1, 1], [false, false, false, false, false])
                }
            });
        await using var server = await RunningServer.StartAsync(null, ("odd", policy));
        var folder = await UnpackAsync(server);
        try
        {
            var output = Shell.Run(folder.FullName, $"""
                export PATHMIND_API_KEY={RunningServer.Key}
                python3 pathmind_client.py
                node pathmind-client.mjs
                bash predict.sh
                dotnet run PathmindClient.cs
                """).Succeeded();
            Assert.Equal(4, output.Split("\"actions\"").Length - 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        Assert.Equal(["Class", "AB", "AB_2", "GrE", "ItSHere", "Value1st", "ValueObservation", "Url"],
            Server.Clients.CSharpRecord.Properties(names));
    }

    static async Task<DirectoryInfo> UnpackAsync(RunningServer server)
    {
        var folder = Directory.CreateTempSubdirectory("pathmind-clients-");
        await using var zip = await server.Client.GetStreamAsync("clients/");
        using MemoryStream copy = new();
        await zip.CopyToAsync(copy);
        using ZipArchive archive = new(copy);
        archive.ExtractToDirectory(folder.FullName);
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.FullName), file => File.ReadAllText(file)
            .Contains(RunningServer.Key, StringComparison.Ordinal));
        return folder;
    }
}
