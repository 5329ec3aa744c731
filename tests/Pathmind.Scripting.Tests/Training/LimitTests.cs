using System.Text.Json;
using System.Text.RegularExpressions;
using Pathmind.Benchmarks;
using Pathmind.Testing;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>Trainings with limits: the best that a limit allows is found; the same training without it breaks
/// it.</summary>
public sealed class LimitTests : IDisposable
{
    const double Energy = 2;

    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    [Fact]
    public void A_limit_is_kept_at_nearly_the_best_reward_that_it_allows()
    {
        var training = new Production().Train(Options with { Steps = 60_000, Limits = new() { ["energy"] = Goal.AtMost(Energy) } });
        var limit = Assert.Single(training.Limits);
        Assert.True(limit.Low <= Energy, training.Message);
        Assert.InRange(limit.Mean, 0.85 * Energy, 1.02 * Energy);
        Assert.InRange(
            new Production().Run(training.Policy, 300, detail: LogDetail.Summaries, display: Display.None).Reward.Mean,
            0.95 * Production.MostEarned(Energy), 1.02 * Production.MostEarned(Energy));
        Assert.Contains($" Limits, in {limit.Episodes} greedy episodes: {limit}.", training.Message);
    }

    /// <summary>Kept decisions have the weight that the limit had when they were made (docs/sac.md).</summary>
    [Fact]
    public void SAC_keeps_a_limit_as_well()
    {
        var options = Options with { Steps = 10_000, Algorithm = new SacOptions { UpdatesPerDecision = 1 } };
        var limit = Assert.Single(new Production().Train(options with { Limits = new() { ["energy"] = Goal.AtMost(Energy) } }).Limits);
        Assert.True(limit.Low <= Energy, $"{limit}");
        var free = new Production().Train(options).Policy;
        Assert.True(new Production().Run(free, 50, display: Display.None).Metrics["energy"].Mean > 2 * Energy);
    }

    [Fact]
    public void Without_the_limit_the_same_training_breaks_it()
    {
        var free = new Production().Train(Options with { Steps = 20_000 });
        Assert.InRange(new Production().Run(free.Policy, 50, display: Display.None).Metrics["energy"].Mean, 3 * Energy, 8);
        Assert.Empty(free.Limits);
        Assert.DoesNotContain("Limits", free.Message);
    }

    [Fact]
    public void A_term_can_be_limited_from_below_and_the_reward_shown_is_without_what_limits_cost()
    {
        // work earns nothing, but two of ten steps must be worked on
        var training = Worker().Train(Options with { Steps = 40_000, Limits = new() { ["worked"] = Goal.AtLeast(2) } });
        Assert.InRange(Assert.Single(training.Limits).Mean, 2, 3.5);
        Assert.All(training.History, row => Assert.Equal(row.Terms["rested"] + row.Terms["worked"], row.RewardMean!.Value, 1e-9));
    }

    [Fact]
    public void A_limit_that_cannot_be_kept_is_said_to_be_broken()
    {
        var training = Worker().Train(Options with { Steps = 20_000, Limits = new() { ["worked"] = Goal.AtLeast(11) } });
        var limit = Assert.Single(training.Limits);
        Assert.False(limit.IsKept);
        Assert.True(limit.IsCertain);
        Assert.Contains($"worked 10 (95 %: 10 to 10), at least 11: not kept. Of the policies that were tried this one comes closest to "
            + "worked: give more steps", training.Message);
    }

    [Fact]
    public void Resumed_and_on_several_threads_it_is_the_same_training()
    {
        var options = Options with
        {
            Steps = 12_000,
            Threads = 1,
            Folder = folder,
            CheckpointEvery = 3,
            Limits = new() { ["energy"] = Goal.AtMost(Energy) },
        };
        var whole = new Production().Train(options);
        var middle = Directory.GetFiles(Path.Combine(folder, "checkpoints")).Order().First();
        var resumed = new Production().Resume(middle, of => of with
        {
            Threads = 3,
            Folder = Path.Combine(folder, "resumed"),
            Display = Display.None,
        });
        Assert.Equal(whole.History[^1].LimitWeights["energy"], resumed.History[^1].LimitWeights["energy"]);
        Assert.Equal(whole.History[^1].Learner["value_loss"], resumed.History[^1].Learner["value_loss"]);
        Assert.Equal(whole.Limits, resumed.Limits);
    }

    [Fact]
    public void With_a_limit_nothing_has_converged_and_no_reward_is_reached_before_it_is_kept()
    {
        // the same training converges without the limit (StopRuleTests)
        var options = Options with { Steps = 30_000, StopWhenConverged = true, Reward = terms => terms["paid"] };
        Assert.Equal(StopReason.Converged, new Bandit().Train(options).Stop);
        Assert.Equal(StopReason.Steps, new Bandit().Train(options with { Limits = new() { ["paid"] = Goal.AtLeast(0) } }).Stop);
        // 29 is to be had by rest alone
        Assert.Equal(StopReason.Steps, Worker().Train(
            Options with { Steps = 20_000, UntilReward = 29, Limits = new() { ["worked"] = Goal.AtLeast(2) } }).Stop);
        Assert.Equal(StopReason.RewardReached, Worker().Train(Options with { Steps = 20_000, UntilReward = 29 }).Stop);
    }

    [Fact]
    public void Where_only_chance_between_actions_meets_a_limit_it_is_said_which_policy_does()
    {
        // each step earns 1 or not, and of ten at most three may: greedy actions can do no more than always or never
        var training = new TestSimulation
        {
            Observation = (_, _) => new() { ["nothing"] = 1 }, Reward = (test, _) => new() { ["earned"] = test.Action[0].Choice },
        }.Train(Options with
        {
            Steps = 30_000,
            Limits = new() { ["earned"] = Goal.AtMost(3) },
            Ppo = new() { Discount = 0.99f, GaeDecay = 0.95f },          // with credit for one step alone it learns never
        });
        Assert.Equal(0, Assert.Single(training.Limits).Mean);
        Assert.True(Regex.IsMatch(
            training.Message,
            @" With actions that it draws, as in the training, the policy has a mean of [0-9.]+ for 0 in 100 episodes, and earned .*, "
            + @"at most 3: kept: that policy is training\.Policy\.Sampled\(seed: 1\)\.$"), training.Message);
    }

    [Fact]
    public void Whether_a_limit_is_kept_is_found_out_in_episodes_that_chose_nothing()
    {
        var options = Options with { Steps = 4_000, Limits = new() { ["energy"] = Goal.AtMost(Energy) } };
        using TrainingLoop training = new(() => new Production(), options, PpoLearner.Algorithm, TimeProvider.System, default);
        training.WarmUp();
        training.Iterate();
        var found = LimitCheck.Of(training, StopReason.Steps).Results[0];
        Assert.DoesNotContain(found.Mean, Enumerable.Range(0, 2).Select(series => LimitCheck.Of(
            training.State.Limits!, training.Evaluation.Measure(found.Episodes, 8, series: series))[0].Mean));
    }

    [Theory]
    [InlineData(StopReason.Interrupted)]
    [InlineData(StopReason.Time)]
    public void Where_a_training_was_stopped_the_episodes_that_chose_its_policy_tell_of_the_limits(StopReason reason)
    {
        using CancellationTokenSource stop = new();
        var training = new Production().Train(Options with
        {
            Steps = reason == StopReason.Time ? null : 60_000,
            Time = reason == StopReason.Time ? TimeSpan.FromSeconds(2) : null,
            Limits = new() { ["energy"] = Goal.AtMost(Energy) },
            OnIteration = row =>
            {
                if (row.Steps > 30_000 && reason == StopReason.Interrupted)
                    stop.Cancel();
            },
        }, stop.Token);
        Assert.Equal(reason, training.Stop);
        var limit = Assert.Single(training.Limits);
        Assert.Contains($" Limits, in the {limit.Episodes} greedy episodes by which this policy was chosen (the training was stopped "
            + $"before others were played): {limit}.", training.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_the_best_policy_is_forgotten_where_a_training_goes_on_with_other_limits(bool hadLimits)
    {
        new Production().Train(Options with
        {
            Steps = 12_000,
            Folder = folder,
            CheckpointEvery = 3,
            Limits = hadLimits ? new() { ["energy"] = Goal.AtMost(7) } : null,
        });
        using CancellationTokenSource stop = new();
        var resumed = new Production().Resume(folder, of => of with
        {
            Steps = 24_000,
            Display = Display.None,
            Limits = new() { ["energy"] = Goal.AtMost(Energy) },
            OnIteration = _ => stop.Cancel(),
        }, stop.Token);
        Assert.Empty(resumed.Limits);
        Assert.EndsWith(" Whether the limits are kept is not known: no policy had been judged yet.", resumed.Message);
        var trained = new Production().Resume(folder, of => of with
        {
            Steps = 36_000,
            Display = Display.None,
            Limits = new() { ["energy"] = Goal.AtMost(Energy) },
        });
        Assert.True(Assert.Single(trained.Limits).Mean < 4, trained.Message);
    }

    [Fact]
    public void The_record_has_limits_weights_and_metrics_and_reads_them_back()
    {
        var training = new Production().Train(Options with
        {
            Steps = 6_000,
            Folder = folder,
            Limits = new() { ["energy"] = Goal.AtMost(Energy), ["earned"] = Goal.AtLeast(1) },
        });
        Assert.Contains(
            "reward_max,reward_earned,metric_energy,limit_energy,weight_energy,limit_earned,weight_earned,length_mean",
            File.ReadLines(Path.Combine(folder, "progress.csv")).First());
        var read = TrainingFiles.Read(folder);
        Assert.Equal(training.Limits, read.Limits);
        Assert.Equal(training.History[^1].Metrics, read.History[^1].Metrics);
        Assert.Equal(training.History[^1].LimitWeights, read.History[^1].LimitWeights);
        Assert.Equal(Energy, read.History[0].Limits["energy"]);
        Assert.Equal(["energy", "earned"], read.History.PlotAll().Plots.Where(plot => plot.Series.Any(line => line.Name == "limit"))
            .Select(plot => plot.Series[0].Name));
    }

    [Fact]
    public void Limits_in_JSON_are_written_as_they_are_said()
    {
        var options = JsonSerializer.Serialize(
            new TrainingOptions { Limits = new() { ["late"] = Goal.AtMost(0.02), ["fill_rate"] = Goal.AtLeast(0.95) } },
            TrainingJson.Default.TrainingOptions);
        Assert.Equal("late at most 0.02, fill_rate at least 0.95",
            $"{JsonSerializer.Deserialize(options, TrainingJson.Default.TrainingOptions)!.Limits}");
        var error = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(
            options.Replace("at most 0.02", "below 0.02"), TrainingJson.Default.TrainingOptions));
        Assert.StartsWith("The limit of late is 'below 0.02', but must be words such as \"at most 0.02\"", error.Message);
    }

    [Fact]
    public void What_cannot_be_limited_is_refused()
    {
        Assert.Equal("Limits names lade, but Production has the metric energy and the reward term earned.", Refused(
            Options with { Limits = new() { ["lade"] = Goal.AtMost(1) } }));
        Assert.Contains("Limits are of the kind Goal.AtMost(…) or Goal.AtLeast(…)", Refused(
            Options with { Limits = new() { ["energy"] = Goal.Minimise } }));
        Assert.Contains("Limits and several RewardWeights are both given", Refused(Options with
        {
            Limits = new() { ["energy"] = Goal.AtMost(1) },
            RewardWeights = new() { ["earned"] = 1, ["other"] = 2 },
        }));

        static string Refused(TrainingOptions options) =>
            Assert.Throws<ArgumentException>(() => new Production().Train(options)).Message;
    }

    [Fact]
    public void Metrics_are_in_every_row_whatever_is_wanted_of_them()
    {
        var history = new TestSimulation { Metrics = (test, agent) => new() { ["late"] = test.Steps + agent }, Agents = 2 }
            .Train(Options with { Steps = 2_000, Folder = folder }).History;
        Assert.All(history, row => Assert.Equal(10.5, row.Metrics["late"])); // ten steps, and 0 or 1
        Assert.All(TrainingFiles.Read(folder).History, row => Assert.Equal(10.5, row.Metrics["late"]));
        Assert.All(Worker().Train(Options with { Steps = 2_000 }).History, row => Assert.Empty(row.Metrics));
    }

    [Fact]
    public void Metrics_that_throw_are_told_at_the_first_step()
    {
        var broken = new TestSimulation { Metrics = (_, _) => throw new InvalidOperationException("no truck is under way") };
        Assert.Equal(
            "TestSimulation.GetMetrics(0) threw InvalidOperationException in episode 1 at step 1: no truck is under way",
            Assert.Throws<SimulationException>(() => broken.Train(Options)).Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static TrainingOptions Options => new() { Threads = 1, Display = Display.None, StopWhenConverged = false };

    /// <summary>Ten steps, each of rest or of work; the step is observed.</summary>
    static TestSimulation Worker() => new()
    {
        Observation = (test, _) => new() { ["step"] = test.Steps / 10f, ["worked"] = test.State / 10f },
        OnStep = test => test.State += test.Action[0].Choice,
        Reward = (test, _) => new() { ["rested"] = 3 * (1 - test.Action[0].Choice), ["worked"] = test.Action[0].Choice },
    };
}
