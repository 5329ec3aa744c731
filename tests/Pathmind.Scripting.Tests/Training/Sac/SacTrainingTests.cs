using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>What holds for every training holds with SAC.</summary>
public sealed class SacTrainingTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    static readonly TrainingOptions Options = new()
    {
        Seed = 3, Steps = 2_500, Display = Display.None, StopWhenConverged = false,
        Algorithm = new SacOptions { UpdatesPerDecision = 0.3f },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void One_seed_makes_one_policy_whatever_the_number_of_threads()
    {
        SameOnAnyNumberOfThreads<Target>();
        SameOnAnyNumberOfThreads<LockedBoxes>();
        SameOnAnyNumberOfThreads<TwoTrades>();
        SameOnAnyNumberOfThreads<GuardAndDriver>();
        Assert.NotEqual(PolicyBytes.Of(new Chain().Train(Options)), PolicyBytes.Of(new Chain().Train(Options with { Seed = 4 })));
    }

    [Fact]
    public void Worker_processes_act_and_learn_the_same()
    {
        foreach (var create in (Func<Simulation>[])[() => new Target(), () => new LockedBoxes(), () => new TwoTrades()])
        {
            using WorkersInProcess host = new(create, 3) { IsLost = (worker, answers) => answers == 3 && worker < 2 };
            AssertSame(Trainer.Train(create, Options), Trainer.Train(create, Options with { Host = host }));
        }
    }

    [Fact]
    public void A_killed_training_resumes_as_if_it_had_never_stopped()
    {
        Continues<Target>();
        Continues<LockedBoxes>();
        Continues<TwoTrades>();
        Continues<GuardAndDriver>();
    }

    [Fact]
    public void A_full_replay_is_in_a_checkpoint_as_well() =>
        Continues<Chain>(Options with { Algorithm = new SacOptions { UpdatesPerDecision = 0.3f, ReplaySize = 1_000 } });

    [Fact]
    public void Its_policy_has_deviations_and_a_value_in_units_of_the_reward()
    {
        new Target().Train(Options with
        {
            Steps = 6_000,
            Folder = folder,
            Reward = terms => 100 * terms["miss"] + 700,
            Algorithm = new SacOptions { UpdatesPerDecision = 1, Hidden = [16, 16], LearningRate = 3e-3f },
        });
        var policy = TrainedPolicy.Load(folder);
        Assert.Equal("SAC", policy.Metadata["algorithm"]);
        var outputs = policy.Evaluate([0.5f]);
        Assert.InRange(outputs.Mean[0], 1.3, 1.7);
        Assert.InRange(outputs.LogStd[0], -6, 0);
        Assert.InRange(outputs.Value, 600, 700);                         // what exploration misses is part of it
        var header = File.ReadLines(Path.Combine(folder, "progress.csv")).First();
        Assert.EndsWith(",entropy,critic_loss,value_mean,temperature_choices,temperature_numbers,deviation,replay,updates,learning_rate,"
            + "steps_per_second,seconds", header);
    }

    /// <summary>A million times smaller, and larger.</summary>
    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e6)]
    public void The_unit_of_the_reward_does_not_matter(double unit)
    {
        var policy = new Target().Train(Options with
        {
            Steps = 4_000,
            Reward = terms => unit * terms["miss"],
            Algorithm = new SacOptions { UpdatesPerDecision = 1, Hidden = [16, 16], BatchSize = 64, LearningRate = 3e-3f },
        }).Policy;
        Assert.InRange(new Target().Run(policy, 100, seed: 1, display: Display.None).Terms["miss"].Mean, -0.05, 0);
    }

    [Fact]
    public void What_it_cannot_do_is_said()
    {
        Assert.Equal(
            "Training options out of range: Algorithm.BatchSize is 1, but must be in 2 .. 4096; Algorithm.RewardSteps is 0, but must be in "
            + "1 .. 32; Algorithm.Hidden is [], but must be one or more widths of 1 to 1024.",
            Assert.Throws<ArgumentException>(() => new Chain().Train(Options with
            {
                Algorithm = new SacOptions { BatchSize = 1, RewardSteps = 0, Hidden = [] },
            })).Message);
        Assert.Contains(
            "Algorithm.ReplaySize is 100000000, but a decision takes",
            Assert.Throws<ArgumentException>(
                () => new Chain().Train(Options with { Algorithm = new SacOptions { ReplaySize = 100_000_000 } })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_population_of_it_goes_on_from_the_best_member()
    {
        var result = new Target().Train(Options with { Population = 2, Steps = 1_000 });
        Assert.Equal(2, result.Population!.Members.Count);
        Assert.Equal("SAC", result.Policy.Metadata["algorithm"]);
    }

    /// <summary>A training that is resumed from its first checkpoint ends as the whole one.</summary>
    void Continues<T>(TrainingOptions? options = null)
        where T : Simulation, new()
    {
        var place = Path.Combine(folder, typeof(T).Name);
        var whole = new T().Train((options ?? Options) with { Folder = place, CheckpointEvery = 5 });
        var from = Directory.GetFiles(Path.Combine(place, "checkpoints")).Order().First();
        AssertSame(
            whole, new T().Resume(from, resumed => resumed with { Folder = Path.Combine(place, "resumed"), Display = Display.None }));
    }

    static void SameOnAnyNumberOfThreads<T>()
        where T : Simulation, new()
    {
        var expected = new T().Train(Options with { Threads = 1 });
        foreach (var threads in (int[])[2, 5])
            AssertSame(expected, new T().Train(Options with { Threads = threads }));
    }

    static void AssertSame(TrainingResult expected, TrainingResult actual)
    {
        Assert.Equal(Figures(expected), Figures(actual));
        Assert.Equal(PolicyBytes.Of(expected), PolicyBytes.Of(actual));
    }

    static IEnumerable<string> Figures(TrainingResult result) =>
        result.History.Select(row => $"{row.Steps} {row.RewardMean} {row.LengthMean} {row.Entropy} {string.Join(' ', row.Learner)}");
}
