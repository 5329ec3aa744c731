using Pathmind.Testing;

namespace Pathmind.Tests;

/// <summary>What rewards show that is often a mistake is said, before a training by Check() and after it; of good
/// simulations nothing is said.</summary>
public sealed class RewardDoctorTests
{
    [Fact]
    public void A_term_that_never_changes_is_found_by_random_steps_and_by_a_training()
    {
        var simulation = With((test, reward) => new() { ["chosen"] = reward, ["rent"] = -5, ["prize"] = 0 });
        Assert.StartsWith(
            "The reward terms 'rent', 'prize' were the same in each of 2000 random steps: what never changes teaches nothing.",
            Assert.Single(simulation.Check().Hints, hint => hint.Contains("never changes")));
        Assert.Matches(
            @"^The reward term 'prize' was the same in each of [\d,]+ episodes, 0: ", Assert.Single(simulation.Train(Options).Hints));
    }

    [Fact]
    public void A_goal_that_every_episode_reaches_once_is_no_finding() => Assert.Empty(
        With((test, reward) => new() { ["chosen"] = reward, ["arrived"] = test.Steps == test.Length ? 1 : 0 }).Train(Options).Hints);

    [Fact]
    public void A_cost_per_step_of_episodes_of_different_length_does_change() => Assert.Empty(new TestSimulation
    {
        Done = (test, _) => test.Random.NextDouble() < 0.2,
        Reward = (test, _) => new() { ["time"] = -1, ["chosen"] = test.Action[0].Choice },
    }.Train(Options).Hints);

    [Fact]
    public void A_term_a_thousand_times_larger_than_another_is_named_with_how_much()
    {
        var simulation = With((test, reward) => new() { ["profit"] = 5_000 * reward, ["late"] = -test.Random.NextDouble() });
        Assert.Matches(
            @"^From one episode to another the reward term 'profit' differs [\d,]+ times as much as 'late', which has no say beside it\. .*"
            + @"new\(\) \{ \[""profit""\] = 1, \[""late""\] = 1 \}\.$",
            Assert.Single(simulation.Check().Hints, hint => hint.Contains("no say")));
        Assert.Single(simulation.Train(Options).Hints, hint => hint.Contains("no say"));
        Assert.Empty(simulation.Train(Options with { RewardWeights = new() { ["profit"] = 1, ["late"] = 1 } }).Hints);
        Assert.Empty(With((test, reward) => new() { ["profit"] = 50 * reward, ["late"] = -test.Random.NextDouble() }).Train(Options).Hints);
    }

    [Fact]
    public void A_reward_that_rises_while_a_goal_falls_is_found()
    {
        Assert.StartsWith("The reward rose from ", Assert.Single(Hurried(Goal.Minimise).Train(Long).Hints));
        var hint = Assert.Single(Hurried(Goal.AtMost(2)).Train(Long).Hints);
        Assert.Contains("while 'mistakes' went from ", hint);
        Assert.EndsWith("Limits = new() { [\"mistakes\"] = Goal.AtMost(2) }.", hint);
    }

    [Theory]
    [InlineData(true, 0)]                                                // rises as the reward does
    [InlineData(false, 11)]                                              // a bound that is kept even so
    public void A_goal_that_is_served_or_kept_is_no_finding(bool wantsMore, double bound) =>
        Assert.Empty(Hurried(wantsMore ? Goal.Maximise : Goal.AtMost(bound)).Train(Long).Hints);

    [Fact]
    public void A_goal_that_is_limited_is_no_finding_since_the_limit_holds_it() => Assert.Empty(
        Hurried(Goal.Minimise).Train(Long with { Limits = new() { ["mistakes"] = Goal.AtMost(9) } }).Hints);

    [Fact]
    public void Few_episodes_are_no_finding() => Assert.Empty(new TestSimulation
    {
        Length = 300, Reward = (test, _) => new() { ["chosen"] = test.Action[0].Choice, ["prize"] = 0 },
    }.Train(Options).Hints);

    [Fact]
    public void Hints_are_shown_below_the_message_and_kept_with_the_training()
    {
        var display = new RecordingDisplay();
        var training = With((_, reward) => new() { ["chosen"] = reward, ["prize"] = 0 }).Train(Options with { Display = display });
        Assert.Contains($"Worth a look: {training.Hints[0]}", display.Text.ReplaceLineEndings(" "));
    }

    [Fact]
    public void Of_the_example_simulations_nothing_is_said_by_Check()
    {
        Simulation[] examples = [new CartPole(), new Pendulum(), new Inventory(), new MouseAndCheese(), new ThreeMice()];
        Assert.All(examples, example => Assert.DoesNotContain(example.Check().Hints, hint => hint.Contains("reward term")));
    }

    [Fact]
    public void Of_the_example_simulations_nothing_is_said_by_a_training()
    {
        Simulation[] examples = [new CartPole(), new Inventory(), new MouseAndCheese(), new ThreeMice()];
        Assert.All(examples, example => Assert.Empty(example.Train(Options with { Steps = 12_000 }).Hints));
    }

    static TrainingOptions Options => new() { Steps = 4_000, Threads = 1, Display = Display.None, StopWhenConverged = false };

    static TrainingOptions Long => Options with { Steps = 30_000 };

    /// <summary>The second choice of each step is rewarded.</summary>
    static TestSimulation With(Func<TestSimulation, double, Reward> reward) => new()
    {
        Reward = (test, _) => reward(test, test.Action[0].Choice),
    };

    /// <summary>Each hurried step earns one and makes a mistake.</summary>
    static TestSimulation Hurried(Goal goal) => new()
    {
        OnStep = test => test.State += test.Action[0].Choice, Metrics = (test, _) => new() { ["mistakes"] = test.State },
        Wanted = () => new() { ["mistakes"] = goal },
    };
}
