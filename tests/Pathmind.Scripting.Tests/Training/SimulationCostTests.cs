using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>What a training asks of the simulation beside its own steps: where a step takes seconds, that is the
/// time.</summary>
public sealed class SimulationCostTests
{
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
