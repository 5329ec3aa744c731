namespace Pathmind.Tests;

/// <summary>What Train and Resume do with a folder that is not empty, or not theirs.</summary>
public sealed class TrainingFolderTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    TrainingOptions Options =>
        new() { Steps = 6_000, Threads = 2, Folder = folder, CheckpointEvery = 1, StopWhenConverged = false, Display = Display.None };

    string[] Checkpoints(string below = "") =>
        [.. Directory.GetFiles(Path.Combine(folder, "checkpoints", below)).Select(file => Path.GetFileName(file)!).Order()];

    [Fact]
    public void A_folder_with_the_policy_of_another_simulation_is_refused_before_the_first_step_and_left_as_it_is()
    {
        new Chain().Train(Options with { CheckpointEvery = null });
        var policy = File.ReadAllBytes(Path.Combine(folder, "policy.onnx"));
        var error = Assert.Throws<ArgumentException>(() => new Bandit()
            .Train(Options with { OnIteration = _ => Assert.Fail("It trained.") }));
        Assert.Contains("holds a training of Chain, but this one is of Bandit: name another Folder", error.Message);
        Assert.Equal(policy, File.ReadAllBytes(Path.Combine(folder, "policy.onnx")));
    }

    [Fact]
    public void A_folder_with_checkpoints_of_another_simulation_or_a_foreign_model_is_refused()
    {
        new Chain().Train(Options);
        File.Delete(Path.Combine(folder, "policy.onnx"));
        Assert.Contains("holds a training of Chain", Assert.Throws<ArgumentException>(() => new Bandit().Train(Options)).Message);
        File.WriteAllText(Path.Combine(folder, "policy.onnx"), "somebody's");
        Assert.Contains("is not a policy of this kit", Assert.Throws<ArgumentException>(() => new Chain().Train(Options)).Message);
        Assert.Equal("somebody's", File.ReadAllText(Path.Combine(folder, "policy.onnx")));
    }

    [Fact]
    public void A_new_training_puts_the_checkpoints_of_the_last_one_aside()
    {
        var first = new Chain().Train(Options);
        new Chain().Train(Options with { Steps = 3_000 });
        Assert.Equal($"checkpoint-{first.History.Count - 1:D6}.json", Checkpoints("before")[^1]);    // the last iteration ended it
        Assert.Equal(["checkpoint-000001.json", "checkpoint-000002.json"], Checkpoints());
    }

    [Fact]
    public void A_training_that_was_killed_is_not_lost_when_the_script_is_run_again()
    {
        var whole = new Chain().Train(Options);
        // a killed training has not written its end
        File.Delete(Path.Combine(folder, "training.json"));
        RecordingDisplay display = new();
        new Chain().Train(Options with { Steps = 1_000, Display = display });
        Assert.Contains(
            "had not ended; this one starts over. To continue that one instead: Resume(", display.Text.ReplaceLineEndings(" "));
        var resumed = new Chain().Resume(
            Path.Combine(folder, "checkpoints", "before", Checkpoints("before")[^1]), options => options with { Display = Display.None });
        Assert.Equal(whole.History[^1].Learner["policy_loss"], resumed.History[^1].Learner["policy_loss"]);
    }

    [Fact]
    public void Until_the_new_policy_is_saved_the_old_one_stays()
    {
        new Chain().Train(Options);
        var old = File.ReadAllBytes(Path.Combine(folder, "policy.onnx"));
        new Chain().Train(
            Options with { Seed = 5, OnIteration = _ => Assert.Equal(old, File.ReadAllBytes(Path.Combine(folder, "policy.onnx"))) });
        Assert.NotEqual(old, File.ReadAllBytes(Path.Combine(folder, "policy.onnx")));
    }

    [Fact]
    public void Progress_is_on_the_disk_at_every_checkpoint()
    {
        var rows = 0;
        new Chain().Train(
            Options with
            {
                OnIteration = row => rows = Math.Max(rows, row.Iteration < 3 ? 0
                : File.ReadAllLines(Path.Combine(folder, "progress.csv")).Length)
            });
        Assert.InRange(rows, 3, 7);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_folder_that_cannot_be_written_is_told_before_the_first_step(bool isFile)
    {
        var path = isFile ? Path.Combine(folder, "file") : "/proc/policies/mouse";
        File.WriteAllText(Path.Combine(folder, "file"), "");
        var error = Assert.Throws<ArgumentException>(() => new Chain()
            .Train(Options with { Folder = path, OnIteration = _ => Assert.Fail("It trained.") }));
        Assert.Contains(
            $"'{path}' cannot be written: {(isFile ? "it is a file" : "its folder cannot be made")}. Name a folder that you may write to.",
            error.Message);
        Assert.Contains($"'{path}' cannot be written",
            Assert.Throws<ArgumentException>(() => new Chain().Train(Options with { Folder = null }).Policy.Save(path)).Message);
    }

    [Fact]
    public void A_finished_training_is_resumed_only_with_more_to_do()
    {
        new Chain().Train(Options);
        Assert.Contains("has ended (Training finished", Assert.Throws<ArgumentException>(() => new Chain().Resume(folder)).Message);
        Assert.Equal(StopReason.Steps, new Chain().Resume(folder, options => options with { Steps = 8_000, Display = Display.None }).Stop);
    }

    [Theory]
    [InlineData(StopReason.Interrupted)]
    [InlineData(StopReason.Failed)]
    public void What_was_stopped_or_failed_is_resumed_as_it_is(StopReason reason)
    {
        using CancellationTokenSource stop = new();
        var breaks = false;
        var options = Options with
        {
            OnIteration = row =>
            {
                breaks = reason == StopReason.Failed && row.Iteration == 3;
                if (reason == StopReason.Interrupted && row.Iteration == 3)
                    stop.Cancel();
            },
        };
        var thrown = Record.Exception(() => Assert.Equal(reason, Trainer.Train(Fragile, options, stop.Token).Stop));
        Assert.Equal(reason == StopReason.Failed, thrown is TrainingException);
        breaks = false;
        using (Display.Use(Display.None))
            Assert.Equal(StopReason.Steps, Trainer.Resume(Fragile, folder).Stop);

        TestSimulation Fragile() => new() { Length = 1, OnStep = _ => Break() };

        void Break()
        {
            if (breaks)
                throw new FormatException("It broke.");
        }
    }

    [Fact]
    public void What_was_given_more_to_do_and_killed_goes_on_from_its_newest_checkpoint()
    {
        new Chain().Train(Options);
        var more = Options with { Steps = 12_000 };
        Assert.Throws<TrainingException>(() =>
            new Chain().Resume(folder, _ => more with { OnIteration = row => { if (row.Steps > 9_000) throw new FormatException(); } }));
        using (Display.Use(Display.None))
            Assert.InRange(new Chain().Resume(folder).History[^1].Steps, 12_000, 13_000);
    }

    [Fact]
    public void Only_the_last_training_is_put_aside()
    {
        new Chain().Train(Options);
        new Chain().Train(Options with { Steps = 3_000 });
        var last = Checkpoints();
        new Chain().Train(Options with { Steps = 1_000 });
        Assert.Equal(last, Checkpoints("before"));
    }

    [Fact]
    public void Two_trainings_in_one_folder_at_once_are_refused_and_what_a_killed_one_left_is_not_in_the_way()
    {
        File.WriteAllText(Path.Combine(folder, ".training"), "");         // as a process that was killed leaves it
        var checkedInside = false;
        new Chain().Train(Options with
        {
            OnIteration = _ =>
            {
                checkedInside = true;
                var error = Assert.Throws<ArgumentException>(() => new Chain().Train(Options));
                Assert.StartsWith($"Another training runs in '{folder}': name another Folder, or wait until it has ended.", error.Message);
            },
        });
        Assert.True(checkedInside);
        Assert.False(File.Exists(Path.Combine(folder, ".training")));
        new Chain().Train(Options);
    }

    [Fact]
    public void A_policy_that_is_saved_by_hand_has_the_figures_of_its_training_beside_it()
    {
        var by = Path.Combine(folder, "by-hand");
        var training = new Chain().Train(Options with { Folder = null });
        training.Policy.Named("long way").Save(by);
        Assert.Equal(training.History.Count + 1, File.ReadAllLines(Path.Combine(by, "progress.csv")).Length);
        Assert.Contains("Training finished", File.ReadAllText(Path.Combine(by, "training.json")));
    }

    [Fact]
    public void A_training_too_short_for_a_checkpoint_says_so_at_resume()
    {
        new Chain().Train(Options with { CheckpointEvery = null });
        Assert.Contains("holds a policy but no checkpoint", Assert.Throws<ArgumentException>(() => new Chain().Resume(folder)).Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
