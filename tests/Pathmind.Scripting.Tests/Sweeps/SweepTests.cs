using System.Globalization;
using Pathmind.Displays;

namespace Pathmind.Tests;

public sealed class SweepTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    static TrainingOptions Options => new()
    {
        Steps = 3_000, Seed = 3, Display = Display.None, StopWhenConverged = false, Studio = null, CheckpointEvery = 2,
        Simulations = 4, Ppo = new() { RolloutSteps = 64, LearningRate = 5e-6f },
    };

    static SweepOptions Sweep => new()
    {
        Trials = 9, Parallel = 3, EarlyStopping = new(),
        Ranges = new() { ["learning_rate"] = SweepRange.Logarithmic(1e-6, 1e-1), ["Hidden"] = SweepRange.Of(16, 32) },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_step_size_that_is_wrong_by_ten_and_more_is_found()
    {
        var result = new Target().Sweep(
            Sweep with { EarlyStopping = null, Trials = 8, Ranges = new() { ["LearningRate"] = SweepRange.Logarithmic(1e-6, 1e-1) } },
            Options with { Steps = 6_000, Reward = terms => terms["miss"] });
        var given = result.Trials.Single(trial => trial.IsGiven);
        Assert.True(result.Best.Score!.Value.Mean > given.Score!.Value.Mean + 0.5, $"{result}\n{result.ToTable()}");
        Assert.True(result.Options.Ppo.LearningRate > 5e-5f, $"{result.Options}");
        Assert.Equal(0.5, result.KeptScore.Mean, 0.3);                   // no miss, and the noise
        Assert.Contains("the options as they were given have", result.Message);
    }

    [Fact]
    public void The_same_trials_and_bits_on_any_number_of_threads()
    {
        var one = new Chain().Sweep(Sweep, Options with { Threads = 1, Folder = Path.Combine(folder, "one") });
        var several = new Chain().Sweep(Sweep, Options with { Threads = 4, Folder = Path.Combine(folder, "several") });
        Assert.Equal(Result("one"), Result("several"));
        Assert.Equal(SeedTests.Bytes(one.Policy), SeedTests.Bytes(several.Policy));
        Assert.Contains(one.Trials, trial => !trial.IsComplete);
        Assert.True(one.Trials[0] is { IsGiven: true, IsComplete: true });
        Assert.True(one.Best.IsComplete);
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "one", "policy.onnx")), SeedTests.Bytes(one.Policy));
    }

    [Fact]
    public void What_was_stopped_and_resumed_equals_what_never_was()
    {
        var sweep = Sweep with { Seeds = 2, Trials = 5 };
        var whole = new Chain().Sweep(sweep, Options with { Folder = Path.Combine(folder, "whole") });
        var parts = Options with { Folder = Path.Combine(folder, "parts"), Threads = 2 };
        foreach (var made in new[] { 40, 75 })                           // simulations: in the middle of something
        {
            using CancellationTokenSource stop = new();
            var count = 0;
            var stopped = Record.Exception(() => SweepTrainer.ResumeSweep(
                () =>
                {
                    if (Interlocked.Increment(ref count) == made)
                        stop.Cancel();
                    return new Chain();
                },
                sweep, parts, stop.Token));
            Assert.True(stopped is null or OperationCanceledException, $"{stopped}");
        }
        var resumed = new Chain().ResumeSweep(sweep, parts);
        Assert.Equal(Result("whole"), Result("parts"));
        Assert.Equal(SeedTests.Bytes(whole.Policy), SeedTests.Bytes(resumed.Policy));
        var more = new Chain().ResumeSweep(sweep with { Trials = 6 }, parts);
        Assert.Equal(6, more.Trials.Count);
        var other = Assert.Throws<ArgumentException>(() => new Chain().ResumeSweep(sweep with { Seeds = 3 }, parts));
        Assert.Contains("cannot be resumed with another sweep", other.Message);
        Assert.Contains("holds a sweep already", Assert.Throws<ArgumentException>(() => new Chain().Sweep(sweep, parts)).Message);
    }

    [Fact]
    public void Weights_of_rewards_and_properties_of_the_simulation_are_tried_too()
    {
        var result = new PricedShop().Sweep(
            new()
            {
                Method = SweepMethod.Grid, Metric = "earned",
                Ranges = new()
                {
                    ["Simulation.price"] = SweepRange.Of(1, 3), ["RewardWeights.earned"] = SweepRange.Of(1, 2),
                    ["Steps"] = SweepRange.Of(500, 1_000),
                },
            },
            Options with { Ppo = new() { RolloutSteps = 16 } });
        Assert.Equal(8, result.Trials.Count);
        Assert.Equal("3", result.Best.Values["Simulation.Price"]);
        Assert.Equal(3, result.KeptScore.Mean, 1e-6);
        Assert.Equal([500, 1_000], result.Trials.Select(trial => trial.Options.Steps!.Value).Distinct().Order());
        Assert.Equal([1, 2], result.Trials.Select(trial => trial.Options.RewardWeights!["earned"]).Distinct().Order());
    }

    [Fact]
    public void A_trial_that_fails_is_marked_and_the_others_go_on()
    {
        var result = new PricedShop().Sweep(
            new() { Method = SweepMethod.Grid, Ranges = new() { ["Simulation.Price"] = SweepRange.Of(1, 2, 99) } },
            Options with { Steps = 500, Ppo = new() { RolloutSteps = 16 } });
        Assert.Contains("too dear", result.Trials[2].Error);
        Assert.Equal(2, result.Best.Number);
        Assert.Contains("1 trial failed, as trial 3", result.Message);
        var all = Assert.Throws<SimulationException>(() => new PricedShop().Sweep(
            new() { Method = SweepMethod.Grid, Ranges = new() { ["Simulation.Price"] = SweepRange.Of(98, 99) } }, Options));
        Assert.Contains("too dear", all.Message);
    }

    [Theory]
    [InlineData("LerningRate", "There is no parameter 'LerningRate'. Possible are RolloutSteps, MinibatchSize,")]
    [InlineData("Simulation.Cost", "PricedShop has no public property 'Cost' that can be set. Possible are Simulation.Price.")]
    [InlineData("ClipRange", "ClipRange: 3 is not possible (Training options out of range: Ppo.ClipRange is 3")]
    [InlineData("Activation", "Activation: 3 is not possible, but names are: Tanh, ")]
    public void What_is_not_possible_is_said_before_the_first_step(string name, string expected) => Assert.Contains(
        expected,
        Assert.Throws<ArgumentException>(() => new PricedShop().Sweep(
            new() { Ranges = new() { [name] = SweepRange.Of(3) } }, Options)).Message);

    [Fact]
    public void A_metric_that_there_is_not_and_what_does_not_go_together_is_refused()
    {
        Assert.Contains(
            "Metric is 'profit', but PricedShop has only: reward, steps, earned.",
            Assert.Throws<ArgumentException>(() => new PricedShop().Sweep(Sweep with { Metric = "profit" }, Options)).Message);
        Assert.Contains(
            "Steps are a parameter and EarlyStopping is given",
            Assert.Throws<ArgumentException>(() => new PricedShop().Sweep(
                Sweep with { Ranges = new() { ["Steps"] = SweepRange.Of(500, 900) } }, Options)).Message);
    }

    /// <summary>Its simulations wait, after the first iterations, until what is shown has moved.</summary>
    [Fact]
    public void What_is_shown_moves_while_the_first_trials_train()
    {
        Watched display = new();
        var steps = 0;
        var result = SweepTrainer.Sweep(
            () => new TestSimulation
            {
                Length = 5,
                OnStep = _ =>
                {
                    if (Interlocked.Increment(ref steps) == 2_000)
                        display.HasMoved.Wait(TimeSpan.FromSeconds(60));
                },
            },
            Sweep with { Trials = 2, Parallel = 1, EarlyStopping = null }, Options with { Display = display, Threads = 1 });
        Assert.True(display.HasMoved.IsSet, $"{display.Last}");
        Assert.Equal(result.Trials.Sum(trial => trial.Steps), display.Last!.Value.Steps);
    }

    string Result(string name) => File.ReadAllText(Path.Combine(folder, name, "result.json"));

    /// <summary>Notes whether progress was shown within the first trial.</summary>
    sealed class Watched : IDisplay, ILiveDisplay
    {
        public ManualResetEventSlim HasMoved { get; } = new();

        public (string Trials, long Steps, double? Fraction)? Last { get; private set; }

        public CancellationToken Interrupted => default;

        public void Show(DisplayContent content)
        {
        }

        public ILiveDisplay Live() => this;

        public void Update(DisplayContent content)
        {
            if (content is ContentList list)
                content = list.Parts[0];
            var report = (ProgressReport)content;
            Last = (
                Value(report, "trials"), long.Parse(Value(report, "steps"), NumberStyles.AllowThousands, CultureInfo.InvariantCulture),
                report.Fraction);
            if (Last is { Trials: "0 of 2", Steps: > 0, Fraction: > 0 and < 0.5 })
                HasMoved.Set();
        }

        public void Dispose()
        {
        }

        static string Value(ProgressReport report, string name) => report.Values.Single(value => value.Label == name).Value;
    }

    sealed class PricedShop : Simulation
    {
        public int Price { get; set; } = 2;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset()
        {
            if (Price > 50)
                throw new InvalidOperationException("too dear");
        }

        public override void Step()
        {
        }

        public override Observation GetObservation(int agent) => new() { ["always"] = 1 };

        public override Reward GetReward(int agent) => new() { ["earned"] = Price };

        public override bool IsDone(int agent) => true;
    }
}
