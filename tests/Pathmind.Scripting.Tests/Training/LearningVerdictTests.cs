using System.Text.RegularExpressions;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>What is said at the end of a training about what was learnt.</summary>
public sealed class LearningVerdictTests
{
    static TrainingOptions Options => new() { Display = Display.None, Threads = 2 };

    [Theory]
    [InlineData(0.02, 20)]                                                 // per step, over a quarter of 10 000 steps: 50
    [InlineData(0.0005, 0)]                                                // 1.25, lost in noise of ± 20
    [InlineData(-0.02, 0)]
    public void A_rise_over_the_last_quarter_is_told_from_noise(double slope, double least)
    {
        var random = new Random(5);
        var rise = LearningVerdict.RiseOf(Curve(step => slope * step + 40 * random.NextDouble()), 10_000);
        Assert.True(least == 0 ? rise == 0 : rise >= least);
    }

    [Theory]
    [InlineData(8_000, true)]                                              // the deviation is still near that of the beginning
    [InlineData(80_000, false)]
    public void What_exploration_still_costs_is_told_where_it_is_much(int steps, bool isTold)
    {
        var message = new Target().Train(Options with { Steps = steps, Seed = 1, StopWhenConverged = false }).Message;

        Assert.Equal(isTold, message.Contains("Exploration still costs"));
    }

    [Fact]
    public void Where_nothing_rises_one_training_of_twenty_is_told_so_by_chance()
    {
        var told = Enumerable.Range(1, 40).Count(seed =>
        {
            var random = new Random(seed);
            return LearningVerdict.RiseOf(Curve(_ => 40 * random.NextDouble()), 10_000) > 0;
        });
        Assert.InRange(told, 0, 6);
    }

    [Fact]
    public void A_certain_rise_that_is_small_beside_what_was_gained_is_not_told() =>
        Assert.Equal(0, LearningVerdict.RiseOf(Curve(step => Math.Min(step, 5_000) + 0.001 * step), 10_000));

    [Fact]
    public void A_reward_that_only_rounding_changes_has_no_interval() =>
        Assert.Contains(
            "Without exploration the policy has a mean of 0.6 in ",
            new MouseAndCheese().Train(new() { Steps = 10_000, Seed = 1, Display = Display.None }).Message);

    [Theory]
    [InlineData(200, true)]
    [InlineData(10_000, false)]
    public void A_training_too_short_to_be_judged_says_how_many_steps_may_tell(int steps, bool isTold)
    {
        var message = new MouseAndCheese().Train(Options with { Steps = steps }).Message;
        Assert.Equal(isTold, Regex.IsMatch(
            message, @"It was too short to be judged without exploration: Steps = 5_000 \(about .* s\) may tell whether it is better than "
                + @"random actions\."));
    }

    [Fact]
    public void A_rise_that_ended_before_the_last_quarter_is_none_and_few_episodes_tell_nothing()
    {
        Assert.Equal(0, LearningVerdict.RiseOf(Curve(step => Math.Min(step, 7_000)), 10_000));
        Assert.Null(LearningVerdict.RiseOf(Curve(step => step, every: 1_000), 10_000));
    }

    [Theory]
    [InlineData(-1, true)]                                                 // the one gains what the other loses
    [InlineData(0, false)]                                                 // independent of each other
    [InlineData(1, false)]                                                 // together
    public void A_game_is_told_by_rewards_that_cancel_each_other(int sign, bool expected)
    {
        LearningCurve curve = new(terms: 0, agents: 2);
        var random = new Random(3);
        for (var i = 1; i <= 1_000; i++)
        {
            var (first, second) = (random.NextDouble(), random.NextDouble());
            second = sign == 0 ? second : sign * first + 0.1 * second;
            curve.AddAgent(0, first);
            curve.AddAgent(1, second);
            curve.AddEpisode(first + second, 1, []);
            curve.EndIteration(i);
        }
        Assert.Equal(expected, LearningVerdict.IsGame(curve));
    }

    [Fact]
    public void A_training_that_still_rises_says_what_more_steps_take()
    {
        var result = new Bandit().Train(
            Options with { Steps = 24_000, Reward = terms => terms["paid"], Ppo = new() { LearningRate = 3e-5f } });
        Assert.Matches(
            @"The reward still rose in the last quarter, by [0-9.]+: Steps = 100_000 \(about [0-9]+ s\) may bring more\.$", result.Message);
        // the simulation's own reward, noise included: trained on was one term of it
        Assert.Matches(@"Without exploration the policy has a mean of 1\.[45][0-9]* ± 0\.0[0-9]+ \(95 % interval\) in 400 episodes; "
            + @"random actions have 0\.[56][0-9]* \(the simulation's own reward\)\.", result.Message);
        Assert.Matches(@"; mean training reward \(Reward\) [0-9.]+ in the last 100 episodes", result.Message);
        Assert.Equal(1.5, result.Reward!.Value, 0.05);
        Assert.Equal(0.6, result.RandomReward!.Value, 0.1);                  // one arm of ten
    }

    [Fact]
    public void A_policy_that_learnt_nothing_is_told_so_and_one_that_learnt_is_not()
    {
        var noise = new Bandit().Train(Options with { Steps = 40_000, Reward = terms => terms["noise"] });
        Assert.Contains("It is not better than random actions: difference ", noise.Message);
        Assert.Contains(" paired episodes. Look whether the observations show what the reward depends on", noise.Message);
        var paid = new Bandit().Train(Options with { Steps = 40_000, Reward = terms => terms["paid"], StopWhenConverged = false });
        Assert.DoesNotContain("not better", paid.Message);
        Assert.Equal((1.5, 0.6), (Math.Round(paid.Reward!.Value, 1), Math.Round(paid.RandomReward!.Value, 1)));
    }

    [Fact]
    public void A_policy_that_repeats_itself_where_another_could_be_had_is_told_so()
    {
        // what is right is not shown
        var result = Hidden.Train(Options with { Steps = 60_000 });
        Assert.Matches(
            @"It is not better than (random actions|always the same action \(choice [012]: 0\.[0-9]+\)): difference ", result.Message);
    }

    [Fact]
    public void A_reward_beyond_the_horizon_is_named_with_both_lengths()
    {
        var rollout = AgentEpisodesTests.Rollout(string.Join(' ', Enumerable.Repeat("0", 60)) + " 1|");
        Baselines none = new(Episodes(0.2), Episodes(0.3, seed: 2), null, "");
        Assert.Matches(
            @"^It is not better than random actions: difference −0\.1 ± 0\.04[0-9]+ \(standard error\) in 200 paired episodes\. "
            + "A reward comes about 61 decisions after the first one that it may be for, but an update credits it to about the last 5: "
            + "raise the reach, or reward what leads there\\.$", LearningVerdict.NotLearnt(none, rollout, 5, "raise the reach"));
        Assert.EndsWith(
            "Look whether the observations show what the reward depends on (History, if they showed it some steps before), or reward what "
            + "leads to it on the way.",
            LearningVerdict.NotLearnt(none, rollout, 31, null));
        Assert.Null(LearningVerdict.NotLearnt(new(Episodes(0.3), Episodes(0.2, seed: 2), null, ""), rollout, 5, null));
    }

    [Theory]
    [InlineData(0.30, 400, true)]                                          // as good: at most a fifth of a deviation better
    [InlineData(0.30, 40, false)]                                          // the same, not shown by so few
    [InlineData(0.42, 400, false)]                                         // better
    [InlineData(0.15, 40, true)]                                           // worse
    [InlineData(0, 8, true)]
    [InlineData(0, 7, false)]                                              // fewer are no test
    public void Not_better_is_said_only_where_enough_episodes_show_it(double mean, int episodes, bool expected) =>
        Assert.Equal(expected, new Baselines(Episodes(mean, episodes), Episodes(0.3, episodes, seed: 2), null, "").NotBetterThanRandom);

    [Fact]
    public void Faster_at_the_same_reward_is_better()
    {
        var result = new TestSimulation
        {
            OnStep = test => test.State += test.Action[0].Choice, Done = (test, _) => test.State == 5,
            Reward = (test, _) => new() { ["arrived"] = test.State == 5 ? 1 : 0 },
        }.Train(Options with { Steps = 30_000 });
        Assert.Equal((1, 1), (result.Reward, result.RandomReward));
        Assert.DoesNotContain("not better", result.Message);
    }

    [Fact]
    public void Baselines_cost_at_most_seven_in_a_hundred_steps_and_none_are_played_after_an_interrupt()
    {
        long steps = 0;
        TestSimulation Counted() => new() { Length = 40, OnStep = _ => Interlocked.Increment(ref steps) };
        var options = Options with { Steps = 20_000, StopWhenConverged = false };
        var result = Trainer.Train(Counted, options);
        Assert.NotNull(result.RandomReward);
        Assert.InRange(steps, result.History[^1].Steps, 1.7 * result.History[^1].Steps);    // 0.3 judged, 0.3 at the end, 0.065
        using CancellationTokenSource stop = new();
        var stopped = Trainer.Train(Counted, options with { OnIteration = row => { if (row.Iteration == 10) stop.Cancel(); } }, stop.Token);
        Assert.Equal((StopReason.Interrupted, null, null), (stopped.Stop, stopped.Reward, stopped.RandomReward));
        Assert.DoesNotContain("random actions", stopped.Message);
    }

    [Fact]
    public void What_was_judged_is_kept_in_the_folder()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var result = new Chain().Train(Options with { Steps = 8_000, Folder = folder, StopWhenConverged = false });
            var read = TrainingFiles.Read(folder);
            Assert.NotNull(result.Reward);
            Assert.Equal((result.Reward, result.RandomReward), (read.Reward, read.RandomReward));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static LearningCurve Curve(Func<double, double> reward, int every = 100)
    {
        LearningCurve curve = new(terms: 0, agents: 1);
        for (var step = every; step <= 10_000; step += every)
        {
            for (var i = 0; i < 10; i++)
                curve.AddEpisode(reward(step), 1, []);
            curve.EndIteration(step);
        }
        return curve;
    }

    /// <summary>One of three choices is right, by chance, and nothing says which.</summary>
    static TestSimulation Hidden => new()
    {
        Length = 1, Space = new Discrete(3), OnStep = test => test.State = test.Random.Next(3),
        Reward = (test, _) => new() { ["right"] = test.State == test.Action[0].Choice ? 1 : 0 },
    };

    /// <summary>Rewards of 0 and 1 with exactly this mean, in an order of chance.</summary>
    static EvaluationEpisodes Episodes(double mean, int episodes = 200, int seed = 1)
    {
        double[] rewards = [.. Enumerable.Range(0, episodes).Select(i => i < Math.Round(episodes * mean) ? 1.0 : 0)];
        new Random(seed).Shuffle(rewards);
        return new(rewards, [.. Enumerable.Repeat(1, episodes)], true);
    }
}
