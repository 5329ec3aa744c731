using Pathmind.Testing;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>Trainings that start from a heuristic: it is imitated, in every kind of space, and then surpassed; never is
/// the result worse (docs/warm-start.md).</summary>
public sealed class StartFromTests : IDisposable
{
    const string Memory = "PPO with a memory";

    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Simulations in which a rule earns all there is by looking at what is shown, one of each kind of
    /// space.</summary>
    static (Digits Simulation, Policy Rule) Of(string space) => space switch
    {
        "choice" => (new(), Policy.From("rule", o => (int)o["place"])),
        "two choices" => (
            new() { Space = new Discrete(3, size: 2) }, Policy.From("rule", o => new[] { (int)o["place"], (int)o["other"] })),
        "number" => (new() { Space = new Continuous(1, -2, 4) }, Policy.From("rule", o => (AgentAction)((float)o["place"] - 1))),
        "number without bounds" => (
            new() { Space = new Continuous() }, Policy.From("rule", o => (AgentAction)((float)o["place"] - 1))),
        "masked" => (
            new() { HasMask = true },
            Policy.From("rule", (o, mask) => mask[(int)o["place"]] ? (int)o["place"] : throw new InvalidOperationException("masked"))),
        _ => throw new ArgumentException(space),
    };

    [Theory]
    [InlineData("PPO")]
    [InlineData("SAC")]
    public void What_was_imitated_before_a_stop_is_the_policy_and_is_kept(string algorithm)
    {
        using CancellationTokenSource stop = new();
        var (simulation, rule) = Of("choice");
        var asked = 0;
        var stopping = Policy.From("rule", o =>
        {
            if (++asked == 700)                                          // of 1 000
                stop.Cancel();
            return (int)o["place"];
        });
        var training = simulation.Train(By(algorithm) with { Steps = 4_000, StartFrom = stopping, Folder = folder }, stop.Token);
        Assert.StartsWith(
            "Stopped as asked, before anything was learnt by reward: the policy is the imitation. Imitated rule in ", training.Message);
        var own = simulation.Run(rule, 50, seed: 1).Reward.Mean;
        Assert.InRange(simulation.Run(Policy.Local(folder), 50, seed: 1).Reward.Mean, 0.9 * own, double.PositiveInfinity);
    }

    [Fact]
    public void After_an_imitation_rollouts_begin_shorter_and_the_step_size_is_twice_the_usual_one()
    {
        var (simulation, rule) = Of("choice");
        var options = By("PPO") with { Steps = 4_000 };
        var (chance, taught) = (simulation.Train(options).History, simulation.Train(options with { StartFrom = rule }).History);
        Assert.Equal((8 * 128, 8 * 32), (chance[1].Steps - chance[0].Steps, taught[1].Steps - taught[0].Steps));
        Assert.Equal(2, taught[^1].Learner["learning_rate"] / chance[^1].Learner["learning_rate"], tolerance: 1e-3);
    }

    [Theory]
    [InlineData("choice", "PPO")]
    [InlineData("choice", "SAC")]
    [InlineData("choice", Memory)]
    [InlineData("two choices", "PPO")]
    [InlineData("two choices", "SAC")]
    [InlineData("two choices", Memory)]
    [InlineData("number", "PPO")]
    [InlineData("number", "SAC")]
    [InlineData("number", Memory)]
    [InlineData("number without bounds", "PPO")]
    [InlineData("number without bounds", "SAC")]
    [InlineData("number without bounds", Memory)]
    [InlineData("masked", "PPO")]
    [InlineData("masked", "SAC")]
    [InlineData("masked", Memory)]
    public void A_rule_is_imitated_in_every_kind_of_space(string space, string algorithm)
    {
        var (simulation, rule) = Of(space);
        var own = simulation.Run(rule, 50, seed: 1).Reward.Mean;
        var training = simulation.Train(By(algorithm) with { Steps = 4_000, StartFrom = rule });
        var random = simulation.Run(Policy.Random(1), 50, seed: 1).Reward.Mean;
        Assert.InRange(simulation.Run(training.Policy, 50, seed: 1).Reward.Mean, own - 0.1 * (own - random), double.PositiveInfinity);
        Assert.Equal("rule", training.Teacher!.Name);
        // numbers are never quite the rule's, so that some more are imitated
        var more = space.StartsWith("number", StringComparison.Ordinal) ? "|1,[2468]00|2,000" : "";
        Assert.Matches($"Imitated rule in (1,000{more}) decisions", training.Message);
        // as many steps from chance do not reach it
        var chance = simulation.Train(By(algorithm) with { Steps = 4_000 });
        Assert.True(
            training.Reward > chance.Reward || space == "masked" || algorithm == "SAC",
            $"{training.Reward} from the rule, {chance.Reward} from chance");
    }

    [Theory]
    [InlineData("PPO")]
    [InlineData(Memory)]
    public void Agents_of_several_kinds_are_imitated_each_as_it_decides(string algorithm)
    {
        var simulation = new TestSimulation
        {
            Agents = 2,
            SpaceOf = agent => agent == 0 ? new Discrete(3) : new Continuous(1, 0, 2),
            OnReset = test => test.State = test.Random.Next(9), OnStep = test => test.State = test.Random.Next(9),
            Observation = (test, agent) => agent == 0 ? new() { ["place"] = test.State % 3 } : new() { ["level"] = test.State / 4f },
            Reward = (test, _) => new() { ["none"] = 0 },
        };
        var rule = Policy.From("rule", (Observation o, int agent) => agent == 0 ? (AgentAction)(int)o["place"] : (float)o["level"]);
        var training = simulation.Train(By(algorithm) with { Steps = 3_000, StartFrom = rule });
        var log = simulation.Run(training.Policy, 20, seed: 1).Steps;
        Assert.InRange(Enumerable.Range(0, log.Count).Count(row => log["action_0"][row] == log["observation_0_place"][row]), 198, 200);
        Assert.All(Enumerable.Range(0, log.Count), row => Assert.Equal(log["observation_1_level"][row], log["action_1"][row], 0.2));
    }

    [Theory]
    [InlineData("PPO", 15_000)]
    [InlineData("SAC", 4_000)]
    [InlineData(Memory, 15_000)]
    public void A_rule_that_is_half_right_is_surpassed_within_a_few_thousand_decisions(string algorithm, long steps)
    {
        var (simulation, _) = Of("choice");
        var half = Policy.From("half", o => Math.Min(1, (int)o["place"]));
        var training = simulation.Train(By(algorithm) with { Steps = steps, StartFrom = half });
        Assert.True(training.Teacher!.Difference.Low > 0, $"{training.Teacher}");
        Assert.False(training.Teacher.IsImitation);
        Assert.Contains("better than it", training.Message);
        Assert.Equal(training.Reward!.Value, training.Teacher.Reward + training.Teacher.Difference.Mean, 1e-6);
    }

    [Theory]
    [InlineData("PPO", 30_000, 4, "kl")]
    [InlineData("SAC", 2_500, 6, "critic_loss")]
    [InlineData(Memory, 30_000, 4, "kl")]
    public void It_is_the_same_training_on_any_number_of_threads_and_when_it_is_resumed(
        string algorithm, long steps, int interval, string figure)
    {
        var (simulation, rule) = Of("two choices");
        // the first checkpoint comes while the policy is still kept near the rule
        var options = By(algorithm) with { Steps = steps, StartFrom = rule, Folder = folder, CheckpointEvery = interval };
        var whole = simulation.Train(options with { Threads = 1 });
        var three = simulation.Train(options with { Threads = 3, Folder = Path.Combine(folder, "three") });
        var middle = Directory.GetFiles(Path.Combine(folder, "checkpoints")).Order().First();
        var resumed = simulation.Resume(
            middle, of => of with { Folder = Path.Combine(folder, "resumed"), Display = Display.None, StartFrom = rule });
        Assert.Equal(whole.History[^1].Learner[figure], three.History[^1].Learner[figure]);
        Assert.Equal(whole.History[^1].Learner[figure], resumed.History[^1].Learner[figure]);
        Assert.Equal(whole.Teacher, resumed.Teacher);
        Assert.Equal(whole.Teacher, TrainingFiles.Read(folder).Teacher);
    }

    [Theory]
    [InlineData("PPO")]
    [InlineData("SAC")]
    [InlineData(Memory)]
    public void Steps_that_a_run_wrote_are_imitated_as_well(string algorithm)
    {
        var (simulation, rule) = Of("choice");
        var file = Path.Combine(folder, "steps.csv");
        simulation.Run(rule, 200, seed: 5).Steps.WriteCsv(file);
        var training = simulation.Train(By(algorithm) with { Steps = 2_000, StartFrom = file });
        Assert.InRange(simulation.Run(training.Policy, 50, seed: 1).Reward.Mean, 9.8, 10);
        Assert.Null(training.Teacher);
        Assert.Contains("Imitated steps.csv in 2,000 decisions.", training.Message);
    }

    [Fact]
    public void A_rule_with_a_memory_sees_one_episode_after_the_other()
    {
        Remembering rule = new();
        new TestSimulation().Train(Options with { Steps = 3_000, StartFrom = rule });
        Assert.True(rule.Decisions > 700);
        Assert.Equal(0, rule.Surprises);
    }

    [Fact]
    public void Of_a_training_that_time_bounds_the_imitation_takes_a_quarter()
    {
        TestSimulation slow = new() { OnStep = _ => Thread.Sleep(2) };
        var training = slow.Train(Options with { Time = TimeSpan.FromSeconds(4), StartFrom = Policy.From("one", _ => 1), Simulations = 2 });
        Assert.Equal(StopReason.Time, training.Stop);
        Assert.NotEmpty(training.History);
        Assert.Matches("Imitated one in [1-9][0-9]{1,2} decisions", training.Message);
        Assert.Equal(10, slow.Run(training.Policy, 3, seed: 1).Reward.Mean);
    }

    [Fact]
    public void How_far_the_imitation_is_can_be_seen()
    {
        RecordingDisplay display = new();
        TestSimulation slow = new() { OnStep = _ => Thread.Sleep(1) };
        slow.Train(Options with { Steps = 600, StartFrom = Policy.From("one", _ => 1), Simulations = 2, Display = display });
        ProgressReport[] shown =
            [.. display.Updates.OfType<ProgressReport>().Where(shown => shown.Values.Contains(new("imitating", "one")))];
        Assert.InRange(shown.Length, 2, int.MaxValue);
        Assert.All(shown, each => Assert.InRange(600 * each.Fraction!.Value - double.Parse(each.Values[1].Value), 0, 1.01)); // one a step
        Assert.Equal(shown.OrderBy(each => each.Fraction), shown);
        Assert.InRange(shown[^1].Fraction ?? 0, 0.4, 0.6);
    }

    [Fact]
    public void A_mask_that_leaves_no_choice_leaves_no_decision_to_imitate()
    {
        Digits simulation = new() { HasMask = true, OnlyWay = step => step % 2 == 1 };
        var first = Policy.From("first", (_, mask) => Array.IndexOf(mask, true));
        var training = simulation.Train(Options with { Steps = 4_000, StartFrom = first });
        Assert.Contains("Imitated first in 1,000 decisions", training.Message);
        Assert.InRange(training.History[0].Steps, 2_000, 3_999);         // twice as many steps, and a rollout
    }

    [Theory]
    [InlineData(12, "500", "and so has the policy")]
    [InlineData(20, "600", "and so has the policy")]
    [InlineData(30, "1,000", "the policy is worse than it")]             // the most: it is said
    public void An_imitation_that_is_worse_than_the_rule_goes_on_until_it_is_not(int places, string decisions, string verdict)
    {
        var training = new Maze { Places = places }.Train(
            Options with { Steps = 2_000, StartFrom = Policy.From("map", o => Maze.TurnAt((int)o["place"])) });
        Assert.Contains($"Imitated map in {decisions} decisions", training.Message);
        Assert.Contains(verdict, training.Message);
    }

    [Fact]
    public void Several_seeds_start_from_one_rule_side_by_side_as_each_does_alone()
    {
        var (simulation, rule) = Of("two choices");
        var options = Options with { Steps = 3_000, StartFrom = rule, Threads = 3 };
        var alone = simulation.Train(options with { Seed = 1 });
        var seeds = simulation.TrainSeeds(2, options);
        Assert.Equal(alone.Teacher, seeds.Seeds[1].Training.Teacher);
        Assert.Equal("rule", alone.Policy.Metadata["start_from"]);
    }

    [Fact]
    public void What_cannot_be_a_start_is_refused()
    {
        var (simulation, rule) = Of("choice");
        Assert.Contains("StartFrom and Population are both given", Refused(Options with { StartFrom = rule, Population = 2 }));
        Assert.Contains("StartFrom and StepTimeLimit are both given", Refused(
            Options with { StartFrom = rule, StepTimeLimit = TimeSpan.FromSeconds(9) }));
        Assert.Contains("write the weights into Reward", Refused(
            Options with { StartFrom = rule, RewardWeights = new() { ["right"] = 1, ["left"] = 2 } }));
        var file = Path.Combine(folder, "other.csv");
        File.WriteAllText(file, "Episode,Step,observation_0_place\n1,1,0\n");
        Assert.Contains(
            "other.csv has no columns observation_0_other, action_0, reward_0_right, which the steps of Digits have",
            Refused(Options with { StartFrom = file }));
        File.WriteAllText(file, "Episode,observation_0_place,observation_0_other,action_0,reward_0_right\n1,0,0,7,1\n");
        Assert.Contains("other.csv, line 2: the choice 7 is not in 0 .. 2", Refused(Options with { StartFrom = file }));
        File.WriteAllText(file, "Episode,observation_0_place,observation_0_other,action_0,reward_0_right\n1,zero,0,1,1\n");
        Assert.Contains("line 2: 'zero' in the column observation_0_place is not a number", Refused(Options with { StartFrom = file }));
        Assert.StartsWith("StartFrom is rule, which cannot be sent to a studio", Assert.Throws<ArgumentException>(
            () => simulation.Submit(Options with { StartFrom = rule })).Message);
        Assert.Throws<FileNotFoundException>(() => (Teacher)Path.Combine(folder, "none.csv"));
        Assert.Throws<SimulationException>(
            () => simulation.Train(Options with { StartFrom = Policy.From("broken", _ => throw new InvalidOperationException("no")) }));

        string Refused(TrainingOptions options) => Assert.Throws<ArgumentException>(() => simulation.Train(options)).Message;
    }

    static TrainingOptions By(string algorithm) => algorithm switch
    {
        "SAC" => Options with { Algorithm = new SacOptions { UpdatesPerDecision = 1 } },
        Memory => Options with { Memory = 8 },
        _ => Options,
    };

    static TrainingOptions Options => new() { Threads = 1, Display = Display.None, StopWhenConverged = false };

    /// <summary>Counts the steps of the episode and is surprised if the simulation shows another number.</summary>
    sealed class Remembering : Policy
    {
        int step;

        public int Decisions { get; private set; }

        public int Surprises { get; private set; }

        public override void BeginEpisode(int agent) => step = 0;

        public override AgentAction Decide(in PolicyInput input)
        {
            Decisions++;
            if (input.Observation["step"] != step++)
                Surprises++;
            return 1;
        }
    }
}
