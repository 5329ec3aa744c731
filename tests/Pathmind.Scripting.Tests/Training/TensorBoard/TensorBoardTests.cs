using System.Text.Json;
using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>The event files of trainings, read by Protocol Buffers.</summary>
public sealed class TensorBoardTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    public TensorBoardTests() =>
        Assert.SkipUnless(Python.Has("google.protobuf"), "Python has no Protocol Buffers: apt-get install python3-protobuf.");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string All => Path.Combine(folder, "runs");

    TrainingOptions Options => new()
    {
        TensorBoard = All, Steps = 6_000, Threads = 2, StopWhenConverged = false, CheckpointEvery = 1, Studio = null,
        Display = Display.None,
    };

    [Fact]
    public void A_run_has_the_options_every_figure_of_every_iteration_and_how_it_ended()
    {
        var training = new Counter().Train(
            Options with { Limits = new() { ["late"] = Goal.AtMost(0.5) }, Ppo = new() { Discount = 0.9f } });
        var events = EventReader.Read(Path.Combine(All, "Counter-1"));
        Assert.Equal("brain.Event:2", events[0].Version);
        Assert.Equal((1, 0), (events[1].Session, events[1].Step));
        var row = training.History[^1];
        Assert.Equal(
            [
                "reward/mean", "reward/min", "reward/max", "terms/served", "terms/cost", "metrics/late", "limits/late/value",
                "limits/late/bound", "limits/late/weight", "episode/length", "episode/count", "learner/entropy", "learner/kl",
                "learner/clip_fraction", "loss/policy_loss", "loss/value_loss", "learner/explained_variance", "learner/learning_rate",
                "speed/steps_per_second", "result/reward", "result/late",
            ], events.SelectMany(one => one.Values).Where(value => value.Number is not null).Select(value => value.Tag).Distinct());
        Assert.Equal(training.History.Select(one => (one.Steps, (double)(float)one.RewardMean!)), events.Curve("reward/mean"));
        Assert.Equal((row.Steps, (double)(float)row.Terms["cost"]), events.Curve("terms/cost")[^1]);
        Assert.Equal((row.Steps, (double)(float)row.Metrics["late"]), events.Curve("limits/late/value")[^1]);
        Assert.Equal((row.Steps, 0.5), events.Curve("limits/late/bound")[^1]);
        Assert.Equal((row.Steps, (double)(float)row.Learner["value_loss"]), events.Curve("loss/value_loss")[^1]);
        Assert.Equal((row.Steps, (double)(float)training.Reward!), events.Curve("result/reward").Single());
        var options = events.Text("options");
        Assert.Equal(["| option | value |", "| --- | --- |", "| Simulation | Counter |", "| Algorithm | PPO |"], options[..4]);
        Assert.Contains("| Steps | 6000 |", options);
        Assert.Contains("| Limits.late | at most 0.5 |", options);
        Assert.Contains("| Discount | 0.9 |", options);
        Assert.DoesNotContain(options, line => line.Contains(folder, StringComparison.Ordinal));
        Assert.Equal(training.Message.Split('\n'), events.Text("result"));
        var parameters = Parameters(events);
        Assert.Equal((0.9, 6_000), (parameters["Discount"].GetDouble(), parameters["Steps"].GetDouble()));
        Assert.Equal("64, 64", parameters["Hidden"].GetString());
        Assert.True(parameters["NormalizeObservations"].GetBoolean());
        Assert.Equal(1, events[^1].Values.Single(value => value.Tag == "_hparams_/session_end_info").End);
        Assert.All(events.SelectMany(one => one.Values).Where(value => value.Plugin.Length > 0), value => Assert.Equal(2, value.DataClass));
    }

    [Fact]
    public void Each_training_has_a_run_of_its_own_and_a_seed_has_the_same_values()
    {
        new Chain().Train(Options);
        var first = EventReader.Read(Path.Combine(All, "Chain-1"));
        new Chain().Train(Options);
        Directory.CreateDirectory(Path.Combine(All, "Chain-7"));
        new Chain().Train(Options with { Seed = 1 });
        Assert.Equal(["Chain-1", "Chain-2", "Chain-7", "Chain-8"], Runs());
        Assert.Equal(Content(first), Content(EventReader.Read(Path.Combine(All, "Chain-1"))));
        Assert.Equal(Content(first), Content(EventReader.Read(Path.Combine(All, "Chain-2"))));
        Assert.NotEqual(Content(first), Content(EventReader.Read(Path.Combine(All, "Chain-8"))));

        static string Content(EventReader.Event[] events) => JsonSerializer.Serialize(events.Select(one => one with
        {
            File = "",
            Time = 0,
            Values = [.. one.Values.Where(value => value.Tag is not ("speed/steps_per_second" or "result"))],    // it says the seconds
        }));
    }

    [Fact]
    public void A_resumed_training_goes_on_in_its_run_and_makes_no_step_twice()
    {
        var kept = Path.Combine(folder, "policy");
        var whole = new Chain().Train(Options with { TensorBoard = null, Folder = Path.Combine(folder, "whole") });
        new Chain().Train(Options with { Folder = kept });
        new Chain().Train(Options);                                          // another run, which is not meant
        File.Delete(Path.Combine(kept, "training.json"));                    // as if it had been killed,
        Tear(Directory.GetFiles(Path.Combine(All, "Chain-1"), "events.*").Single());        // amid a record
        foreach (var file in Pathmind.Training.Checkpoint.Files(kept)[2..])
            File.Delete(file);
        var from = Pathmind.Training.Checkpoint.Load(kept).Steps;
        new Chain().Resume(kept, options => options with { Display = Display.None, Studio = null });
        Assert.Equal(["Chain-1", "Chain-2"], Runs());
        var events = EventReader.Read(Path.Combine(All, "Chain-1"));
        Assert.Equal(2, events.Select(one => one.File).Distinct().Count());
        Assert.Equal(whole.History.Select(row => (row.Steps, (double)(float)row.RewardMean!)), events.Curve("reward/mean"));
        Assert.Equal([0, from + 1], events.Where(one => one.Session == 1).Select(one => one.Step));
        Assert.Single(events, one => one.Values.Any(value => value.End == 1));

        static void Tear(string file) => File.WriteAllBytes(file, File.ReadAllBytes(file)[..^5]);
    }

    [Fact]
    public void A_reader_sees_each_iteration_before_the_next_one_begins()
    {
        List<long> lengths = [];
        new Chain().Train(Options with
        {
            OnIteration = _ => lengths.Add(
                new FileInfo(Directory.GetFiles(Path.Combine(All, "Chain-1"), "events.*").Single()).Length),
        });
        Assert.True(lengths.Count > 3);
        Assert.Equal(lengths.Distinct().Order(), lengths);
    }

    [Fact]
    public void Seeds_have_a_run_each_and_what_cannot_be_written_is_said_once_and_fails_nothing()
    {
        RecordingDisplay display = new() { Width = 500 };
        var iterations = 0;
        var result = new Chain().TrainSeeds(4, Options with
        {
            Threads = 1,
            Display = display,
            Steps = 3_000,
            OnIteration = _ =>
            {
                if (iterations++ == 0)                                       // files where folders are to be
                    Array.ForEach(["seed-2", "seed-3"], seed => File.WriteAllText(Path.Combine(All, "Chain-1", seed), ""));
            },
        });
        Assert.True(result.IsComplete);
        Assert.Equal(
            result.Seeds[1].Training.History.Select(row => row.Steps),
            EventReader.Read(Path.Combine(All, "Chain-1", "seed-1")).Curve("reward/mean").Select(point => point.Step));
        Assert.Equal(2, display.Text.Split("could not be written for TensorBoard to ").Length);
        Assert.Contains("The training goes on; what is lost is missing in the curves.", display.Text);
    }

    [Fact]
    public void Members_of_a_population_have_runs_below_that_of_the_best_ones_history()
    {
        var training = new Chain().Train(Options with { Population = 3, Steps = 12_000, Ppo = new() { RolloutSteps = 64 } });
        Assert.Equal(
            training.History.Select(row => (row.Steps, (double)(float)row.RewardMean!)),
            EventReader.Read(Path.Combine(All, "Chain-1")).Curve("reward/mean"));
        foreach (var member in training.Population!.Members)
        {
            var events = EventReader.Read(Path.Combine(All, "Chain-1", $"member-{member.Number}"));
            var steps = events.Curve("reward/mean").Select(point => point.Step).ToArray();
            Assert.Equal(steps.Distinct().Order(), steps);
            Assert.True(steps.Length > 8);
            Assert.True(Parameters(events)["LearningRate"].GetDouble() > 0);
        }
    }

    [Fact]
    public void Trials_of_a_sweep_have_runs_with_what_was_tried_and_a_resumed_sweep_goes_on_in_them()
    {
        var sweep = new SweepOptions
        {
            Trials = 3, Method = SweepMethod.Random, IncludesGiven = false, EarlyStopping = new() { Rungs = 2 },
            Ranges = new() { ["Simulation.Price"] = SweepRange.Linear(1, 5), ["LearningRate"] = SweepRange.Logarithmic(1e-4, 1e-2) },
        };
        var options = Options with { Folder = Path.Combine(folder, "sweep"), Threads = 1, Steps = 5_000 };
        var result = new Counter().Sweep(sweep, options);
        var resumed = new Counter().ResumeSweep(sweep with { Trials = 4 }, options);
        Assert.Equal(["Counter-1"], Runs());
        foreach (var trial in resumed.Trials)
        {
            var events = EventReader.Read(Path.Combine(All, "Counter-1", $"trial-{trial.Number:D3}", "seed-0"));
            var steps = events.Curve("reward/mean").Select(point => point.Step).ToArray();
            Assert.Equal(steps.Distinct().Order(), steps);
            Assert.Equal(trial.Steps, steps[^1]);
            var price = trial.Values["Simulation.Price"];
            Assert.Equal(price, $"{Parameters(events)["Simulation.Price"]}"[..price.Length]);
        }
        Assert.Contains(result.Trials, trial => !trial.IsComplete);
    }

    [Fact]
    public void Each_term_has_its_runs()
    {
        new Chain().TrainEachTerm(Options with { Steps = 2_000 });
        Assert.Equal(["all-terms", "only-left", "only-noise", "only-right"], Runs());
        Assert.NotEmpty(EventReader.Read(Path.Combine(All, "only-left", "Chain-1")).Curve("terms/left"));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_an_error_before_the_training()
    {
        File.WriteAllText(All, "a file");
        var kept = Path.Combine(folder, "policy");
        var error = Assert.Throws<ArgumentException>(() => new Chain().Train(
            Options with { Folder = kept, OnIteration = _ => Assert.Fail("It trained.") }));
        Assert.Equal($"'{All}' cannot be written: it is a file. Name a folder that you may write to.", error.Message);
        Assert.False(Directory.Exists(kept));
        Assert.Throws<ArgumentException>(() => new Chain().TrainSeeds(2, Options));
        Assert.Throws<ArgumentException>(() => new Chain().Train(Options with { TensorBoard = " " }));
    }

    string[] Runs() => [.. Directory.GetDirectories(All).Select(run => Path.GetFileName(run)!).Order(StringComparer.Ordinal)];

    static Dictionary<string, JsonElement> Parameters(EventReader.Event[] events) =>
        events.SelectMany(one => one.Values).Single(value => value.Tag == "_hparams_/session_start_info").Parameters!;

    /// <summary>Two terms, a metric, and a property.</summary>
    sealed class Counter : Simulation
    {
        int step, late;

        public double Price { get; set; } = 2;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => (step, late) = (0, 0);

        public override void Step()
        {
            step++;
            late += Action[0].Choice;
        }

        public override Observation GetObservation(int agent) => new() { ["step"] = step };

        public override Reward GetReward(int agent) =>
            new() { ["served"] = Price * Action[0].Choice, ["cost"] = -Random.NextDouble() * Action[0].Choice };

        public override Metrics GetMetrics(int agent) => new() { ["late"] = late / 20.0 };

        public override bool IsDone(int agent) => step == 20;
    }
}
