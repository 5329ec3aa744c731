namespace Pathmind.Tests;

/// <summary>The real tool, driven as VS Code drives it.</summary>
[Collection(nameof(InteractiveTool))]
public sealed class StdioTests(InteractiveTool tool)
{
    internal const string Coin = """
        class Coin : Simulation
        {
            public override ActionSpace ActionSpace(int agent) => new Discrete(2);
            public override void Reset() { }
            public override void Step() { }
            public override Observation GetObservation(int agent) => new() { ["one"] = 1 };
            public override Reward GetReward(int agent) => new() { ["head"] = Action[0].Choice + Random.NextDouble() };
            public override bool IsDone(int agent) => true;
        }
        """;

    [Fact]
    public async Task A_session_from_loading_the_package_to_a_stopped_training_that_keeps_its_policy()
    {
        InteractiveTool.Require();
        await using var host = StdioHost.Start(tool);

        var loaded = await host.RunAsync($"#i \"nuget:{tool.Feed}\"\n#r \"nuget: Pathmind.Scripting\"");
        Assert.Null(loaded.Error);
        Assert.DoesNotContain("warning", loaded.Text, StringComparison.OrdinalIgnoreCase);

        var training = await host.RunAsync($"%train --steps 300000\n{Coin}");
        Assert.Null(training.Error);
        Assert.Single(training.Of("DisplayedValueUpdated").Select(update => update.GetProperty("valueId").GetString()).Distinct());
        Assert.Contains("image/svg+xml", training.Text);
        Assert.Null((await host.RunAsync("%run")).Error);
        Assert.Null((await host.RunAsync("#!train --steps 2000 --as other")).Error);
        Assert.Contains("DisplayedValueUpdated", (await host.RunAsync("var mine = new Coin().Train(new() { Steps = 300000 });")).Text);

        var variables = (await ValuesAsync(host)).ToArray();
        Assert.All(["policy", "history", "log", "other", "mine"], name => Assert.Contains(name, variables));
        Assert.Contains("--steps", (await host.AskAsync("RequestCompletions", "%train --st|")).Text);
        Assert.Contains("--steps", (await host.AskAsync("RequestCompletions", "var x = 1;\n#!train --st|")).Text);
        Assert.Contains("Coin", (await host.AskAsync("RequestCompletions", "%run C|")).Text);
        Assert.Contains("Steps of all simulations", (await host.AskAsync("RequestHoverText", "#!train --ste|ps 5")).Text);
        Assert.Contains("CS0103",
            (await host.EndAsync(host.Begin("RequestDiagnostics", new { code = "%train\nnothing", targetKernelName = "csharp" }))).Text);
        Assert.StartsWith("Line 1: There is no option '--stepz'.", (await host.RunAsync("%train --stepz 5")).Error);
        Assert.Contains("<table", (await host.RunAsync("log.Steps")).Text.Replace("\\u003C", "<", StringComparison.OrdinalIgnoreCase));

        var endless = host.Begin("SubmitCode", new { code = "%train --steps 2000000000 --as kept", targetKernelName = "csharp" });
        await host.EndAsync(endless, until: "DisplayedValueUpdated");
        host.Begin("Cancel", new { targetKernelName = "csharp" });
        await host.EndAsync(endless);
        for (var attempt = 0; attempt < 50 && !(await ValuesAsync(host)).Contains("kept"); attempt++)
            await Task.Delay(200);
        Assert.Contains("Coin", (await host.RunAsync("kept")).Text);
    }

    /// <summary>What the host ships is a ceiling: a later version of an assembly cannot be loaded.</summary>
    [Fact]
    public void No_assembly_of_the_package_needs_a_later_one_than_the_tool_ships()
    {
        InteractiveTool.Require();
        var shipped = Directory.EnumerateFiles(InteractiveTool.Assemblies, "*.dll")
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), AssemblyVersions.OfFile, StringComparer.OrdinalIgnoreCase);
        Assert.True(shipped.Count > 50, $"{shipped.Count} assemblies");
        var own = Path.GetDirectoryName(typeof(Simulation).Assembly.Location)!;
        string[] asked = ["Pathmind.Scripting", "Pathmind.Commands"];
        Assert.Empty(
            from name in asked
            from reference in AssemblyVersions.References(Path.Combine(own, $"{name}.dll"))
            where shipped.TryGetValue(reference.Name!, out var version) && version is not null && reference.Version > version
            select $"{name} needs {reference.Name} {reference.Version}, but the tool has {shipped[reference.Name!]}");
    }

    static async Task<IEnumerable<string?>> ValuesAsync(StdioHost host) =>
        (await host.EndAsync(host.Begin("RequestValueInfos", new { targetKernelName = "csharp", mimeType = "text/plain" })))
            .Of("ValueInfosProduced").SelectMany(produced => produced.GetProperty("valueInfos").EnumerateArray())
            .Select(value => value.GetProperty("name").GetString());
}
