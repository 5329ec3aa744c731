using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>Agents that decide on demand, in a training: one row per decision, with all that was gained until the
/// next.</summary>
public sealed class DecisionTests
{
    static readonly SacOptions Sac = new() { UpdatesPerDecision = 0.01f };

    static readonly TrainingOptions Quick = new() { Display = Display.None, StopWhenConverged = false, Steps = 24_000, Threads = 1 };

    [Fact]
    public void Rewards_between_two_decisions_of_an_agent_add_up_in_the_row_of_the_first()
    {
        Collection collection = new(new Paced(), steps: 8);
        var buffer = collection.Next();
        Assert.Equal([(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 7), (7, 8)], Rows(buffer, 0));
        Assert.Equal([(0, 1 + 2 + 3), (3, 4 + 5 + 6), (6, 7 + 8)], Rows(buffer, 1));
        Assert.Equal([(1, 2 + 3 + 4 + 5), (5, 6 + 7 + 8)], Rows(buffer, 2));        // what came before its first decision has no row
        Assert.Equal([Ending.None, Ending.None, Ending.Terminated], buffer.Endings[8..11]);
        Assert.Empty(buffer.Tails[0].Rows);
        Assert.Equal(13, buffer.RowCount);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 17], buffer.Rows[..13]);
    }

    [Fact]
    public void A_row_that_is_open_at_the_end_of_a_rollout_is_completed_in_the_next_one()
    {
        Collection collection = new(new Paced(), steps: 4);
        var buffer = collection.Next();
        Assert.Equal([(0, 6)], Rows(buffer, 1));
        Assert.Empty(Rows(buffer, 2));                                              // decided before step 2, and still gaining
        Assert.Equal([(3, 4), (4, 3)], Tails(buffer));                              // row 3 led to 4; row 4 to the decision at 3
        var drawn = buffer.LogProbabilities[8];
        buffer = collection.Next();
        Assert.Equal([(4, 5), (5, 6), (6, 7), (7, 8)], Rows(buffer, 0));
        Assert.Equal([(3, 15), (6, 15)], Rows(buffer, 1));
        Assert.Equal([(1, 14), (5, 21)], Rows(buffer, 2));
        Assert.Equal(drawn, buffer.LogProbabilities[8]);
        Assert.Empty(Tails(buffer));
    }

    [Fact]
    public void A_rollout_shorter_than_the_time_between_decisions_has_no_row_of_the_agent_and_loses_nothing()
    {
        Collection collection = new(new Paced(), steps: 2);
        List<(float, float)> rows = [];
        for (var rollout = 0; rollout < 4; rollout++)
            rows.AddRange(Rows(collection.Next(), 2));
        Assert.Equal([(1, 14), (5, 21)], rows);
    }

    [Fact]
    public void A_cut_values_what_the_agent_sees_then()
    {
        var buffer = new Collection(new CutPaced(), steps: 8).Next();
        Assert.Equal([(6, 15)], Rows(buffer, 1).Skip(2));
        Assert.Equal(Ending.Truncated, buffer.Endings[10]);
        Assert.Equal([(7, 8), (10, 8), (17, 8)], Tails(buffer));                   // the last row of each agent led to 8
    }

    [Fact]
    public void By_simulated_time_a_decision_for_three_steps_is_worth_what_three_decisions_for_one_step_are()
    {
        var gamma = Math.Exp(-2.0 / 5);                                            // a step takes 2 s
        var buffer = new Collection(new Paced(), steps: 8, discountSeconds: 5).Next();
        Assert.Equal(gamma, buffer.Discounts![0], 1e-6);
        Assert.Equal(Math.Pow(gamma, 3), buffer.Discounts![8], 1e-6);
        Assert.Equal(4 + gamma * 5 + gamma * gamma * 6, buffer.Rewards[9], 1e-5);
        Assert.Equal(Math.Pow(gamma, 2), buffer.Discounts![10], 1e-6);            // the episode ends two steps after the decision
    }

    [Fact]
    public void Who_needs_no_decision_is_not_observed()
    {
        Paced simulation = new();
        Collection collection = new(simulation, steps: 8);
        simulation.Observed.Clear();
        collection.Next();
        int[] episode = [0, 1, 0, 2, 0, 0, 1, 0, 0, 2, 0, 1, 0];                   // before each of the eight steps
        Assert.Equal([.. episode[2..], 0, 1], simulation.Observed);                // the first two were seen at the start
    }

    /// <summary>A decision on demand before every third step is the wrapper that holds actions for three steps, written
    /// otherwise: the same rows, hence the same networks.</summary>
    [Fact]
    public void Deciding_before_every_third_step_learns_what_a_skip_of_three_steps_does_to_the_last_bit()
    {
        PpoOptions ppo = new() { NormalizeObservations = false, RolloutSteps = 60 };
        var skipped = Trainer.Train(() => new FrameSkip(new Walk(), 3), Quick with { Steps = 19_200, Ppo = ppo });
        var onDemand = new WalkInThrees().Train(Quick with { Steps = 3 * 19_200, Ppo = ppo with { RolloutSteps = 180 } });
        Assert.Equal(skipped.History.Count, onDemand.History.Count);
        Assert.Equal(skipped.History[^1].Learner, onDemand.History[^1].Learner);
        Assert.Equal(skipped.History[^1].RewardMean!.Value, onDemand.History[^1].RewardMean!.Value, 1e-9);    // summed in another order
        Assert.True(skipped.History[^1].RewardMean > skipped.History[2].RewardMean + 1);
    }

    [Fact]
    public void Saying_that_all_agents_decide_changes_no_bit()
    {
        var (said, unsaid) = (new Explicit().Train(Quick), new TwoEchoes().Train(Quick));
        Assert.Equal(unsaid.History[^1].Learner, said.History[^1].Learner);
        Assert.Equal(unsaid.History.Select(row => row.RewardMean), said.History.Select(row => row.RewardMean));
    }

    /// <summary>With default options as well as by simulated time; what pays at once does not win.</summary>
    [Theory]
    [InlineData(0, null)]
    [InlineData(1, null)]
    [InlineData(0, 20.0)]
    [InlineData(1, 20.0)]
    public void The_best_jobs_are_taken_where_time_is_what_a_job_costs(int seed, double? discountSeconds)
    {
        var policy = new JobOffers().Train(Quick with { Seed = seed, Ppo = new() { DiscountSeconds = discountSeconds } }).Policy;
        Assert.Equal([0, 2], Taken(policy));
    }

    [Fact]
    public void Who_looks_no_further_than_the_next_decision_takes_the_job_that_blocks_the_machine() =>
        Assert.Equal([0, 1, 2], Taken(new JobOffers().Train(Quick with { Ppo = new() { Discount = 0 } }).Policy));

    [Fact]
    public void A_clock_is_required_to_discount_by_time_and_must_not_run_backwards()
    {
        var options = Quick with { Ppo = new() { DiscountSeconds = 10 } };
        var error = Assert.Throws<SimulationException>(() => new Chain().Train(options));
        Assert.Contains("Chain.SimulatedSeconds in episode 1 at Reset: it is NaN: DiscountSeconds needs a finite clock", error.Message);
        Assert.Contains(
            "SimulatedSeconds in episode 1 at step 2: it is 9 after 10",
            Assert.Throws<SimulationException>(() => new Backwards().Train(options)).Message);
        Assert.Contains(
            "Ppo.DiscountSeconds is 0, but must be above 0",
            Assert.Throws<ArgumentException>(() => new Chain().Train(Quick with { Ppo = new() { DiscountSeconds = 0 } })).Message);
        Assert.Contains(
            "DiscountSeconds is -1, but must be above 0",
            Assert.Throws<ArgumentException>(
                () => new Chain().Train(Quick with { Algorithm = new SacOptions { DiscountSeconds = -1 } })).Message);
    }

    /// <summary>In an episode agent 0 waits seven times for 2 s, agent 1 twice for 6 s, agent 2 once for 8 s: 34 s in
    /// ten waits, whose squares sum to 164 s².</summary>
    [Fact]
    public void Where_decisions_are_unevenly_far_apart_ten_times_their_mean_time_discounts_unless_an_option_says_otherwise()
    {
        var pace = Measure(new Paced())!.Value;
        Assert.Equal((3.4, Math.Sqrt(16.4 - 3.4 * 3.4)), (pace.Mean, pace.Deviation), new Close(0.01));
        Assert.Null(Measure(new Chain()));
        Assert.Null(Measure(new Backwards()));
        Assert.Null(DecisionPace.UnevenMean(new Even(), new() { Seed = 3 }, TimeProvider.System, default));
        Assert.Equal("34", Seconds(new PpoOptions()));
        Assert.Equal("34", Seconds(Sac));
        Assert.Equal("7", Seconds(new PpoOptions { DiscountSeconds = 7 }));
        Assert.Equal("7", Seconds(Sac with { DiscountSeconds = 7 }));
        Assert.Null(Seconds(new PpoOptions { Discount = 0.9f }));
        Assert.Null(Seconds(Sac with { Discount = 0.9f }));

        static Moments? Measure(Simulation simulation) => DecisionPace.Measure(simulation, seed: 3, mostSteps: 2_000, () => false);

        static string? Seconds(AlgorithmOptions algorithm) =>
            new Paced().Train(Quick with { Steps = 20_000, Algorithm = algorithm }).Policy.Metadata.GetValueOrDefault("discount_seconds");
    }

    [Theory]
    [InlineData(10, null)]                                                          // decisions, and times between them
    [InlineData(11, 10)]
    public void A_few_times_between_decisions_tell_nothing_of_the_rest(int steps, int? times) =>
        Assert.Equal(times, DecisionPace.Measure(new Long(), seed: 3, steps, () => false)?.Count);

    sealed class Close(double tolerance) : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) =>
            Math.Abs(x.Item1 - y.Item1) <= tolerance && Math.Abs(x.Item2 - y.Item2) <= tolerance;

        public int GetHashCode((double, double) pair) => 0;
    }

    abstract class Clocked : Chain
    {
        protected int Steps { get; private set; }

        public override void Reset()
        {
            base.Reset();
            Steps = 0;
        }

        public override void Step()
        {
            base.Step();
            Steps++;
        }
    }

    sealed class Even : Clocked
    {
        public override double SimulatedSeconds => 3 * Steps;
    }

    sealed class Long : Clocked
    {
        public override double SimulatedSeconds => 3 * Steps;

        public override bool IsDone(int agent) => Steps == 100;

        public override Observation GetObservation(int agent) => new() { ["steps"] = Steps };

        public override Reward GetReward(int agent) => new() { ["gain"] = 1 };

        public override int MaxSteps => 100;
    }

    [Fact]
    public void A_simulation_in_which_nobody_ever_decides_is_refused() => Assert.Contains(
        "No agent of Silent needed a decision in", Assert.Throws<ArgumentException>(() => new Silent().Train(Quick)).Message);

    /// <summary>The offers that the policy takes.</summary>
    static int[] Taken(Policy policy)
    {
        var log = new JobOffers().Run(policy, episodes: 5, display: Display.None);
        return
        [
            .. Enumerable.Range(0, 3).Where(kind => log.Steps[$"observation_0_offer_{kind}"].Zip(log.Steps["action_0"])
                .Any(pair => pair is (1, 1))),
        ];
    }

    static (float Seen, float Reward)[] Rows(RolloutBuffer buffer, int agent) =>
    [
        .. from row in Enumerable.Range(agent * buffer.Steps, buffer.Lengths[agent])
           select (buffer.Observations[row], buffer.Rewards[row]),
    ];

    static (int Row, float Seen)[] Tails(RolloutBuffer buffer) =>
        [.. buffer.Tails[0].Rows.Zip(buffer.Tails[0].Observations.ToArray()).Order()];

    /// <summary>Rollouts of one simulation, one after the other.</summary>
    sealed class Collection
    {
        readonly RolloutCollector collector;
        readonly RolloutBuffer buffer;
        readonly int steps;

        public Collection(Simulation simulation, int steps, double? discountSeconds = null)
        {
            this.steps = steps;
            RandomStream chance = new(0, 1);
            SimulationDriver driver = new(simulation, chance);
            var (actions, size) = (driver.Schema.Actions, driver.Schema.Observations.Size);
            driver.Schema.Rewards = new(new Reward { ["gain"] = 0 }.Slots);
            RewardFunction function = new(new(), driver.Schema.Rewards);
            TrainingEnvironment environment = new(0, driver, chance, 0, null, new(actions), new(driver.Agents, size, 1));
            BehaviorPolicy policy = new(Network.Orthogonal(new(size, [4], actions.Logits, Activation.Tanh), new(0, 2), 0.01f), null, []);
            collector = new([environment], new(1), function, policy, TimeProvider.System, () => false);
            buffer = new(1, driver.Agents, steps, size, actions, hasMask: false, discountSeconds: discountSeconds);
            environment.Start(1);
        }

        public RolloutBuffer Next()
        {
            Assert.True(collector.Collect(buffer, steps));
            return buffer;
        }
    }

    /// <summary>Says what is the default.</summary>
    sealed class Explicit : TwoEchoes
    {
        public override bool NeedsDecision(int agent) => true;
    }

    sealed class Backwards : Clocked
    {
        public override double SimulatedSeconds => Steps <= 1 ? 10 : 9;
    }

    sealed class Silent : Chain
    {
        public override bool NeedsDecision(int agent) => false;

        public override void Step()
        {
        }
    }
}
