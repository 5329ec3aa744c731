using Pathmind.Testing;

namespace Pathmind.Tests;

/// <summary>Rewards of the terms before and after: `before` is what the same agent's terms were at its last decision,
/// at first what Reset left.</summary>
public sealed class RewardOfChangeTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    [Fact]
    public void The_changes_of_an_episode_add_up_to_the_end_minus_what_Reset_left()
    {
        foreach (var row in Counting().Train(Options with { RewardOfChange = Growth }).History)
        {
            Assert.Equal(6 * 1 + 3 * 2, row.RewardMean);                  // agent 0 counts by 1 for 6 steps, agent 1 by 2 for 3
            Assert.Equal(10 + 6 + 20 + 6, row.Terms["served"]);           // both counters at the end
        }
    }

    [Fact]
    public void Every_step_compares_with_the_one_before_of_the_same_agent()
    {
        // an agent's counter always moves by its own pace, 1 or 2: of other pairs of numbers the product would differ
        var ofPairs = Counting().Train(Options with
        {
            RewardOfChange = (before, after) => Math.Pow(after["served"] - before["served"], 3),
        });
        Assert.All(ofPairs.History, row => Assert.Equal(6 * 1 + 3 * 8, row.RewardMean));
    }

    [Fact]
    public void Greedy_episodes_are_judged_by_the_same_function()
    {
        var training = Counting().Train(Options with { RewardOfChange = Growth, UntilReward = 12 });
        Assert.Equal(StopReason.RewardReached, training.Stop);
        Assert.Contains("has a mean of 12 in", training.Message);
        Assert.NotEqual(StopReason.RewardReached, Counting().Train(Options with { RewardOfChange = Growth, UntilReward = 12.1 }).Stop);
    }

    [Fact]
    public void A_way_is_learnt_from_the_change_of_a_level_alone()
    {
        var options = Options with { Steps = 20_000, Simulations = null, StopWhenConverged = true };
        Assert.Equal(10, Walk().Run(Walk().Train(options with { RewardOfChange = Way }).Policy, display: Display.None).Terms["place"].Max
            - 45);                                                        // 1 + 2 + … + 10 = 55: each step to the right
        var wrong = Walk().Train(options with { RewardOfChange = (before, after) => -Way(before, after) });
        Assert.True(Walk().Run(wrong.Policy, display: Display.None).Terms["place"].Max < 0);

        static double Way(Reward before, Reward after) => after["place"] - before["place"];
        static TestSimulation Walk() => new()
        {
            OnStep = test => test.State += 2 * test.Action[0].Choice - 1,
            Observation = (test, _) => new() { ["place"] = test.State },
            Reward = (test, _) => new() { ["place"] = test.State },
        };
    }

    [Fact]
    public void A_resumed_training_equals_one_that_never_stopped()
    {
        var options = Options with { RewardOfChange = Growth, Steps = 6_000, Folder = folder, CheckpointEvery = 3, Threads = 2 };
        var whole = Counting().Train(options);
        var middle = Directory.GetFiles(Path.Combine(folder, "checkpoints")).Order().First();
        var missing = Assert.Throws<ArgumentException>(() => Counting().Resume(middle));
        Assert.EndsWith("as in Resume(folder, options => options with { RewardOfChange = … }).", missing.Message);
        var resumed = Counting().Resume(middle, of => of with { RewardOfChange = Growth, Folder = null, Display = Display.None });
        Assert.Equal(whole.History[^1].Learner["value_loss"], resumed.History[^1].Learner["value_loss"]);
        Assert.Contains("\"RewardFunction\": \"RewardOfChange\"", File.ReadAllText(Path.Combine(folder, "training.json")));
        Assert.Equal("RewardOfChange", Policy.Local(folder).Metadata["reward_function"]);
    }

    [Fact]
    public void What_the_function_does_wrong_is_not_blamed_on_the_simulation()
    {
        var thrown = Assert.Throws<SimulationException>(
            () => Counting().Train(Options with { RewardOfChange = (_, _) => throw new FormatException("no such term") }));
        Assert.Equal(
            "TrainingOptions.RewardOfChange (for agent 0 of TestSimulation) threw FormatException in episode 1 at step 1: no such term",
            thrown.Message);
        var returned = Assert.Throws<SimulationException>(() => Counting().Train(Options with { RewardOfChange = (_, _) => double.NaN }));
        Assert.Equal(
            "TrainingOptions.RewardOfChange (for agent 0 of TestSimulation) in episode 1 at step 1: "
            + "it returned NaN for served = 10 → 11: return a finite number.", returned.Message);
    }

    [Fact]
    public void A_simulation_that_has_no_terms_right_after_Reset_is_told_so()
    {
        var late = new TestSimulation
        {
            Reward = (test, _) => test.Steps == 0 ? throw new InvalidOperationException("no step yet") : new() { ["served"] = test.Steps },
        };
        var error = Assert.Throws<SimulationException>(() => late.Train(Options with { RewardOfChange = Growth }));
        Assert.Contains("GetReward(0) threw InvalidOperationException in episode 1 at Reset: no step yet", error.Message);
    }

    [Fact]
    public void A_wrapper_that_skips_frames_begins_every_episode_with_what_Reset_left() => Assert.All(
        Trainer.Train(
            () => new FrameSkip(new TestSimulation { Reward = (test, _) => new() { ["served"] = test.Steps == 0 ? 7 : 0 } }, 5),
            Options with { RewardOfChange = Growth }).History,
        row => Assert.Equal(-7, row.RewardMean));

    [Fact]
    public void Only_one_option_can_make_the_reward() => Assert.Contains(
        "Reward and RewardOfChange and RewardWeights are given, but only one of them can make the reward: the others must be null",
        Assert.Throws<ArgumentException>(() => Counting().Train(Options with
        {
            Reward = _ => 0,
            RewardOfChange = Growth,
            RewardWeights = new() { ["served"] = 1 },
        })).Message);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static double Growth(Reward before, Reward after) => after["served"] - before["served"];

    static TrainingOptions Options => new()
    {
        Steps = 3_000, Simulations = 2, Threads = 1, Display = Display.None, StopWhenConverged = false,
    };

    /// <summary>Agent 0 counts 11, 12, … in six steps, agent 1 22, 24, 26 in three.</summary>
    static TestSimulation Counting() => new()
    {
        Agents = 2, Done = (test, agent) => test.Steps >= (agent == 0 ? 6 : 3),
        Reward = (test, agent) => new() { ["served"] = (agent + 1) * (10 + test.Steps) },
    };
}
