using System.Collections.Concurrent;

namespace Pathmind.Tests;

public sealed class PopulationTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    static TrainingOptions Options => new()
    {
        Steps = 30_000, Population = 4, Seed = 3, Display = Display.None, StopWhenConverged = false, Studio = null,
        Ppo = new() { RolloutSteps = 64 },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void One_seed_makes_one_policy_whatever_the_number_of_threads()
    {
        var expected = IsSame(Options, threads: [2, 5]);
        Assert.NotEqual(PolicyBytes.Of(expected), PolicyBytes.Of(new Chain().Train(Options with { Seed = 4 })));
    }

    [Theory]
    [InlineData(4, null)]
    [InlineData(null, 8)]
    public void So_it_is_with_policies_that_remember(int? history, int? memory)
    {
        var training = IsSame(Options with { Steps = 10_000, Population = 2, History = history, Memory = memory }, threads: [3]);
        Assert.Equal((history ?? 1, memory ?? 0), (training.Policy.Description.History, training.Policy.Description.Memory));
    }

    [Fact]
    public void A_step_size_that_learns_nothing_is_found_out_and_replaced()
    {
        var options = Options with { Steps = 50_000, Ppo = new() { LearningRate = 5e-6f, RolloutSteps = 64 } };
        var alone = new LockedBoxes().Train(options with { Population = null });
        var training = new LockedBoxes().Train(options);
        Assert.True(alone.Reward < training.Reward - 0.1, $"alone {alone.Reward}, {training}\n{training.Population}");
        var best = training.Population!.Members[training.Population.Best - 1];
        Assert.True(((PpoOptions)best.Options).LearningRate > 1e-5f, $"{training.Population}");
        Assert.Contains(training.Population.Members, member => member.CopiedFrom.Any(from => from is not null));
        Assert.Contains($"The best of a population of 4, member {training.Population.Best},", training.Message);
    }

    [Fact]
    public void Its_steps_are_those_of_each_member_and_every_member_makes_its_simulations_once()
    {
        ConcurrentBag<Chain> made = [];
        var training = Trainer.Train(
            () =>
            {
                Chain one = new();
                made.Add(one);
                return one;
            }, Options with { Simulations = 2, Threads = 2 });
        Assert.InRange(training.History[^1].Steps, 30_000, 31_000);
        Assert.Equal(Enumerable.Range(1, training.History.Count), training.History.Select(row => row.Iteration));
        // of the given options 2 side by side and 2 that evaluate; of each member 2 and 1; 1 more of the best
        Assert.Equal(4 + 4 * 3 + 1, made.Count);
    }

    [Fact]
    public void What_was_trained_goes_on_alone_from_its_folder()
    {
        var rows = new List<int>();
        var first = new Chain().Train(Options with { Folder = folder, OnIteration = row => rows.Add(row.Iteration) });
        Assert.Equal(first.History.Select(row => row.Iteration), rows);
        var resumed = new Chain().Resume(folder, options => options with { Steps = 40_000, Display = Display.None, Studio = null });
        Assert.Null(resumed.Population);
        Assert.InRange(resumed.History[^1].Steps, 40_000, 41_000);
    }

    [Fact]
    public void An_error_in_one_member_ends_all_and_what_was_learnt_is_kept()
    {
        var made = 0;
        var error = Assert.Throws<TrainingException>(() => Trainer.Train(
            () => new BreakingChain { Fuse = Interlocked.Increment(ref made) == 12 ? 3_000 : int.MaxValue },
            Options with { Folder = folder, Simulations = 2, Threads = 2 }));
        Assert.Contains("the fuse is blown", error.Message);
        Assert.True(error.Training.History.Count > 0);
        Assert.Equal(nameof(BreakingChain), TrainedPolicy.Load(folder).Simulation);
    }

    [Fact]
    public void It_can_be_stopped_in_the_middle_of_a_generation()
    {
        using CancellationTokenSource stop = new();
        var count = 0;
        var training = Trainer.Train(
            () => new Chain(), Options with { Steps = 3_000_000, OnIteration = _ => { if (++count == 3) stop.Cancel(); } }, stop.Token);
        Assert.Equal(StopReason.Interrupted, training.Stop);
        Assert.InRange(training.History.Count, 3, 10_000);
    }

    [Theory]
    [InlineData("Population is 1, but must be in 2 .. 256")]
    [InlineData("Population and Time are both given")]
    [InlineData("Population and several RewardWeights are both given")]
    public void What_does_not_go_together_is_refused_by_name(string expected)
    {
        var options = expected.Contains(" is 1") ? Options with { Population = 1 }
            : expected.Contains("Time") ? Options with { Time = TimeSpan.FromSeconds(1) }
            : Options with { RewardWeights = new() { ["a"] = 1, ["b"] = 2 } };
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => new Chain().Train(options)).Message);
    }

    /// <summary>The same bits and the same table of members on one thread and on others.</summary>
    static TrainingResult IsSame(TrainingOptions options, int[] threads)
    {
        var expected = new Chain().Train(options with { Threads = 1 });
        foreach (var count in threads)
        {
            var actual = new Chain().Train(options with { Threads = count });
            Assert.Equal(PolicyBytes.Of(expected), PolicyBytes.Of(actual));
            Assert.Equal(Rows(expected), Rows(actual));
        }
        return expected;

        static IEnumerable<string> Rows(TrainingResult training) =>
            training.Population!.Members.Select(member => $"{member.Options} {string.Join(' ', member.Rewards)}");
    }

    sealed class BreakingChain : Chain
    {
        int steps;

        public int Fuse { get; init; }

        public override void Step()
        {
            if (++steps == Fuse)
                throw new InvalidOperationException("the fuse is blown");
            base.Step();
        }
    }
}
