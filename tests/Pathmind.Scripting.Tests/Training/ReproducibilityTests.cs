namespace Pathmind.Tests;

public sealed class ReproducibilityTests : IDisposable
{
    static readonly Dictionary<string, double> Nothing = [];

    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    static TrainingOptions Options(int threads = 2) => new()
    {
        Seed = 3, Steps = 12_000, Threads = threads, Display = Display.None, StopWhenConverged = false,
        Ppo = new() { MinibatchSize = 160, RolloutSteps = 64 },           // three chunks a minibatch, the last one partly filled
    };

    /// <summary>All of a row but what the clock says; the named figures as text, since dictionaries are compared by
    /// reference.</summary>
    static (IterationRow, string, string, string) WithoutClock(IterationRow row) =>
        (row with
        {
            Seconds = 0,
            StepsPerSecond = 0,
            Terms = Nothing,
            Learner = Nothing,
            Metrics = Nothing,
            Limits = Nothing,
            LimitWeights = Nothing,
        }, string.Join(' ', row.Terms), string.Join(' ', row.Learner), string.Join(' ', row.Metrics.Concat(row.LimitWeights)));

    static void AssertSame(TrainingResult expected, TrainingResult actual, bool policies = true)
    {
        Assert.Equal(expected.History.Select(WithoutClock), actual.History.Select(WithoutClock));
        if (policies)
            Assert.Equal(PolicyBytes.Of(expected), PolicyBytes.Of(actual));
    }

    static void SameOnAnyNumberOfThreads<T>()
        where T : Simulation, new()
    {
        var expected = new T().Train(Options(threads: 1));
        foreach (var threads in new[] { 2, 3, 5 })
            AssertSame(expected, new T().Train(Options(threads)));
    }

    [Fact]
    public void One_seed_makes_one_policy_whatever_the_number_of_threads()
    {
        SameOnAnyNumberOfThreads<Target>();
        SameOnAnyNumberOfThreads<TwoEchoes>();
        SameOnAnyNumberOfThreads<LockedBoxes>();
        SameOnAnyNumberOfThreads<GuardAndDriver>();
    }

    [Fact]
    public void Another_seed_makes_another_policy() =>
        Assert.NotEqual(PolicyBytes.Of(new Chain().Train(Options())), PolicyBytes.Of(new Chain().Train(Options() with { Seed = 4 })));

    [Fact]
    public void A_slow_simulation_is_scheduled_otherwise_but_learns_the_same()
    {
        var options = Options() with { Steps = 300, Simulations = 4, Ppo = new() { RolloutSteps = 16 } };
        AssertSame(Trainer.Train(() => new Chain(), options with { Threads = 1 }),
            Trainer.Train(() => new Slow.Chain(), options with { Threads = 3 }));
    }

    [Fact]
    public void A_killed_training_resumes_at_any_checkpoint_as_if_it_had_never_stopped()
    {
        var options = Options() with { Folder = folder, CheckpointEvery = 4 };
        var whole = new TwoEchoes().Train(options);
        var checkpoints = Directory.GetFiles(Path.Combine(folder, "checkpoints")).Order().ToArray();
        Assert.Equal(5, checkpoints.Length);                              // 24 iterations: 4, 8, … 20; the last iteration ends it
        foreach (var checkpoint in checkpoints)
            AssertSame(whole,
                new TwoEchoes().Resume(
                    checkpoint, resumed => resumed with { Folder = Path.Combine(folder, "resumed"), Display = Display.None }));
    }

    [Fact]
    public void What_only_some_trainings_have_is_in_a_checkpoint_as_well()
    {
        Continues<Target>(Options());                                      // deviations and correlated exploration
        Continues<TwoEchoes>(Options() with { RewardWeights = new() { ["right"] = 1, ["noise"] = 1 } });    // what balances the terms
        Continues<LongChain>(Options() with { Steps = 30_000 });           // episodes that were cut
        Continues<GuardAndDriver>(Options());                              // rows that were open at a cut
        Continues<JobOffers>(Options() with { Ppo = new() { DiscountSeconds = 20 } });
        Continues<Bandit>(Options() with { Steps = 30_000, UntilReward = 9 });    // the best policy so far
    }

    /// <summary>A training that is resumed from its first checkpoint ends as the whole one: in rows, policy and
    /// message, but for the time that it took.</summary>
    void Continues<T>(TrainingOptions options)
        where T : Simulation, new()
    {
        var place = Path.Combine(folder, $"{typeof(T).Name}{options.RewardWeights?.Count}");
        var whole = new T().Train(options with { Folder = place, CheckpointEvery = 5 });
        var from = Directory.GetFiles(Path.Combine(place, "checkpoints")).Order().First();
        var resumed = new T().Resume(from, resumed => resumed with { Folder = Path.Combine(place, "resumed"), Display = Display.None });
        AssertSame(whole, resumed);
        Assert.Equal(Untimed(whole.Message), Untimed(resumed.Message));
        var at = int.Parse(Path.GetFileNameWithoutExtension(from)["checkpoint-".Length..]);
        Assert.True(resumed.History[at].Seconds > whole.History[at - 1].Seconds);    // time goes on as well

        static string Untimed(string message) => System.Text.RegularExpressions.Regex.Replace(message, @"\d+(\.\d)? (s|min)\b", "");
    }

    [Fact]
    public void The_newest_checkpoint_of_a_folder_is_resumed_and_only_five_are_kept()
    {
        _ = new Chain().Train(Options() with { Folder = folder, CheckpointEvery = 1 });
        Assert.Equal(5, Directory.GetFiles(Path.Combine(folder, "checkpoints")).Length);
        var resumed = new Chain().Resume(folder, options => options with { Steps = 14_000, Display = Display.None });
        Assert.Equal(27, resumed.History.Count);
    }

    [Fact]
    public void A_reward_function_is_asked_for_again_since_no_file_can_hold_it()
    {
        var options = Options() with { Folder = folder, CheckpointEvery = 4, Reward = terms => 1_000 * terms["right"] };
        var whole = new TwoEchoes().Train(options);
        Assert.Contains("trained with a reward function", Assert.Throws<ArgumentException>(() => new TwoEchoes().Resume(folder)).Message);
        AssertSame(whole,
            new TwoEchoes().Resume(folder,
                resumed => resumed with { Folder = null, Display = Display.None, Reward = options.Reward, CheckpointEvery = 4 }),
                    policies: false);
    }

    [Fact]
    public void Long_episodes_have_room_to_end_between_checkpoints()
    {
        var result = new LongChain().Train(Options() with { Folder = folder, CheckpointEvery = 1, Steps = 20_000 });
        Assert.True(result.History[^1].Episodes > 0);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{ \"Version\": \"other\" }")]
    [InlineData("not JSON")]
    public void A_file_that_is_no_checkpoint_is_refused_by_name(string text)
    {
        var file = Path.Combine(folder, "checkpoint-000001.json");
        File.WriteAllText(file, text);
        Assert.Contains(file, Assert.Throws<ArgumentException>(() => new Chain().Resume(file)).Message);
    }

    [Fact]
    public void A_checkpoint_of_another_simulation_is_refused()
    {
        _ = new Chain().Train(Options() with { Folder = folder, CheckpointEvery = 2, Steps = 2_000 });
        Assert.Contains(
            "is of Chain, but the simulation is Bandit", Assert.Throws<ArgumentException>(() => new Bandit().Resume(folder)).Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Never done: an episode is 500 steps, eight rollouts of 64.</summary>
    sealed class LongChain : Simulation
    {
        int steps;

        public override int MaxSteps => 500;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => steps = 0;

        public override void Step() => steps++;

        public override Observation GetObservation(int agent) => new() { ["steps"] = steps };

        public override Reward GetReward(int agent) => new() { ["right"] = Action[0].Choice };

        public override bool IsDone(int agent) => false;
    }

    /// <summary>The chain of the same name, slow enough (more than 20 µs a step) to be scheduled a few steps at a
    /// time.</summary>
    static class Slow
    {
        public sealed class Chain : Tests.Chain
        {
            public override void Step()
            {
                Thread.SpinWait(4_000);
                base.Step();
            }
        }
    }
}
