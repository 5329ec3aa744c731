using Pathmind.Notebook.Scripts;

namespace Pathmind.Tests;

/// <summary>The bar | marks the position.</summary>
public sealed class CompletionTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-completion-").FullName;
    readonly ScriptSession session;

    public CompletionTests() => session = new(new() { Folder = folder });

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("Console.Wri|", "WriteLine", "method")]
    [InlineData("Math.P|", "PI", "field")]
    [InlineData("\"text\".Len|", "Length", "property")]
    [InlineData("new List<int>().Wh|", "Where", "method")]           // an extension method
    [InlineData("var number = 5;\nnum|", "number", "variable")]
    [InlineData("void F(int count) { cou| }", "count", "parameter")]
    [InlineData("System.Col|", "Collections", "namespace")]
    [InlineData("using System.Te|", "Text", "namespace")]
    [InlineData("whi|", "while", "keyword")]
    [InlineData("Simul|", "Simulation", "class")]
    [InlineData("DayOfWeek.Mon|", "Monday", "enum member")]
    [InlineData("\"a\"?.Leng|", "Length", "property")]
    [InlineData("$\"{Math.P|}\"", "PI", "field")]
    [InlineData("foreach (var c in \"abc\") { c.CompareT| }", "CompareTo", "method")]
    [InlineData("#r \"nuget: Some.Package, 1.0\"\nArg|", "Args", "property")]
    public void Names_that_can_stand_at_the_position_are_offered(string marked, string expected, string kind) =>
        Assert.Contains(new(expected, kind), Complete(marked).Suggestions);

    [Theory]
    [InlineData("\"text\".|", "WriteLine", "IsNullOrEmpty", "while")]       // neither other types' members, nor static ones, nor keywords
    [InlineData("string.|", "Length", "Trim", "while")]
    [InlineData("Console.Re|", "WriteLine")]
    [InlineData("System.Text.StringBuilder.Append|", "AppendInterpolatedStringHandler")]    // meant for the compiler only
    public void Names_that_cannot_stand_there_are_not(string marked, params string[] unexpected) =>
        Assert.Empty(Complete(marked).Suggestions.Select(candidate => candidate.Text).Intersect(unexpected));

    [Theory]
    [InlineData("// Cons|")]
    [InlineData("var s = \"Cons|\";")]
    [InlineData("12|")]
    public void Comments_strings_and_numbers_get_no_candidates(string marked) => Assert.Empty(Complete(marked).Suggestions);

    [Fact]
    public async Task Earlier_submissions_are_known()
    {
        await session.RunAsync(
            "class Warehouse { public int Stock; }\nvar warehouse = new Warehouse(); int Twice(int x) => 2 * x;", "In [1]");
        Assert.Contains(new("warehouse", "variable"), Complete("ware|").Suggestions);
        Assert.Contains(new("Warehouse", "class"), Complete("ware|").Suggestions);
        Assert.Contains(new("Stock", "field"), Complete("warehouse.|").Suggestions);
        Assert.Contains(new("Twice", "method"), Complete("Console.Write(Tw|)").Suggestions);
    }

    [Theory]
    [InlineData("new Walk().Train(new() { St| })")]
    [InlineData("new Walk().Train(new() { St|")]
    public async Task Options_are_offered_where_only_the_method_says_what_is_made(string marked)
    {
        await session.RunAsync(Walk, "In [1]");
        Assert.Contains(new("Steps", "property"), Complete(marked).Suggestions);
    }

    [Fact]
    public void Members_that_can_be_overridden_are_offered_with_their_body()
    {
        const string start = "class Mouse : Simulation\n{\n    ";
        var completions = Complete($"{start}override |\n}}");
        Assert.Equal((start.Length, start.Length + "override ".Length), (completions.Start, completions.End));
        var step = Assert.Single(completions.Suggestions, candidate => candidate.Text.Contains(" Step(", StringComparison.Ordinal));
        Assert.Matches(@"^public override void Step\(\)\s*\{\s*throw new .*NotImplementedException\(\);\s*\}$", step.Text);
        Assert.Contains(completions.Suggestions, candidate => candidate.Text.Contains(" ActionSpace(int agent)", StringComparison.Ordinal));
        var steps = Complete($"{start}override Ste|\n}}").Suggestions;
        Assert.Contains("Step(", Assert.Single(steps).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_of_cells_that_can_be_stopped_are_known_as_they_were_written()
    {
        ScriptSession stoppable = new(new() { CanStop = true });
        await stoppable.RunAsync("""
            int Sum() { var sum = 0; for (var i = 0; i < 3; i++) sum += i; return sum; }
            var first = Sum();
            """, "In [1]");
        await stoppable.RunAsync("using System.Text.Json;", "In [2]");
        Assert.Contains(new("first", "variable"), stoppable.Complete("fir", 3).Suggestions);
        Assert.Contains(new("JsonSerializer", "class"), stoppable.Complete("JsonSerial", 10).Suggestions);
    }

    [Fact]
    public async Task Loaded_files_and_assemblies_of_earlier_submissions_are_known()
    {
        File.WriteAllText(Path.Combine(folder, "model.csx"), "class FromFile { public int Weight; }");
        var assembly = typeof(FactAttribute).Assembly.Location;
        await session.RunAsync($"#r \"{assembly}\"\n#load \"model.csx\"\nvar loaded = new FromFile();", "In [1]");
        Assert.Contains(new("Weight", "field"), Complete("loaded.We|").Suggestions);
        Assert.Contains(new("FactAttribute", "class"), Complete("Xunit.FactA|").Suggestions);
    }

    [Fact]
    public async Task Completion_answers_while_a_submission_runs()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await session.RunAsync("var gate = new ManualResetEventSlim(); var entered = new ManualResetEventSlim();", "In [1]", cancellation);
        var running = Task.Run(() => session.RunAsync("var later = 1; entered.Set(); gate.Wait();", "In [2]"), cancellation);
        var entered = (ManualResetEventSlim)session.Variables.Single(variable => variable.Name == "entered").Value!;
        entered.Wait(cancellation);
        Assert.False(running.IsCompleted);
        Assert.Contains(new("later", "variable"), Complete("lat|").Suggestions);
        ((ManualResetEventSlim)session.Variables.Single(variable => variable.Name == "gate").Value!).Set();
        await running;
    }

    const string Walk = """
        class Walk : Simulation
        {
            public override ActionSpace ActionSpace(int agent) => new Discrete(2);
            public override void Reset() { }
            public override void Step() { }
            public override Observation GetObservation(int agent) => new() { ["x"] = 1 };
            public override Reward GetReward(int agent) => new() { ["y"] = 1 };
            public override bool IsDone(int agent) => true;
        }
        """;

    [Fact]
    public void The_candidates_replace_the_name_before_the_position()
    {
        var completions = Complete("var x = Console.wri|");
        Assert.Equal((16, 19), (completions.Start, completions.End));
        Assert.Equal("Write", completions.Suggestions[0].Text);       // whatever the case
    }

    [Fact]
    public async Task Of_two_names_that_differ_by_their_case_the_one_as_typed_comes_first()
    {
        await session.RunAsync("var total = 1; var Total = 2;", "In [1]");
        Assert.Equal("total", Complete("tot|").Suggestions[0].Text);
        Assert.Equal("Total", Complete("Tot|").Suggestions[0].Text);
    }

    [Fact]
    public void Paths_of_directives_are_files_and_folders()
    {
        Directory.CreateDirectory(Path.Combine(folder, "more"));
        foreach (var file in new[] { "model.csx", "model.dll", "model.txt", "more/inner.csx" })
            File.WriteAllText(Path.Combine(folder, file), "");
        Assert.Equal(["model.csx", "more/"], Complete("#load \"mo|").Suggestions.Select(candidate => candidate.Text));
        Assert.Equal(["model.dll", "more/"], Complete("#r \"mo|").Suggestions.Select(candidate => candidate.Text));
        var inner = Complete("var x = 1;\n#load \"more/|");
        Assert.Equal(("inner.csx", 23), (Assert.Single(inner.Suggestions).Text, inner.Start));
    }

    ScriptCompletions Complete(string marked)
    {
        var position = marked.IndexOf('|', StringComparison.Ordinal);
        return session.Complete(marked.Remove(position, 1), position);
    }
}
