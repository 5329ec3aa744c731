using Pathmind.Testing;

namespace Pathmind.Tests;

/// <summary>Of few steps, which may be slow ones, little is lost if the machine is switched off.</summary>
public sealed class CheckpointScheduleTests : IDisposable
{
    static readonly Policy Rule = Policy.From("rule", _ => 1);

    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    TrainingOptions Options(string algorithm) => new()
    {
        Steps = 2_000, Simulations = 2, Threads = 1, Display = Display.None, StopWhenConverged = false, StartFrom = Rule,
        Folder = folder, CheckpointEvery = 1_000, Algorithm = algorithm == "SAC" ? new SacOptions() : new PpoOptions(),
    };

    [Theory]
    [InlineData("PPO")]
    [InlineData("SAC")]
    public void A_short_training_from_a_rule_is_kept_after_the_imitation_and_then_every_tenth_of_its_steps(string algorithm)
    {
        List<string[]> files = [];
        var training = new TestSimulation().Train(
            Options(algorithm) with { OnIteration = _ => files.Add(Files()) });
        Assert.Equal(["checkpoint-000000.json"], files[0]);              // before the first iteration has learnt anything
        var steps = training.History.ToDictionary(row => $"checkpoint-{row.Iteration:D6}.json", row => row.Steps);
        long[] kept = [.. Files().Where(steps.ContainsKey).Select(file => steps[file])];
        Assert.InRange(kept.Length, 3, 5);
        Assert.All(kept.Zip(kept.Skip(1), (one, next) => next - one), between => Assert.InRange(between, 200, 264));
    }

    [Theory]
    [InlineData("PPO")]
    [InlineData("SAC")]
    public void What_is_kept_after_the_imitation_goes_on_to_the_same_end(string algorithm)
    {
        var file = Path.Combine(folder, "checkpoints", "checkpoint-000000.json");
        var copy = Path.Combine(folder, "imitated.json");
        var whole = new TestSimulation().Train(Options(algorithm) with
        {
            OnIteration = row =>
            {
                if (row.Iteration == 1)
                    File.Copy(file, copy);
            },
        });
        var resumed = new TestSimulation().Resume(
            copy, of => of with { Folder = Path.Combine(folder, "resumed"), Display = Display.None, StartFrom = Rule });
        Assert.Equal(whole.History[^1].Steps, resumed.History[^1].Steps);
        Assert.Equal(whole.History[^1].Learner, resumed.History[^1].Learner);
        Assert.Equal($"{whole.Teacher}", $"{resumed.Teacher}");
    }

    [Fact]
    public void Many_steps_are_kept_by_iterations_alone()
    {
        new TestSimulation().Train(Options("PPO") with { Steps = 20_001, StartFrom = null, CheckpointEvery = 20 });
        Assert.All(Files(), file => Assert.Equal(0, int.Parse(file["checkpoint-".Length..^".json".Length]) % 20));
        Assert.NotEmpty(Files());
    }

    string[] Files() => Directory.Exists(Path.Combine(folder, "checkpoints"))
        ? [.. Directory.GetFiles(Path.Combine(folder, "checkpoints")).Select(file => Path.GetFileName(file)).Order()] : [];
}
