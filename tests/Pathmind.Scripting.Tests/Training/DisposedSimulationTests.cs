namespace Pathmind.Tests;

/// <summary>A simulation that the kit made is disposed of by the kit, in every way out; one that was handed in,
/// never.</summary>
public sealed class DisposedSimulationTests
{
    static readonly TrainingOptions Short = new() { Steps = 3_000, Threads = 2, Display = Display.None };

    [Fact]
    public void Whatever_a_training_made_is_disposed_of_and_the_instance_handed_in_is_not()
    {
        var counts = new Counts();
        var engine = new Engine { Tell = counts.Add };
        engine.Train(Short);
        Assert.Equal((1 + 8 + 2, 8 + 2), (counts.Made, counts.Disposed));
        Assert.False(engine.IsDisposed);
    }

    [Theory]
    [InlineData(1)]                                                       // the first Reset
    [InlineData(5)]                                                       // that of another instance
    [InlineData(2_000)]                                                   // in the middle of the training
    public void So_it_is_after_an_error(int reset)
    {
        var counts = new Counts { FailAt = reset };
        Assert.ThrowsAny<Exception>(() => Trainer.Train(() => new Engine { Tell = counts.Add }, Short));
        Assert.Equal(reset == 1 ? 1 : 8 + 2, counts.Made);
        Assert.Equal(counts.Made, counts.Disposed);
    }

    [Fact]
    public void So_it_is_if_the_options_do_not_fit_or_a_constructor_throws()
    {
        var refused = new Counts();
        Assert.Throws<ArgumentException>(
            () => Trainer.Train(() => new Engine { Tell = refused.Add }, Short with { RewardWeights = new() { ["none"] = 1 } }));
        Assert.Equal(refused.Made, refused.Disposed);
        var broken = new Counts();
        Assert.Throws<FormatException>(
            () => Trainer.Train(() => broken.Made == 4 ? throw new FormatException() : new Engine { Tell = broken.Add }, Short));
        Assert.Equal((4, 4), (broken.Made, broken.Disposed));
    }

    [Fact]
    public void So_it_is_by_the_check()
    {
        var counts = new Counts();
        SimulationCheck.Of(() => new Engine { Tell = counts.Add }, steps: 20);
        Assert.True(counts.Made > 3);
        Assert.Equal(counts.Made, counts.Disposed);
    }

    [Fact]
    public void Asynchronous_disposal_is_waited_for()
    {
        var disposed = 0;
        Trainer.Train(() => new Remote(() => Interlocked.Increment(ref disposed)), Short with { Steps = 500 });
        Assert.Equal(8 + 2, disposed);
    }

    [Fact]
    public void What_a_disposal_throws_loses_no_policy()
    {
        var error = Assert.Throws<TrainingException>(
            () => Trainer.Train(() => new Remote(() => throw new IOException("the line is dead")), Short));
        Assert.StartsWith("Dispose() of a simulation threw IOException: the line is dead. The best policy so far is kept", error.Message);
        Assert.Equal(StopReason.Steps, error.Training.Stop);
        Assert.True(error.Training.History.Count > 0);
    }

    sealed class Counts
    {
        public int Made, Disposed, Resets;

        public int FailAt { get; init; } = int.MaxValue;

        public void Add(string what)
        {
            if (what == "made")
                Interlocked.Increment(ref Made);
            else if (what == "disposed")
                Interlocked.Increment(ref Disposed);
            else if (Interlocked.Increment(ref Resets) == FailAt)
                throw new FormatException("It broke.");
        }
    }

    abstract class Coin : Simulation
    {
        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset()
        {
        }

        public override void Step()
        {
        }

        public override Observation GetObservation(int agent) => new() { ["always"] = 1 };

        public override Reward GetReward(int agent) => new() { ["chosen"] = Action[0].Choice };

        public override bool IsDone(int agent) => true;
    }

    sealed class Engine : Coin, IDisposable
    {
        readonly Action<string> tell = _ => { };

        public bool IsDisposed { get; private set; }

        public Action<string> Tell
        {
            get => tell;
            init
            {
                tell = value;
                value("made");
            }
        }

        public override void Reset() => tell("reset");

        public void Dispose()
        {
            IsDisposed = true;
            tell("disposed");
        }
    }

    sealed class Remote(Action dispose) : Coin, IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            dispose();
        }
    }
}
