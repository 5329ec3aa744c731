using Pathmind.Testing;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>Which algorithm learns where nobody names one (docs/sac.md).</summary>
public sealed class AlgorithmChoiceTests : IDisposable
{
    static readonly TrainingOptions Options = new()
    {
        Steps = 700, Simulations = 2, Threads = 1, Display = Display.None, StopWhenConverged = false,
    };

    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static TestSimulation Slow => new() { OnStep = _ => Thread.Sleep(3) };

    [Fact]
    public void Slow_steps_are_learnt_from_by_SAC_and_it_is_said()
    {
        RecordingDisplay display = new();
        var training = Slow.Train(Options with { Display = display });
        Assert.Equal("SAC", training.Policy.Metadata["algorithm"]);
        Assert.Contains("RewardSteps", training.Policy.Metadata["options"], StringComparison.Ordinal);   // SAC's, not PPO's
        Assert.Equal("SAC", Algorithm(Slow.Train(Options with { Memory = 4 })));
        Assert.Matches(
            @"A step of TestSimulation takes [0-9.]+ ms, so SAC learns, which makes more of each step\. "
                + @"Algorithm = new PpoOptions\(\) \(--algorithm PPO\) is for PPO\.",
            string.Join(' ', display.Shown.OfType<TextLine>().Select(line => line.Text)));
    }

    [Fact]
    public void What_the_options_ask_for_is_never_replaced()
    {
        Assert.Equal("PPO", Algorithm(new TestSimulation().Train(Options)));
        Assert.Equal("PPO", Algorithm(Slow.Train(Options with { Algorithm = new PpoOptions() })));
        Assert.Equal("PPO", Algorithm(Slow.Train(Options with { Ppo = new() { Epochs = 3 } })));
    }

    [Theory]
    [InlineData(2, 1, 20_000, "SAC")]
    [InlineData(1.9, 1, 20_000, "PPO")]
    [InlineData(2, 1, 20_001, "PPO")]
    [InlineData(3.9, 2, 1_000, "PPO")]
    [InlineData(4, 2, 1_000, "SAC")]
    public void It_is_a_matter_of_the_time_of_a_step_the_agents_and_the_steps(double milliseconds, int agents, long steps, string name)
    {
        var step = TimeSpan.FromMilliseconds(milliseconds);
        Assert.Equal(name, AlgorithmChoice.For(new() { Steps = steps }, step, agents).Name);
        Assert.Equal(name, AlgorithmChoice.For(new() { Time = steps * step }, step, agents).Name);
    }

    /// <remarks>The first three: somebody's simulation that makes three steps a second.</remarks>
    [Theory]
    [InlineData(333, null, "ms, so 200,000 of them take about 9 h. Steps = 20_000 (--steps 20000) take about 56 min, and SAC ")]
    [InlineData(333, 63_488L, "ms, so 63,488 of them take about 3 h. Steps = 20_000 (--steps 20000) take about 56 min, and SAC ")]
    [InlineData(333, 20_000L, "so SAC learns")]
    [InlineData(20_000, 2_000_000L, "take about 231 days. Steps = 20_000 (--steps 20000) take about 2 days, ")]
    [InlineData(17.9, null, null)]                                         // less than half an hour on two threads
    public void Many_slow_steps_are_told_with_what_takes_less_time(double milliseconds, long? steps, string? words)
    {
        TrainingOptions options = new() { Steps = steps, Threads = 2 };
        var step = TimeSpan.FromMilliseconds(milliseconds);
        var said = AlgorithmChoice.InWords(AlgorithmChoice.For(options, step, 1), "Plant", options, new(options, 1), step);
        if (words is null)
            Assert.Null(said);
        else
            Assert.Contains(words, said, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_told_before_the_first_iteration()
    {
        RecordingDisplay display = new();
        using CancellationTokenSource stop = new();
        var steps = 0;
        Trainer.Train(
            () => new TestSimulation
            {
                OnStep = _ =>
                {
                    Thread.Sleep(3);
                    if (++steps == 40)
                        stop.Cancel();
                },
            }, Options with { Steps = 1_000_000, Display = display }, stop.Token);
        Assert.Contains(
            display.Shown.OfType<TextLine>(), line => line.Text.Contains("so 1,000,000 of them take about", StringComparison.Ordinal));
    }

    [Fact]
    public void A_training_is_resumed_by_what_was_chosen_and_ends_alike()
    {
        var whole = Slow.Train(Options with { Folder = folder, CheckpointEvery = 5 });
        var from = Directory.GetFiles(Path.Combine(folder, "checkpoints")).Order().First();
        // fast now: what is measured does not decide again
        var resumed = new TestSimulation().Resume(
            from, of => of with { Folder = Path.Combine(folder, "resumed"), Display = Display.None });
        Assert.Equal("SAC", Algorithm(resumed));
        Assert.Equal(whole.History[^1].Learner["critic_loss"], resumed.History[^1].Learner["critic_loss"]);
    }

    [Fact]
    public void A_stop_ends_the_timing_of_steps()
    {
        using CancellationTokenSource stop = new();
        var steps = 0;
        Trainer.Train(
            () => new TestSimulation
            {
                OnStep = _ =>
                {
                    if (++steps == 2)
                        stop.Cancel();
                },
            }, Options, stop.Token);
        Assert.Equal(2, steps);
    }

    [Fact]
    public void Where_a_step_has_a_time_limit_none_is_timed_since_a_hang_could_not_be_ended()
    {
        var options = Options with { StepTimeLimit = TimeSpan.FromSeconds(1) };
        Assert.True(AlgorithmChoice.IsOpen(Options, PpoLearner.Algorithm));
        Assert.False(AlgorithmChoice.IsOpen(options, PpoLearner.Algorithm));
    }

    static string Algorithm(TrainingResult training) => training.Policy.Metadata["algorithm"];
}
