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

    [Theory]
    [InlineData(3, true)]
    [InlineData(20, false)]
    public void A_judgement_by_few_episodes_says_that_they_tell_little(int episodes, bool isSaid) => Assert.Equal(
        isSaid,
        new TeacherResult("rule", 1, new(2, 1, 3), episodes, false).ToString()
            .EndsWith(" So few episodes tell little: Compare (pathmind compare) plays more.", StringComparison.Ordinal));

    [Fact]
    public void A_training_that_ends_before_an_episode_does_not_blame_the_simulation_for_it()
    {
        var message = new TestSimulation { Length = 300 }.Train(
            Options with { Steps = 600, Simulations = 2, StartFrom = Policy.From("rule", _ => 1) }).Message;
        Assert.Contains("; no episode has ended since the imitation.", message);
        Assert.DoesNotContain("MaxSteps", message);
    }

    [Fact]
    public void An_imitation_takes_no_more_than_half_of_few_steps()
    {
        var training = new TestSimulation().Train(Options with { Steps = 200, Simulations = 2, StartFrom = Policy.From("rule", _ => 1) });
        Assert.Matches("Imitated rule in 100 decisions", training.Message);
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
