using Pathmind.Testing;

namespace Pathmind.Tests;

/// <summary>What is the result of a training that starts from a rule: what was learnt, or the imitation
/// (docs/warm-start.md, 4).</summary>
public sealed class StartFromResultTests
{
    static TrainingOptions Options => new() { Threads = 1, Display = Display.None, StopWhenConverged = false };

    [Fact]
    public void What_learning_made_worse_than_the_rule_gives_way_to_the_imitation()
    {
        var rule = Policy.From("rule", o => (int)o["place"]);
        var spoiled = new Digits().Train(Options with { Steps = 6_000, StartFrom = rule, Ppo = new() { LearningRate = 3 } });
        Assert.InRange(spoiled.Teacher!.Difference.High, 0, double.PositiveInfinity);
        Assert.InRange(spoiled.Reward!.Value, 9.8, 10);
        Assert.True(spoiled.Teacher.IsImitation);
        Assert.Contains("; it is the imitation, since nothing clearly better was learnt after it.", spoiled.Message);
    }

    /// <summary>A coin is thrown at every step, and to guess heads is as good as tails: what a policy gains over the
    /// rule is luck.</summary>
    [Fact]
    public void What_is_not_shown_to_be_better_gives_way_to_the_imitation()
    {
        var simulation = new TestSimulation
        {
            Length = 20, OnStep = test => test.State = test.Random.Next(2),
            Observation = (test, _) => new() { ["last"] = test.State },
            Reward = (test, _) => new() { ["guessed"] = test.Action[0].Choice == test.State ? 1 : 0 },
        };
        var rule = Policy.From("rule", o => (int)o["last"]);
        var imitations = Enumerable.Range(1, 8).Count(seed =>
            simulation.Train(Options with { Steps = 3_000, Seed = seed, StartFrom = rule }).Teacher!.IsImitation);
        Assert.InRange(imitations, 7, 8);
    }
}
