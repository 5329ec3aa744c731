using System.Diagnostics;

namespace Pathmind.Tests;

/// <summary>Once something was learnt, nothing that fails outside of the training loses it.</summary>
public sealed class NothingLostTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    TrainingOptions Options =>
        new() { Steps = 6_000, Display = Display.None, Threads = 2, Folder = folder, CheckpointEvery = 1, StopWhenConverged = false };

    [Fact]
    public void An_exception_of_OnIteration_carries_the_policy()
    {
        var error = Assert.Throws<TrainingException>(() => new Chain().Train(Options with
        {
            OnIteration = row =>
            {
                if (row.Iteration == 3)
                    throw new FormatException("no more room in the table");
            },
        }));
        Assert.Equal(
            "TrainingOptions.OnIteration (of iteration 3) threw FormatException: no more room in the table. "
            + $"The best policy so far is kept in this exception's Training.Policy and in {folder}.", error.Message);
        Assert.Equal((3, StopReason.Failed), (error.Training.History.Count, error.Training.Stop));
        Assert.IsType<FormatException>(error.InnerException!.InnerException);
    }

    [Fact]
    public void OnIteration_may_end_the_training_by_its_token()
    {
        using CancellationTokenSource stop = new();
        var result = new Chain().Train(Options with { OnIteration = row => Stop(row.Iteration) }, stop.Token);
        Assert.Equal((2, StopReason.Interrupted), (result.History.Count, result.Stop));

        void Stop(int iteration)
        {
            if (iteration < 2)
                return;
            stop.Cancel();
            stop.Token.ThrowIfCancellationRequested();
        }
    }

    [Theory]
    [InlineData(2)]                                                       // while it learns
    [InlineData(int.MaxValue)]                                            // only at the end
    public void A_display_that_throws_carries_the_policy(int failAt)
    {
        var error = Assert.Throws<TrainingException>(() => new Chain().Train(Options with { Display = new Broken(failAt) }));
        Assert.StartsWith("The display threw IOException: the pipe is broken. The best policy so far is kept", error.Message);
        Assert.True(error.Training.History.Count > 0);
        Assert.True(File.Exists(Path.Combine(folder, "policy.onnx")));
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_is_told_once_and_the_training_goes_on()
    {
        var expected = new Chain().Train(Options with { Folder = Path.Combine(folder, "right") });
        var lost = Path.Combine(folder, "lost");
        RecordingDisplay display = new() { Width = 500 };
        var result = new Chain().Train(
            Options with { Folder = lost, Display = display, OnIteration = row => Obstruct(row.Iteration) });
        Assert.Single(display.Text.Split('\n'), line => line.Contains("The checkpoint of iteration 1 could not be written"));
        Assert.Contains("3 checkpoints could not be written.", result.Message);
        Assert.Equal(expected.History[^1].Learner["policy_loss"], result.History[^1].Learner["policy_loss"]);    // as with its checkpoints
        // those after the disk had room again
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(lost, "checkpoints"), "checkpoint-*.json"));

        // a file where the folder must be: no disk writes there, whoever asks
        void Obstruct(int iteration)
        {
            var checkpoints = Path.Combine(lost, "checkpoints");
            if (iteration == 1)
                File.WriteAllText(checkpoints, "");
            else if (iteration == 4)
                File.Delete(checkpoints);
        }
    }

    [Fact]
    public void A_folder_that_is_gone_at_the_end_leaves_the_policy_in_the_exception()
    {
        var gone = Path.Combine(folder, "gone");
        var error = Assert.Throws<TrainingException>(
            () => new Chain().Train(Options with { Folder = gone, CheckpointEvery = null, OnIteration = row => Remove(row.Iteration) }));
        Assert.StartsWith($"Writing the policy to {gone} threw ", error.Message);
        Assert.EndsWith("The best policy so far is kept in this exception's Training.Policy.", error.Message);
        Assert.Equal(StopReason.Steps, error.Training.Stop);
        error.Training.Policy.Save(Path.Combine(folder, "elsewhere"));

        void Remove(int iteration)
        {
            if (iteration != 2)
                return;
            Directory.Delete(gone, recursive: true);
            File.WriteAllText(gone, "");
        }
    }

    [Fact]
    public void What_was_stopped_before_anything_was_learnt_says_so_and_replaces_no_policy()
    {
        new Chain().Train(Options);
        var before = File.ReadAllBytes(Path.Combine(folder, "policy.onnx"));
        using CancellationTokenSource stop = new();
        stop.Cancel();
        var result = new Chain().Train(Options, stop.Token);
        Assert.Equal($"Stopped as asked, before anything was learnt: the policy is an untrained one, and nothing was written to {folder}.",
            result.Message);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(folder, "policy.onnx")));
        var late = new Chain().Train(Options with { Folder = null, Time = TimeSpan.FromTicks(1) });
        Assert.Equal("Stopped after 0:00:00.0000001, as asked, before anything was learnt: the policy is an untrained one.", late.Message);
    }

    [Fact]
    public void No_thread_is_left_when_a_simulation_cannot_be_made_or_reset()
    {
        const int Threads = 61;                                           // the last one's name is no other test's
        var resets = 0;
        Assert.Throws<SimulationException>(
            () => Trainer.Train(() => new TestSimulation { OnReset = _ => FailAfter(10) }, Options with { Threads = Threads }));
        Assert.True(Wait(() => !HasThread($"Pathmind {Threads - 1}")), "A thread of the training still runs.");

        void FailAfter(int last)
        {
            if (++resets > last)
                throw new FormatException("no data");
        }
    }

    [Fact]
    public void An_endless_simulation_has_checkpoints_in_distances_that_double()
    {
        List<string> kept = [];
        TestSimulation endless = new()
        {
            StepLimit = 1_000_000, Done = (_, _) => false, Observation = (test, _) => new() { ["steps"] = test.Steps % 7 },
        };
        var result = endless.Train(
            Options with { Steps = 40_000, CheckpointEvery = 2, Ppo = new() { RolloutSteps = 64 }, OnIteration = _ => Look() });
        Assert.Equal(["000004", "000010", "000022", "000046"], kept);
        Assert.Contains("no episode has ended (MaxSteps is 1,000,000: rewards are only known of episodes that end", result.Message);

        void Look()
        {
            var checkpoints = Path.Combine(folder, "checkpoints");
            if (Directory.Exists(checkpoints))
                foreach (var file in Directory.GetFiles(checkpoints, "checkpoint-*.json").Select(
                    file => Path.GetFileNameWithoutExtension(file)["checkpoint-".Length..]).Order())
                    if (!kept.Contains(file))
                        kept.Add(file);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static bool HasThread(string name) => Directory.GetDirectories("/proc/self/task").Any(task =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).TrimEnd() == name;
        }
        catch (IOException)
        {
            return false;
        }
    });

    static bool Wait(Func<bool> holds)
    {
        var since = Stopwatch.GetTimestamp();
        while (!holds())
            if (Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(20))
                return false;
            else
                Thread.Sleep(20);
        return true;
    }

    /// <summary>Throws at the n-th update, and when it is disposed.</summary>
    sealed class Broken(int failAt) : IDisplay, ILiveDisplay
    {
        int updates;

        public CancellationToken Interrupted => CancellationToken.None;

        public void Show(DisplayContent content)
        {
        }

        public ILiveDisplay Live() => this;

        public void Update(DisplayContent content)
        {
            if (++updates >= failAt)
                throw new IOException("the pipe is broken");
        }

        public void Dispose() => throw new IOException("the pipe is broken");
    }
}
