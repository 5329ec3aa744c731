using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>Another algorithm than PPO is trained, stopped, resumed, judged, saved by the same code.</summary>
public sealed class SecondLearnerTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    static readonly TrainingOptions Options =
        new() { Steps = 60_000, Display = Display.None, StopWhenConverged = false, Reward = terms => terms["left"] + terms["right"] };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_cross_entropy_method_learns_the_chain(int seed)
    {
        var result = Trainer.Train(() => new Chain(), Options with { Seed = seed }, CrossEntropyLearner.Algorithm);
        Assert.InRange(new Chain().Run(result.Policy, episodes: 20, display: Display.None).Episodes["reward_0_right"].Average(), 0.99, 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_cross_entropy_method_learns_the_mouse(int seed)
    {
        var result = Trainer.Train(() => new MouseAndCheese(),
            Options with { Seed = seed, Reward = null, Steps = 400_000, UntilReward = 0.55 }, CrossEntropyLearner.Algorithm);
        Assert.Equal(StopReason.RewardReached, result.Stop);
        var log = new MouseAndCheese().Run(result.Policy, episodes: 1, display: Display.None);
        Assert.Equal(8, log.Episodes["Steps"].Single());
    }

    [Fact]
    public void It_resumes_from_a_checkpoint_as_if_it_had_never_stopped()
    {
        var options = Options with { Folder = folder, CheckpointEvery = 10, Steps = 20_000 };
        var whole = Trainer.Train(() => new Chain(), options, CrossEntropyLearner.Algorithm);
        var first = Checkpoint.Load(Checkpoint.Files(folder)[0]);
        Assert.InRange(first.History.Length, 10, whole.History.Count - 10);
        var resumed =
            Trainer.Resume(() => new Chain(), first, options with { Folder = folder + "/resumed" }, CrossEntropyLearner.Algorithm);
        Assert.Equal(Figures(whole), Figures(resumed));
        Assert.Equal(Bytes(whole), Bytes(resumed));
    }

    [Fact]
    public void Its_policy_is_saved_with_its_columns_and_its_name()
    {
        var result = Trainer.Train(() => new Chain(), Options with { Folder = folder, Steps = 5_000 }, CrossEntropyLearner.Algorithm);
        Assert.Equal("CEM", TrainedPolicy.Load(folder).Metadata["algorithm"]);
        var header = File.ReadLines(Path.Combine(folder, "progress.csv")).First();
        Assert.EndsWith(",length_mean,entropy,deviation,steps_per_second,seconds", header);
        var read = TrainingFiles.Read(folder);
        Assert.Equal(Figures(result), Figures(read));
    }

    [Fact]
    public void A_checkpoint_is_not_continued_by_another_algorithm()
    {
        Trainer.Train(
            () => new Chain(), Options with { Folder = folder, CheckpointEvery = 5, Steps = 10_000 }, CrossEntropyLearner.Algorithm);
        Assert.Equal(
            "The checkpoint is of a training by CEM, but PPO is to continue it: resume with the algorithm that began it, or start over "
            + "with Train().",
            Assert.Throws<ArgumentException>(() => new Chain()
                .Resume(folder, options => options with { Reward = Options.Reward, Steps = 20_000 })).Message);
    }

    static IEnumerable<(long, double?, double?, double)> Figures(TrainingResult result) =>
        result.History.Select(row => (row.Steps, row.RewardMean, row.Entropy, row.Learner["deviation"]));

    byte[] Bytes(TrainingResult result)
    {
        var to = Path.Combine(folder, Path.GetRandomFileName());
        result.Policy.Save(to);
        return File.ReadAllBytes(Path.Combine(to, "policy.onnx"));
    }
}
