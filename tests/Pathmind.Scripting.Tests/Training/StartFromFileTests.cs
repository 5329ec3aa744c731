using Pathmind.Testing;

namespace Pathmind.Tests;

/// <summary>The steps that a run wrote are a teacher in every kind of space, as they stand in the file: choices that
/// have names by these (docs/warm-start.md).</summary>
public sealed class StartFromFileTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    string Steps => Path.Combine(folder, "steps.csv");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static readonly Discrete Named = new(["low", "middle", "high"]);

    static TestSimulation Of(Func<int, ActionSpace> spaceOf, int agents = 1) => new()
    {
        Agents = agents,
        SpaceOf = spaceOf,
        OnReset = test => test.State = test.Random.Next(3),
        OnStep = test => test.State = test.Random.Next(3),
        Observation = (test, _) => new() { ["place"] = test.State },
        Reward = (_, _) => new() { ["none"] = 0 },
    };

    [Theory]
    [InlineData("Steps")]
    [InlineData("outCsv")]
    [InlineData("numbers")]
    [InlineData("Excel")]
    public void Choices_are_read_by_their_names_as_a_run_writes_them_and_by_their_numbers(string by)
    {
        var simulation = Of(_ => Named);
        var log = simulation.Run(
            Policy.From("rule", o => (int)o["place"]), 60, seed: 5, outCsv: by == "outCsv" ? Steps : null, display: Display.None);
        if (by != "outCsv")
            log.Steps.WriteCsv(Steps, by == "Excel" ? CsvFormat.Excel : CsvFormat.Standard);
        Assert.Contains(",middle,", File.ReadAllText(Steps));
        if (by == "numbers")
            File.WriteAllText(Steps, File.ReadAllText(Steps).Replace(",low,", ",0,").Replace(",middle,", ",1,").Replace(",high,", ",2,"));
        AssertImitated(simulation, agent: 0, "action_0");
    }

    [Fact]
    public void Several_named_choices_and_numbers_of_one_action_are_read()
    {
        var simulation = Of(_ => new Composite(new Continuous(1, 0, 2), new Discrete(["x", "y", "z"]), Named, new Discrete(3)));
        simulation.Run(
            Policy.From("rule", o => AgentAction.Of([(int)o["place"], (int)o["place"], (int)o["place"]], [o["place"].Number])),
            60, seed: 5, display: Display.None).Steps.WriteCsv(Steps);
        AssertImitated(simulation, agent: 0, "action_0_1", "action_0_2", "action_0_3");
    }

    [Fact]
    public void Agents_of_several_kinds_have_names_of_their_own()
    {
        var simulation = Of(agent => agent == 0 ? Named : new Discrete(["high", "low", "middle"]), agents: 2);
        simulation.Run(Policy.From("rule", o => (int)o["place"]), 60, seed: 5, display: Display.None).Steps.WriteCsv(Steps);
        AssertImitated(simulation, agent: 0, "action_0");
        AssertImitated(simulation, agent: 1, "action_1");
    }

    [Fact]
    public void A_name_that_looks_like_a_number_is_the_name()
    {
        var simulation = Of(_ => new Discrete(["2", "0", "1"]));
        simulation.Run(Policy.From("rule", o => (int)o["place"]), 60, seed: 5, display: Display.None).Steps.WriteCsv(Steps);
        AssertImitated(simulation, agent: 0, "action_0");
    }

    [Theory]
    [InlineData("hihg", "'hihg' in the column action_0 is not one of the choices 'low', 'middle', 'high', nor the number of one.")]
    [InlineData("1.5", "'1.5' in the column action_0 is not one of the choices 'low', 'middle', 'high', nor the number of one.")]
    [InlineData("3", "the choice 3 is not in 0 .. 2, as Discrete(low, middle, high) needs it.")]
    public void What_is_no_choice_is_refused_with_those_there_are(string cell, string message)
    {
        File.WriteAllText(Steps, $"Episode,observation_0_place,action_0,reward_0_none\n1,0,{cell},0\n");
        var refused = Assert.Throws<ArgumentException>(() => Of(_ => Named).Train(Options));
        Assert.Equal($"StartFrom: steps.csv, line 2: {message}", refused.Message);
    }

    [Theory]
    [InlineData("no column")]
    [InlineData("broken rule")]
    public void A_start_that_fails_leaves_no_folder_that_was_not_there(string by)
    {
        File.WriteAllText(Steps, "Episode\n1\n");
        var options = Options with { Folder = Path.Combine(folder, "policies", "new") };
        if (by == "broken rule")
            options = options with { StartFrom = Policy.From("broken", _ => throw new InvalidOperationException("no")) };
        Assert.ThrowsAny<Exception>(() => Of(_ => Named).Train(options));
        Assert.False(Directory.Exists(Path.Combine(folder, "policies")));
        Directory.CreateDirectory(options.Folder!);
        Assert.ThrowsAny<Exception>(() => Of(_ => Named).Train(options));
        Assert.Empty(Directory.EnumerateFileSystemEntries(options.Folder!));
    }

    void AssertImitated(TestSimulation simulation, int agent, params string[] columns)
    {
        var training = simulation.Train(Options);
        var log = simulation.Run(training.Policy, 10, seed: 1, display: Display.None).Steps;
        Assert.All(columns, column => Assert.Equal(log[$"observation_{agent}_place"], log[column]));
    }

    /// <summary>What was imitated stays: nothing is earned, and learning from that would be chance.</summary>
    TrainingOptions Options => new()
    {
        Threads = 1, Display = Display.None, StopWhenConverged = false, Steps = 1_000, StartFrom = Steps,
        Algorithm = new PpoOptions { LearningRate = 1e-9f },
    };
}
