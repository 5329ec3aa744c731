using System.Text.Json.Nodes;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>What was measured at the beginning of a training is kept for its resumption, in which it would come out
/// otherwise.</summary>
public sealed class KeptMeasuresTests : IDisposable
{
    static readonly TrainingOptions Options = new()
    {
        Seed = 3, Threads = 1, Display = Display.None, StopWhenConverged = false, CheckpointEvery = 1,
    };

    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    string First => Directory.GetFiles(Path.Combine(folder, "checkpoints")).Order().First();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The more steps, the longer it is measured.</summary>
    [Fact]
    public void A_training_that_is_resumed_for_more_steps_discounts_by_the_same_time()
    {
        var begun = Seconds(new Paced().Train(Options with { Steps = 3_000, Folder = folder }));
        Assert.NotNull(begun);
        Assert.NotEqual(begun, Seconds(new Paced().Train(Options with { Steps = 12_000 })));
        Assert.Equal(begun, Resumed());
        var json = JsonNode.Parse(File.ReadAllText(First))!;
        Assert.True(json.AsObject().Remove("Pace"));
        File.WriteAllText(First, json.ToJsonString());
        Assert.NotEqual(begun, Resumed());                                // it was written before that was kept

        string? Resumed() => Seconds(new Paced().Resume(
            First, options => options with { Steps = 12_000, Folder = Path.Combine(folder, "resumed"), Display = Display.None }));

        static string? Seconds(TrainingResult training) => training.Policy.Metadata.GetValueOrDefault("discount_seconds");
    }

    /// <summary>3 400 steps are imitated, since only each tenth has a decision, and a checkpoint is written; in 3
    /// iterations of 128 steps no episode of 400 ends, and the 4th is the last one.</summary>
    [Fact]
    public void The_length_of_the_imitated_episodes_is_known_where_no_other_has_ended_before_a_checkpoint_or_after_it()
    {
        static TestSimulation Create() => new() { Length = 400, Decides = (test, _) => test.Steps % 10 == 0 };
        var rule = Policy.From("one", _ => 1);
        var fixedLength = Options with { Steps = 6_800, Algorithm = new PpoOptions { RolloutSteps = 128 } };
        var whole = Create().Train(fixedLength with { StartFrom = rule, Folder = folder });
        var resumed = Create().Resume(
            First, options => options with { Folder = Path.Combine(folder, "resumed"), Display = Display.None, StartFrom = rule });
        Assert.Equal((4, 0), (whole.History.Count, Checkpoint.Load(First).History.Length));
        Assert.NotNull(whole.Teacher);
        Assert.Equal(whole.Teacher, resumed.Teacher);
    }
}
