using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>What a training asks of the simulation beside its own steps: where a step takes seconds, that is the
/// time.</summary>
public sealed class SimulationCostTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("PPO", 4_000, 40)]
    [InlineData("PPO", 4_000, 400)]                                        // ten episodes in all
    [InlineData("SAC", 4_000, 40)]
    [InlineData("SAC", 4_000, 400)]
    [InlineData("SAC", 1_000, 50)]
    public void From_a_rule_judging_takes_at_most_as_many_steps_as_learning(string algorithm, long steps, int length)
    {
        var made = 0L;
        TestSimulation Create() => new() { OnStep = _ => Interlocked.Increment(ref made), Done = (test, _) => test.Steps >= length };
        var training = Trainer.Train(Create, new()
        {
            Steps = steps, StartFrom = Policy.From("rule", _ => 1), Display = Display.None,
            Algorithm = algorithm == "PPO" ? new PpoOptions() : new SacOptions(),
        });
        Assert.InRange(made, steps, 2 * steps);
        Assert.InRange(training.Teacher!.Episodes, 3, 20);
    }

    [Theory]
    [InlineData("a goal", "PPO", 4_000, 40)]
    [InlineData("a goal", "SAC", 4_000, 200)]
    [InlineData("a goal", "PPO", 4_000, 400)]
    [InlineData("a limit", "PPO", 4_000, 40)]
    [InlineData("a limit", "SAC", 4_000, 200)]
    [InlineData("a limit and a goal", "PPO", 4_000, 200)]
    [InlineData("steps of a run", "PPO", 4_000, 40)]
    [InlineData("steps of a run", "PPO", 4_000, 400)]
    [InlineData("a rule that cannot be imitated", "PPO", 8_000, 20)]
    [InlineData("a rule that cannot be imitated", "PPO", 4_000, 40)]
    [InlineData("a rule that cannot be imitated", "SAC", 2_000, 10)]
    [InlineData("a rule that cannot be imitated", "PPO", 4_000, 200)]
    public void Nor_with_a_goal_limits_a_file_or_where_the_imitation_stays_worse(string with, string algorithm, long steps, int length)
    {
        var made = 0L;
        TestSimulation Create() => new()
        {
            Length = length, OnStep = _ => Interlocked.Increment(ref made), Observation = (_, _) => new() { ["one"] = 1 },
            Reward = (test, _) => new() { ["right"] = test.Action[0].Choice == (test.Steps - 1) % 2 ? 1 : 0 },
        };
        Teacher teacher = with == "a rule that cannot be imitated" ? new Alternating() : Policy.From("rule", _ => 1);
        if (with == "steps of a run")
        {
            var file = Path.Combine(folder, "steps.csv");
            Create().Run(teacher.Policy!, 5, seed: 1, display: Display.None).Steps.WriteCsv(file);
            (teacher, made) = (file, 0);
        }
        var training = Trainer.Train(Create, new()
        {
            Steps = steps, StartFrom = teacher, Display = Display.None, StopWhenConverged = false,
            UntilReward = with.Contains("goal", StringComparison.Ordinal) ? length : null,
            Limits = with.Contains("limit", StringComparison.Ordinal) ? new() { ["right"] = Goal.AtLeast(0.4 * length) } : null,
            Algorithm = algorithm == "PPO" ? new PpoOptions() : new SacOptions(),
        });
        Assert.Equal(StopReason.Steps, training.Stop);
        Assert.InRange(made, steps, 2 * steps);
    }

    /// <summary>Episodes earn 1 or nothing, by chance: four of them may reach the goal where twenty do not.</summary>
    [Fact]
    public void A_goal_that_seems_to_be_reached_costs_sixteen_further_episodes_at_most()
    {
        for (var seed = 0; seed < 6; seed++)
        {
            var made = 0L;
            TestSimulation Create() => new()
            {
                Length = 200, OnReset = test => test.State = test.Random.Next(2), OnStep = _ => Interlocked.Increment(ref made),
                Reward = (test, _) => new() { ["luck"] = test.Steps == 200 ? test.State : 0 },
            };
            Trainer.Train(Create, new()
            {
                Steps = 4_000, Seed = seed, UntilReward = 0.7, StartFrom = Policy.From("rule", _ => 1), Display = Display.None,
                StopWhenConverged = false,
            });
            Assert.InRange(made, 0, 2 * 4_000 + 16 * 200);
        }
    }

    /// <summary>Whoever always chooses 1 stays for 400 steps, where chance stays for ten.</summary>
    [Theory]
    [InlineData(5_000, 1)]
    [InlineData(5_000, 2)]
    [InlineData(5_000, 3)]
    public void From_chance_a_policy_that_stays_longer_and_longer_is_judged_by_fewer_episodes(long steps, int seed)
    {
        var made = 0L;
        TestSimulation Create() => new()
        {
            OnStep = test =>
            {
                Interlocked.Increment(ref made);
                test.State += 1 - test.Action[0].Choice;
            },
            Done = (test, _) => test.State >= 5 || test.Steps >= 400, Reward = (_, _) => new() { ["stayed"] = 1 },
        };
        var training = Trainer.Train(Create, new() { Steps = steps, Seed = seed, Display = Display.None, StopWhenConverged = false });
        Assert.InRange(made, steps, 2 * steps + 1_024 + 6 * 400);          // the last iteration, and the least at the end
        Assert.NotNull(training.Reward);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void So_is_the_policy_of_a_cart_pole(int seed)
    {
        var made = 0L;
        Simulation Create() => new Counted(new CartPole(), () => Interlocked.Increment(ref made));
        Trainer.Train(Create, new() { Steps = 5_000, Seed = seed, Display = Display.None });
        Assert.InRange(made, 5_000, 2 * 5_000 + 1_024 + 6 * 500);
    }

    /// <summary>A simulation whose steps are counted.</summary>
    /// <param name="inner">The simulation.</param>
    /// <param name="onStep">Called at each step.</param>
    sealed class Counted(Simulation inner, Action onStep) : SimulationWrapper(inner)
    {
        public override void Step()
        {
            onStep();
            base.Step();
        }
    }

    [Fact]
    public void From_chance_limits_are_checked_by_as_many_episodes_as_the_steps_pay_for()
    {
        var made = 0L;
        TestSimulation Create() => new() { Length = 400, OnStep = _ => Interlocked.Increment(ref made) };
        var training = Trainer.Train(
            Create, new() { Steps = 4_000, Display = Display.None, Limits = new() { ["chosen"] = Goal.AtMost(100) } });
        Assert.InRange(made, 4_000, 8_000);
        Assert.InRange(Assert.Single(training.Limits).Episodes, 3, 10);
    }

    /// <summary>Of a training by time of 50 episodes none can be judged when the time is up.</summary>
    [Fact]
    public void In_a_training_by_time_what_was_learnt_is_judged_before_its_end()
    {
        StepClock clock = new();
        TestSimulation Create() => new() { Length = 100, OnStep = _ => clock.Turn(1) };
        TrainingOptions options = new()
        {
            Time = TimeSpan.FromSeconds(100), StartFrom = Policy.From("zero", _ => 0), Threads = 1, Display = Display.None,
            Simulations = 1, Ppo = new() { RolloutSteps = 64, LearningRate = 3e-3f },
        };
        using TrainingLoop training = new(Create, options, PpoLearner.Algorithm, clock, default);
        training.WarmUp();
        Assert.Equal(0, training.Best.Score);
        while (training.State.Progress < 1 && training.Iterate())
            training.Best.Judge();
        training.Best.Choose(StopReason.Time);
        Assert.InRange(training.Best.Score, 1, 100);
        Assert.False(training.Best.IsUnjudged);
    }

    [Fact]
    public void An_imitation_that_the_steps_did_not_pay_to_judge_has_no_mean_when_the_training_is_stopped()
    {
        using CancellationTokenSource stop = new();
        var made = 0;
        TestSimulation Create() => new()
        {
            Done = (test, _) => test.Steps >= 400,
            OnStep = _ =>
            {
                if (Interlocked.Increment(ref made) == 3_600)
                    stop.Cancel();
            },
        };
        var training = Trainer.Train(
            Create, new() { Steps = 4_000, StartFrom = Policy.From("rule", _ => 1), Display = Display.None }, stop.Token);
        Assert.Equal(StopReason.Interrupted, training.Stop);
        Assert.Equal(400, Create().Run(training.Policy, 1, seed: 1, display: Display.None).Reward.Mean);
        Assert.DoesNotContain("before anything was learnt", training.Message);
        Assert.DoesNotContain("Without exploration", training.Message);
        Assert.Contains("The policy is the imitation: the training ended before what was learnt after it was judged.", training.Message);
    }

    /// <summary>The rule earns all by what it counts; a policy, which sees nothing, can earn half of it.</summary>
    [Fact]
    public void In_a_training_by_time_an_imitation_that_is_worse_is_imitated_further_as_well()
    {
        StepClock clock = new();
        TrainingOptions options = new()
        {
            Time = TimeSpan.FromSeconds(120), StartFrom = new Alternating(), Threads = 1, Display = Display.None,
        };
        using TrainingLoop training = new(() => new Hidden(clock), options, PpoLearner.Algorithm, clock, default);
        training.WarmUp();
        Assert.InRange(training.State.Steps, 1_800, 3_500);               // 120 s are 6 000 steps, and a quarter of them 1 500
    }

    sealed class Alternating : Policy
    {
        int next;

        public override void BeginEpisode(int agent) => next = 0;

        public override AgentAction Decide(in PolicyInput input) => next++ % 2;
    }

    /// <summary>Ten steps, of which each wants the other choice than the one before, and nothing to be seen.</summary>
    /// <param name="clock">Turned by each step.</param>
    sealed class Hidden(StepClock clock) : Simulation
    {
        int now;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => now = 0;

        public override void Step()
        {
            clock.Turn(1);
            now++;
        }

        public override Observation GetObservation(int agent) => new() { ["nothing"] = 0 };

        public override Reward GetReward(int agent) => new() { ["right"] = Action[agent].Choice == (now - 1) % 2 ? 1 : 0 };

        public override bool IsDone(int agent) => now == 10;
    }

    [Theory]
    [InlineData(400, 20)]
    [InlineData(8_000, 200)]
    [InlineData(200_000, 506)]                                             // 500 times between decisions, in episodes of 100
    public void The_time_between_decisions_is_measured_in_few_steps_of_a_short_training(long steps, int measured)
    {
        var made = 0;
        using TrainingLoop training = new(
            () => new Clocked(() => made++), new() { Steps = steps }, PpoLearner.Algorithm, TimeProvider.System, default);
        Assert.Equal(1 + measured, made);                                   // one tells what there is to see
    }

    [Fact]
    public void A_stop_ends_that_as_well()
    {
        var (made, stops) = (0, 0);
        DecisionPace.Measure(new Clocked(() => made++), seed: 1, mostSteps: 100, () => ++stops > 3);
        Assert.InRange(made, 1, 3);
    }

    /// <summary>A simulation with a clock, whose episodes have 100 steps.</summary>
    /// <param name="onStep">Called at each step.</param>
    sealed class Clocked(Action onStep) : Simulation
    {
        int now;

        public override double SimulatedSeconds => now;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => now = 0;

        public override void Step()
        {
            onStep();
            now++;
        }

        public override Observation GetObservation(int agent) => new() { ["now"] = now };

        public override Reward GetReward(int agent) => new() { ["gain"] = 1 };

        public override bool IsDone(int agent) => now == 100;
    }
}
