namespace Pathmind.Tests;

public class StopRuleTests
{
    static TrainingOptions Options => new() { Display = Display.None, Threads = 2 };

    [Fact]
    public void All_steps_are_made_and_no_iteration_more()
    {
        var result = new Chain().Train(Options with { Steps = 4_000, StopWhenConverged = false });
        Assert.Equal(StopReason.Steps, result.Stop);
        Assert.True(result.History[^1].Steps >= 4_000);
        Assert.True(result.History[^2].Steps < 4_000);
        Assert.StartsWith($"Training finished: {result.History[^1].Steps:N0} steps", result.Message);
    }

    [Fact]
    public void Time_ends_a_training()
    {
        var result =
            new Chain().Train(Options with { Steps = long.MaxValue, Time = TimeSpan.FromMilliseconds(200), StopWhenConverged = false });
        Assert.Equal(StopReason.Time, result.Stop);
        Assert.StartsWith("Stopped after", result.Message);
    }

    [Fact]
    public void When_only_time_is_bounded_the_step_size_falls_with_the_time_used()
    {
        var result = new Bandit().Train(Options with { Time = TimeSpan.FromSeconds(1), StopWhenConverged = false });
        Assert.Equal(StopReason.Time, result.Stop);
        Assert.InRange(result.History[^1].Learner["learning_rate"], 0, 0.5 * result.History[0].Learner["learning_rate"]);
    }

    [Fact]
    public void However_many_steps_are_allowed_what_changes_nothing_any_more_has_converged()
    {
        var result =
            new Bandit().Train(Options with { Steps = 1_000_000_000, Reward = terms => terms["paid"], Ppo = new() { Epochs = 1 } });
        Assert.Equal(StopReason.Converged, result.Stop);
        Assert.InRange(result.History[^1].Steps, 500_000, 2_000_000);       // a quarter of 2 million, however many are asked for
    }

    [Fact]
    public void What_ended_by_itself_is_shown_as_done_and_what_was_stopped_is_not()
    {
        RecordingDisplay converged = new(), stopped = new();
        new Bandit().Train(new() { Steps = 60_000, Reward = terms => terms["paid"], Display = converged });
        using var stop = new CancellationTokenSource();
        new Bandit().Train(
            new() { Steps = 1_000_000, Display = stopped, OnIteration = row => { if (row.Iteration == 3) stop.Cancel(); } }, stop.Token);
        Assert.Equal(1, converged.Progress!.Fraction);
        Assert.InRange(stopped.Progress!.Fraction!.Value, 0.001, 0.01);
    }

    [Fact]
    public void A_slow_simulation_is_stopped_after_its_step_also_before_the_first_iteration()
    {
        using var stop = new CancellationTokenSource();
        var steps = 0;
        var result = Trainer.Train(() => new TestSimulation
        {
            Length = 1,
            OnStep = _ =>
            {
                if (++steps == 10)
                    stop.Cancel();
            },
        }, Options with { Threads = 1, Simulations = 4 }, stop.Token);
        Assert.Equal(StopReason.Interrupted, result.Stop);
        Assert.InRange(steps, 10, 13);                                     // the other simulations make the step, too
    }

    [Fact]
    public void Steps_rounded_up_to_a_whole_iteration_are_said()
    {
        Assert.Contains("steps (the 1 asked for, rounded up to a whole iteration)", new Chain().Train(Options with { Steps = 1 }).Message);
        Assert.DoesNotContain("asked for", new Chain().Train(Options with { Steps = 20_000, StopWhenConverged = false }).Message);
    }

    [Fact]
    public void A_reached_reward_ends_a_training_and_the_policy_reaches_it()
    {
        var result = new Bandit().Train(Options with { UntilReward = 1, Reward = terms => terms["paid"] });
        Assert.Equal(StopReason.RewardReached, result.Stop);
        Assert.True(result.History[^1].Steps < 100_000);
        Assert.Equal(1, new Bandit().Run(result.Policy, 20, detail: LogDetail.Summaries, display: Display.None).Terms["paid"].Mean);
        Assert.StartsWith("Reward 1 reached: the policy without exploration has a mean of 1 in 20 episodes.", result.Message);
    }

    [Fact]
    public void A_reward_out_of_reach_never_ends_it() =>
        Assert.Equal(StopReason.Steps, new Bandit()
            .Train(Options with { UntilReward = 1.01, Reward = terms => terms["paid"], Steps = 8_000, StopWhenConverged = false }).Stop);

    [Fact]
    public void What_changes_nothing_any_more_has_converged_but_only_if_asked()
    {
        var options = Options with { Steps = 60_000, Reward = terms => terms["paid"] };
        var result = new Bandit().Train(options);
        Assert.Equal(StopReason.Converged, result.Stop);
        Assert.InRange(result.History[^1].Steps, 15_000, 59_000);
        Assert.Matches(
            "^Converged: the mean reward of [0-9,]+ episodes since step [0-9,]+, [0-9.]+, is as good as that of the best episode, 1\\. ",
            result.Message);
        Assert.Equal(StopReason.Steps, new Bandit().Train(options with { StopWhenConverged = false }).Stop);
    }

    [Theory]
    [InlineData(StopReason.Converged)]
    [InlineData(StopReason.NoLearning)]
    public void A_resumed_training_ends_where_the_one_that_went_on_did_and_says_the_same(StopReason reason)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var other = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Func<Reward, double> reward = reason == StopReason.Converged ? terms => terms["paid"] : _ => 3;
            var options = Options with { Steps = 60_000, Reward = reward, Folder = folder, CheckpointEvery = 4 };
            var whole = new Bandit().Train(options);
            var from = Directory.GetFiles(Path.Combine(folder, "checkpoints")).Order().First();
            var resumed = new Bandit().Resume(from, _ => options with { Folder = other });     // it, too, cuts at checkpoints
            Assert.Equal((reason, reason), (whole.Stop, resumed.Stop));
            Assert.Equal(whole.History.Select(row => row.Steps), resumed.History.Select(row => row.Steps));
            Assert.Equal(WithoutSeconds(whole.Message), WithoutSeconds(resumed.Message));
            Assert.Equal((whole.Reward, whole.RandomReward), (resumed.Reward, resumed.RandomReward));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            Directory.Delete(other, recursive: true);
        }

        static string WithoutSeconds(string message) => System.Text.RegularExpressions.Regex.Replace(message, "[0-9.]+ s;", "");
    }

    [Fact]
    public void Where_every_episode_has_the_same_reward_there_is_nothing_to_learn()
    {
        var result = new Bandit().Train(Options with { Steps = 20_000, Reward = _ => 3 });
        Assert.Equal(StopReason.NoLearning, result.Stop);
        Assert.Contains("Give reward terms that distinguish better from worse", result.Message);
        Assert.InRange(result.History[^1].Steps, 10_000, 11_000);          // as soon as half of the steps are made
    }

    [Fact]
    public void A_game_in_which_one_wins_what_the_other_loses_is_trained_to_its_last_step()
    {
        var result = ZeroSum.Train(Options with { Steps = 20_000 });
        Assert.Equal(StopReason.Steps, result.Stop);
        Assert.True(result.History.All(row => Math.Abs(row.RewardMean ?? 0) < 1e-9));
        Assert.EndsWith(
            "One agent gains what another loses, so the sum of their rewards says nothing: judge each agent by AgentRewards of a run, "
            + "against other policies.", result.Message);
        var equal = ZeroSum.Train(Options with { Steps = 20_000, Reward = _ => 1 });
        Assert.Equal(StopReason.NoLearning, equal.Stop);
        Assert.Contains("episodes that were compared gave each agent the same rewards", equal.Message);
    }

    [Fact]
    public void Rewards_of_one_sum_that_come_at_other_steps_are_something_to_learn_from()
    {
        var result = Early.Train(Options with { Steps = 40_000 });
        Assert.NotEqual(StopReason.NoLearning, result.Stop);
        Assert.Equal(1, result.Policy.Evaluate([0]).Action[0]);              // at once is worth more than later
    }

    [Fact]
    public void Too_few_equal_episodes_end_no_training_but_are_told_at_its_end()
    {
        var result = new TestSimulation { Length = 10, Reward = (_, _) => new() { ["never"] = 0 } }.Train(Options with { Steps = 20_000 });
        Assert.Equal(StopReason.Steps, result.Stop);
        Assert.Matches("All [12],[0-9]{3} episodes that were compared gave the same rewards\\. Give reward terms", result.Message);
    }

    [Fact]
    public void Where_only_the_length_of_an_episode_tells_better_from_worse_it_is_not_given_up() =>
        Assert.NotEqual(StopReason.NoLearning, new Chain().Train(Options with { Steps = 8_000, Reward = _ => 0 }).Stop);

    [Fact]
    public void Observations_are_chosen_by_name_or_by_a_file_in_the_order_given()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "observations:\n  - c\n  - a\n");
            var options = Options with { Steps = 1_000 };
            var byFile = Three.Train(options with { ObservationsFile = file }).Policy;
            var byName = Three.Train(options with { Observations = ["c", "a"] }).Policy;
            Assert.Equal(["c", "a"], byFile.ObservationNames);
            // the options in the metadata differ by the file's name
            Assert.Equal(byName.ToOnnx().Length, byFile.ToOnnx().Length, tolerance: 200);
            Assert.Equal(StopReason.Steps, Three.Train(options).Stop);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_simulation_that_is_cut_at_its_most_steps_is_bootstrapped_not_terminated()
    {
        // Reward 1 a step for ever, episodes cut at 5 steps, γ = 0.5: the value is 1 / (1 − 0.5) = 2 everywhere; were
        // the cut a termination, it would be below 1.94, and 1 at the end.
        var result = Endless.Train(Options with
        {
            Steps = 30_000,
            StopWhenConverged = false,
            Ppo = new() { Discount = 0.5f, ScaleRewards = false, NormalizeObservations = false },
        });
        for (var step = 0; step < 5; step++)
            Assert.Equal(2, result.Policy.Evaluate([step]).Value, 0.05);
    }

    static TestSimulation Three => new()
    {
        Length = 1,
        Observation = (_, _) => new() { ["a"] = 1, ["b"] = 2, ["c"] = new[] { 3f, 4f } },
        Reward = (test, _) => new() { ["first"] = test.Action[0].Choice, ["second"] = test.Random.NextDouble() },
    };

    static TestSimulation Endless => new()
    {
        StepLimit = 5, Done = (_, _) => false, Reward = (_, _) => new() { ["alive"] = 1 },
    };

    /// <summary>The same reward in every episode, by choice at its first or at its last step.</summary>
    static TestSimulation Early => new()
    {
        Length = 8,
        OnStep = test => test.State = test.Steps == 1 ? test.Action[0].Choice : test.State,
        Reward = (test, _) => new() { ["paid"] = test.Steps == (test.State == 1 ? 1 : 8) ? 1 : 0 },
    };

    /// <summary>The one wins what the other loses.</summary>
    static TestSimulation ZeroSum => new()
    {
        Agents = 2, Length = 1, Space = new Discrete(3),
        Observation = (_, agent) => new() { ["agent"] = agent },
        Reward = (test, agent) => new() { ["won"] = test.Action[agent].Choice - test.Action[1 - agent].Choice },
    };
}
