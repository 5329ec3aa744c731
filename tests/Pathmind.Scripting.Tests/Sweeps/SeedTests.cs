namespace Pathmind.Tests;

public sealed class SeedTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    static TrainingOptions Options => new()
    {
        Steps = 6_000, Seed = 3, Display = Display.None, StopWhenConverged = false, Studio = null, Ppo = new() { RolloutSteps = 64 },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Each_seed_is_the_training_that_it_would_be_alone_on_any_number_of_threads()
    {
        foreach (var threads in new[] { 1, 3 })
        {
            var band = new Chain().TrainSeeds(3, Options with { Threads = threads });
            Assert.Equal([3, 4, 5], band.Seeds.Select(seed => seed.Seed));
            foreach (var seed in band.Seeds)
                Assert.Equal(Bytes(new Chain().Train(Options with { Seed = seed.Seed }).Policy), Bytes(seed.Training.Policy));
        }
    }

    [Fact]
    public void The_band_is_the_mean_over_the_seeds_with_the_interval_of_Student()
    {
        var band = new Target().TrainSeeds(4, Options);
        double[] rewards = [.. band.Seeds.Select(seed => seed.Reward.Mean)];
        Assert.True(rewards.Distinct().Count() == 4, band.Message);
        var mean = rewards.Average();
        var error = Math.Sqrt(rewards.Sum(reward => (reward - mean) * (reward - mean)) / 3 / 4);
        Assert.Equal(mean, band.Reward.Mean, 1e-12);
        Assert.Equal(3.18245 * error, band.Reward.HalfWidth, 1e-4);      // t of 3 degrees of freedom, 97.5 %
        Assert.Equal(rewards.Max(), band.Kept.Reward.Mean);
        Assert.Equal((rewards.Min(), rewards.Max()), (band.Worst.Reward.Mean, band.Best.Reward.Mean));
        Assert.Contains($"Kept is the policy of seed {band.Kept.Seed}, which earned most", band.Message);
        Assert.True(band.IsComplete);
    }

    [Fact]
    public void What_was_stopped_and_resumed_equals_what_never_was()
    {
        var whole = new Chain().TrainSeeds(4, Options with { Folder = Path.Combine(folder, "whole"), CheckpointEvery = 2, Threads = 2 });
        var parts = Options with { Folder = Path.Combine(folder, "parts"), CheckpointEvery = 2, Threads = 1 };
        using CancellationTokenSource stop = new();
        var count = 0;                                                   // in the second seed: the first one has ended
        var stopped = new Chain().TrainSeeds(
            4, parts with { OnIteration = _ => { if (++count == 19) stop.Cancel(); } }, stop.Token);
        Assert.False(stopped.IsComplete);
        Assert.Equal(2, stopped.Seeds.Count);
        Assert.Contains("3 trainings of 4 had not ended", stopped.Message);
        var began = 0;
        var resumed = new Chain().ResumeSeeds(4, parts with { OnIteration = row => began += row.Iteration == 1 ? 1 : 0 });
        Assert.Equal(2, began);                                          // the third and the fourth
        Assert.Equal(whole.Message, resumed.Message);
        foreach (var (one, other) in whole.Seeds.Zip(resumed.Seeds))
            Assert.Equal(Bytes(one.Training.Policy), Bytes(other.Training.Policy));
        Assert.Equal(Bytes(whole.Policy), File.ReadAllBytes(Path.Combine(folder, "parts", "policy.onnx")));
    }

    [Fact]
    public void A_stop_before_anything_was_learnt_says_so()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        var error = Assert.Throws<OperationCanceledException>(() => new Chain().TrainSeeds(3, Options, stop.Token));
        Assert.Contains("before anything had been learnt", error.Message);
    }

    [Theory]
    [InlineData(1, false, "seeds is 1, but must be in 2 .. 1,000")]
    [InlineData(3, true, "Population and several seeds are both given")]
    public void What_does_not_go_together_is_refused_by_name(int seeds, bool isPopulation, string expected) => Assert.Contains(
        expected,
        Assert.Throws<ArgumentException>(
            () => new Chain().TrainSeeds(seeds, Options with { Population = isPopulation ? 4 : null })).Message);

    internal static byte[] Bytes(TrainedPolicy policy)
    {
        var to = Directory.CreateTempSubdirectory("pathmind-").FullName;
        try
        {
            policy.Save(to);
            return File.ReadAllBytes(Path.Combine(to, "policy.onnx"));
        }
        finally
        {
            Directory.Delete(to, recursive: true);
        }
    }
}
