using Pathmind.Notebook.Scripts;

namespace Pathmind.Tests;

/// <summary>Packages beside the kit, whatever the running program uses itself: the version asked for runs, and the kit
/// trains.</summary>
public sealed class IsolationTests
{
    const string Chain = """
        class Chain : Simulation
        {
            int place, steps;
            public override ActionSpace ActionSpace(int agent) => new Discrete(2);
            public override void Reset() => (place, steps) = (0, 0);
            public override void Step() { place += Action[0].Choice; steps++; }
            public override Observation GetObservation(int agent) => new() { ["place"] = place };
            public override Reward GetReward(int agent) => new() { ["right"] = Action[0].Choice };
            public override bool IsDone(int agent) => steps == 5;
        }
        new Chain().Train(new() { Steps = 512 }).Policy is not null
        """;

    readonly ScriptSession session = new();

    [Theory]
    [InlineData("CsvHelper, 33.0.1", "CsvHelper.CsvReader", "33.0.0.0",
        "new CsvHelper.CsvReader(new StringReader(\"a,b\\n1,2\"), "
        + "System.Globalization.CultureInfo.InvariantCulture).GetRecords<dynamic>().Count() == 1")]
    [InlineData("YamlDotNet, 13.7.1", "YamlDotNet.Serialization.Serializer", "13.0.0.0",
        "new YamlDotNet.Serialization.Serializer().Serialize(new { x = 1 }).Trim() == \"x: 1\"")]
    [InlineData("System.CommandLine, 2.0.0-beta4.22272.1", "System.CommandLine.RootCommand", "2.0.0.0",
        "((Func<bool>)(() => { var done = false; var root = new System.CommandLine.RootCommand(\"x\"); "
        + "System.CommandLine.Handler.SetHandler(root, () => { done = true; }); "
        + "System.CommandLine.CommandExtensions.Invoke(root, \"\"); return done; }))()")]
    [InlineData("Spectre.Console, 0.44.0", "Spectre.Console.Table", "0.0.0.0", "new Spectre.Console.Table().Columns.Count == 0")]
    [InlineData("Newtonsoft.Json, 13.0.3", "Newtonsoft.Json.Linq.JObject", "13.0.0.0",
        "Newtonsoft.Json.Linq.JObject.Parse(\"{'x':1}\").Count == 1")]
    public async Task The_version_asked_for_runs_and_the_kit_trains(string package, string type, string version, string use)
    {
        Assert.Equal(version, await Value($"#r \"nuget: {package}\"\ntypeof({type}).Assembly.GetName().Version.ToString()"));
        Assert.Equal(true, await Value(use));
        Assert.Equal(true, await Value(Chain));
        Assert.Contains(package.Split(", ")[1].Split('-')[0], (string)(await Value($"typeof({type}).Assembly.Location"))!);
    }

    [Theory]
    [InlineData("#r \"nuget: YamlDotNet, 13.7.1\"")]
    [InlineData("#r \"nuget: YamlDotNet, 11.2.1\"")]
    [InlineData("typeof(YamlDotNet.Serialization.Serializer).Name")]     // the kit's own copy
    [InlineData("#r \"nuget: System.CommandLine, 2.0.0-beta4.22272.1\"")]
    [InlineData("#r \"nuget: Plotly.NET, 6.0.0\"")]
    public async Task The_kit_means_the_same_before_and_after_a_package(string cell)
    {
        ScriptSession notebook = new(new ScriptSessionOptions().WithOutputs());
        await Value("class Early" + Chain[Chain.IndexOf(':')..Chain.IndexOf("new Chain()", StringComparison.Ordinal)], notebook);
        await Value("Simulation early = new Early(); var markdown = Markdown(\"*x*\"); PpoOptions ppo = new() { Hidden = [8] };", notebook);
        await Value(cell, notebook);
        Assert.Equal(
            true, await Value("var trained = early.Train(new() { Steps = 512, Ppo = ppo }); trained.Policy is not null", notebook));
        await Value("new Early().Run(Policy.Random(1), display: Display.None); Display(markdown);", notebook);
        Assert.Equal(true, await Value(Chain, notebook));
        const string start = "early.Run(Policy.Random(1), display: Display.No";
        Assert.Contains(notebook.Complete(start, start.Length).Suggestions, candidate => candidate.Text == "None");
    }

    [Fact]
    public async Task OR_Tools_solves_with_its_own_libraries_beside_a_training()
    {
        Assert.Equal("Optimal 32", await Value("""
            #r "nuget: Google.OrTools, 9.15.6755"
            using Google.OrTools.Sat;
            var model = new CpModel();
            var a = model.NewIntVar(0, 10, "a");
            var b = model.NewIntVar(0, 10, "b");
            model.Add(a + b <= 12);
            model.Maximize(3 * a + b);
            var solver = new CpSolver();
            var status = solver.Solve(model);
            $"{status} {solver.ObjectiveValue}"
            """));
        Assert.Equal(true, await Value(Chain));
        Assert.Equal("Optimal", await Value("$\"{new CpSolver().Solve(model)}\""));
    }

    Task<object?> Value(string code) => Value(code, session);

    static async Task<object?> Value(string code, ScriptSession session)
    {
        var result = await session.RunAsync(code, "In [1]");
        Assert.Equal("", string.Join('\n', result.Error?.Traceback ?? []));
        Assert.DoesNotContain("was asked for", string.Join('\n', result.Notices));
        return result.Value;
    }
}
