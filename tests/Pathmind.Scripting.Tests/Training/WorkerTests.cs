using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>Rollouts that are dealt to workers: whoever runs which part, and however many are lost, the result is that
/// of threads, bit for bit.</summary>
public sealed class WorkerTests
{
    static readonly TrainingOptions Options = new()
    {
        Seed = 3, Steps = 6_000, Threads = 1, Display = Display.None, StopWhenConverged = false, Simulations = 4,
        Ppo = new() { MinibatchSize = 160, RolloutSteps = 64 },
    };

    [Fact]
    public void A_training_on_three_workers_gives_the_policy_of_a_training_on_a_thread()
    {
        Same<Target>(Options);
        Same<LockedBoxes>(Options);
        Same<TwoEchoes>(Options with { RewardWeights = new() { ["right"] = 2, ["noise"] = 1 } });
        Same<GuardAndDriver>(Options);
        Same<JobOffers>(Options with { Ppo = Options.Ppo with { DiscountSeconds = 20 } });
        Same<Wander>(Options with { Limits = new() { ["far"] = Goal.AtMost(0.3) } });
    }

    [Fact]
    public void Workers_that_are_lost_in_the_middle_change_nothing()
    {
        var options = Options with { Limits = new() { ["far"] = Goal.AtMost(0.3) } };
        var host = Same<Wander>(options, (worker, answers) => answers == 2 + worker % 3 && worker < 12);
        Assert.True(host is { Started: > 8, Replayed: > 8 }, $"{host.Started} workers, {host.Replayed} replays");
        host = Same<JobOffers>(Options, (worker, answers) => answers == worker % 4 && worker < 12);
        Assert.True(host.Replayed > 4, $"{host.Replayed} replays");
    }

    [Fact]
    public void A_worker_that_is_lost_while_it_has_nothing_to_do_changes_nothing_and_that_is_said()
    {
        Lines shown = new();
        var options = Options with { Simulations = 1, Display = shown };
        using WorkersInProcess host = new(() => new Wander(), 1) { IsLost = (worker, answers) => worker < 4, AnswersFirst = true };
        AssertSame(new Wander().Train(options with { Display = Display.None }), new Wander().Train(options with { Host = host }));
        Assert.Contains("A worker is gone; it had nothing to do at that moment. It was killed.", shown.All);
    }

    [Fact]
    public void A_reward_function_is_called_on_workers_and_one_of_the_change_is_refused()
    {
        static double reward(Reward terms) => 2 * terms["gain"];
        using WorkersInProcess host = new(() => new Paced(), 2, reward) { IsLost = (worker, answers) => answers == 3 && worker < 6 };
        AssertSame(new Paced().Train(Options with { Reward = reward }), new Paced().Train(Options with { Reward = reward, Host = host }));
        var refused = Assert.Throws<ArgumentException>(() => new Paced().Train(Options with { RewardOfChange = (_, _) => 0, Host = host }));
        Assert.Contains("worker processes know only Reward", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resumed_training_on_workers_goes_on_as_one_on_threads()
    {
        var folder = Directory.CreateTempSubdirectory("pathmind-").FullName;
        try
        {
            var options = Options with { Folder = folder, CheckpointEvery = 5 };
            var expected = new Wander().Train(options);
            var checkpoint = Checkpoint.Files(folder)[1];
            using WorkersInProcess host = new(() => new Wander(), 2);
            var resumed = new Wander().Resume(
                checkpoint,
                was => was with { Host = host, Threads = 1, Folder = Path.Combine(folder, "resumed"), Display = Display.None });
            AssertSame(expected, resumed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void What_a_simulation_throws_on_a_worker_is_the_error_of_the_training()
    {
        using WorkersInProcess host = new(() => new Fails(), 2);
        var thrown = Assert.Throws<SimulationException>(() => new Fails().Train(Options with { Host = host }));
        Assert.Equal("Fails.Step() threw InvalidOperationException in episode 1 at step 3: the fuse is blown", thrown.Message);
        Assert.Equal((1, 3), (thrown.Episode, thrown.Step));
    }

    [Fact]
    public void A_job_in_which_every_worker_ends_is_given_up()
    {
        using WorkersInProcess host = new(() => new Wander(), 2) { IsLost = (_, _) => true };
        var thrown = Assert.Throws<InvalidOperationException>(() => new Wander().Train(Options with { Host = host }));
        Assert.StartsWith("Workers end in simulation ", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_simulation_with_chance_of_its_own_goes_on_with_a_new_episode_and_that_is_said()
    {
        Lines shown = new();
        using WorkersInProcess host = new(() => new OwnChance(), 2) { IsLost = (worker, answers) => worker == 1 && answers == 6 };
        new OwnChance().Train(Options with { Host = host, Display = shown });
        Assert.Single(
            shown.All, line => line.Contains("the simulation did not do the same: it has chance of its own", StringComparison.Ordinal));
    }

    [Fact]
    public void A_step_that_hangs_costs_its_worker_and_the_episode_is_played_again()
    {
        Hangs.Left = 0;
        var expected = new Hangs().Train(Options);
        Hangs.Left = 2;
        Lines shown = new();
        using WorkersInProcess host = new(() => new Hangs(), 2);
        var options = Options with { Host = host, StepTimeLimit = TimeSpan.FromMilliseconds(300), Display = shown };
        AssertSame(expected, new Hangs().Train(options));
        Assert.Contains(
            shown.All, line => line.StartsWith(
                "Hangs.Step() in episode 1 at step 11 did not come back within StepTimeLimit (0.3 s), in simulation ",
                StringComparison.Ordinal));
        Hangs.Left = int.MaxValue;
        using WorkersInProcess again = new(() => new Hangs(), 2);
        var thrown = Assert.Throws<SimulationException>(() => new Hangs().Train(options with { Host = again }));
        Assert.Contains("3 times in the same episode", thrown.Message, StringComparison.Ordinal);
        Assert.Equal((1, 11), (thrown.Episode, thrown.Step));
        Hangs.Left = 0;
    }

    [Fact]
    public void Threads_of_their_own_run_simulations_that_wait()
    {
        AssertSame(new Wander().Train(Options), new Wander().Train(Options with { Workers = 3 }));
        var refused = Assert.Throws<ArgumentException>(() => new Wander().Train(Options with { StepTimeLimit = TimeSpan.FromSeconds(1) }));
        Assert.Contains("pathmind train FILE --step-time-limit 30s", refused.Message, StringComparison.Ordinal);
    }

    static WorkersInProcess Same<T>(TrainingOptions options, Func<int, int, bool>? isLost = null)
        where T : Simulation, new()
    {
        WorkersInProcess host = new(() => new T(), 3) { IsLost = isLost ?? ((_, _) => false) };
        AssertSame(new T().Train(options), new T().Train(options with { Host = host }));
        return host;
    }

    static void AssertSame(TrainingResult expected, TrainingResult actual)
    {
        Assert.Equal(
            expected.History.Select(row => $"{row.Steps} {row.RewardMean} {row.LengthMean} {string.Join(' ', row.Learner)} "
                + string.Join(' ', row.LimitWeights)),
            actual.History.Select(row => $"{row.Steps} {row.RewardMean} {row.LengthMean} {string.Join(' ', row.Learner)} "
                + string.Join(' ', row.LimitWeights)));
        Assert.Equal(PolicyBytes.Of(expected), PolicyBytes.Of(actual));
    }

    /// <summary>Two walkers that are pushed about, and are to stay near 0; long episodes, real numbers as actions, a
    /// metric.</summary>
    class Wander : Simulation
    {
        readonly double[] at = new double[2];
        int step, far;

        public override int NumberOfAgents => 2;

        public override ActionSpace ActionSpace(int agent) => new Continuous(1, -1, 1);

        public override void Reset()
        {
            (step, far) = (0, 0);
            at[0] = Random.NextDouble() - 0.5;
            at[1] = Random.NextDouble() - 0.5;
        }

        public override void Step()
        {
            step++;
            for (var agent = 0; agent < 2; agent++)
                at[agent] += 0.3 * Action[agent].Value + 0.4 * (Random.NextDouble() - 0.5);
            far += Math.Abs(at[0]) > 0.5 ? 1 : 0;
        }

        public override Observation GetObservation(int agent) => new() { ["at"] = (float)at[agent], ["other"] = (float)at[1 - agent] };

        public override Reward GetReward(int agent) => new() { ["near"] = -Math.Abs(at[agent]), ["noise"] = 0.1 * Random.NextDouble() };

        public override Metrics GetMetrics(int agent) => new() { ["far"] = step == 0 ? 0 : far / (double)step };

        public override bool IsDone(int agent) => step == 90 + 20 * agent;
    }

    sealed class Fails : Simulation
    {
        int step;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => step = 0;

        public override void Step()
        {
            if (++step == 3)
                throw new InvalidOperationException("the fuse is blown");
        }

        public override Observation GetObservation(int agent) => new() { ["step"] = step };

        public override Reward GetReward(int agent) => new() { ["none"] = 0 };

        public override bool IsDone(int agent) => step == 5;
    }

    sealed class OwnChance : Simulation
    {
        readonly Random own = new();
        double seen;
        int step;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => (seen, step) = (0, 0);

        public override void Step() => (seen, step) = (own.NextDouble(), step + 1);

        public override Observation GetObservation(int agent) => new() { ["seen"] = (float)seen };

        public override Reward GetReward(int agent) => new() { ["seen"] = seen };

        public override bool IsDone(int agent) => step == 500;
    }

    /// <summary>Some of its eleventh steps never end.</summary>
    sealed class Hangs : Wander
    {
        public static int Left;

        int step;

        public override void Reset()
        {
            step = 0;
            base.Reset();
        }

        public override void Step()
        {
            if (++step == 11 && Interlocked.Decrement(ref Left) >= 0)
                Thread.Sleep(Timeout.Infinite);
            base.Step();
        }
    }

    sealed class Lines : IDisplay
    {
        readonly List<string> all = [];

        public IReadOnlyList<string> All => all;

        public void Show(DisplayContent content) =>
            all.Add(string.Join(' ', $"{content}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

        public ILiveDisplay Live() => Display.None.Live();
    }
}
