using Pathmind.Benchmarks;

namespace Pathmind.Tests;

/// <summary>Every model of scripts/industry, in its short form; ten seeds and whole trainings: the suite
/// <c>industry</c> of tests/Pathmind.Benchmarks.</summary>
public sealed class IndustryTests
{
    public static TheoryData<string> Names => [.. IndustryModels.All.Select(model => model.Name)];

    [Fact]
    public void Every_script_is_a_model_here() => Assert.Equal(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "scripts", "industry"), "*.cs")
            .Select(file => Path.GetFileNameWithoutExtension(file).Replace('_', '-')).Order(StringComparer.Ordinal),
        IndustryModels.All.Select(model => model.Name).Order(StringComparer.Ordinal));

    /// <remarks>By the 95 % interval of the differences in the same episodes: all of it above 0, and not all of it
    /// below 0.</remarks>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_short_training_beats_the_usual_heuristic_and_is_not_worse_than_the_tuned_rule(string name)
    {
        var model = IndustryModels.Named(name);
        var result = model.Compare(model.TrainShortly(seed: 1), episodes: Math.Min(model.Episodes, 50));
        Assert.True(result.OverHeuristic.Low > 0, $"{result.OverHeuristic}\n{result}");
        Assert.True(result.OverTuned.High >= 0, $"{result.OverTuned}\n{result}");
    }

    /// <summary>The control: so many episodes tell what has not learnt.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Random_actions_are_worse_than_the_tuned_rule(string name)
    {
        var model = IndustryModels.Named(name);
        var result = model.Compare(Policy.Random(2), episodes: Math.Min(model.Episodes, 50));
        Assert.True(result.OverTuned.High < 0, $"{result.OverTuned}\n{result}");
    }

    /// <remarks>The search looked for the best numbers of a rule of the same kind: if the usual ones did as well, they
    /// would be an honest opponent.</remarks>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_tuned_rule_beats_the_usual_heuristic(string name)
    {
        var model = IndustryModels.Named(name);
        var result = model.Compare(model.Tuned(), episodes: Math.Min(model.Episodes, 50));
        Assert.True(result.OverHeuristic.Low > 0, $"{result.OverHeuristic}\n{result}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_finds_nothing(string name)
    {
        var check = SimulationCheck.Of(IndustryModels.Named(name).Create);
        Assert.Empty(check.Problems);
        Assert.Empty(check.Hints);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_episodes_also_in_a_simulation_that_was_used(string name)
    {
        var model = IndustryModels.Named(name);
        var used = model.Create();
        used.Run(Policy.Random(9), seed: 9, detail: LogDetail.Summaries, display: Display.None);
        Assert.Equal(Rewards(model.Create(), seed: 5), Rewards(used, seed: 5));
        Assert.NotEqual(Rewards(model.Create(), seed: 5), Rewards(model.Create(), seed: 6));
    }

    /// <remarks>Every step is drawn, from an empty model to a crowded one: a negative length would be an
    /// error.</remarks>
    [Theory]
    [MemberData(nameof(Names))]
    public void Each_step_can_be_drawn(string name)
    {
        var log = IndustryModels.Named(name).Create().Run(Policy.Random(1), seed: 3, display: Display.None);
        Assert.Null(Record.Exception(() => log.Replay()));
    }

    static double[] Rewards(Simulation simulation, int seed)
    {
        var log = simulation.Run(Policy.Random(1), episodes: 2, seed: seed, detail: LogDetail.Summaries, display: Display.None);
        return [.. log.Episodes["reward"]];
    }
}
