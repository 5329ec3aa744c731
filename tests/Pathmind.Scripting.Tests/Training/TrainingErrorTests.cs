namespace Pathmind.Tests;

public sealed class TrainingErrorTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    static TrainingOptions Options => new() { Steps = 20_000, Display = Display.None, Threads = 2 };

    [Fact]
    public void An_exception_in_the_simulation_names_the_place_and_keeps_what_was_learnt()
    {
        var error = Assert.Throws<TrainingException>(
            () => Trainer.Train(
                () => new Faulty(after: 300, simulation => throw new FormatException("bad price")), Options with { Folder = folder }));
        Assert.Matches(@"^Faulty\.Step\(\) threw FormatException in episode \d+ at step \d+: bad price", error.Message);
        Assert.True(error.Training!.History.Count > 0);
        Assert.Equal(StopReason.Failed, error.Training.Stop);
        Assert.True(File.Exists(Path.Combine(folder, "policy.onnx")));
        Assert.IsType<FormatException>(error.InnerException!.InnerException);
    }

    [Fact]
    public void An_exception_before_anything_was_learnt_is_the_simulations()
    {
        var error = Assert.Throws<SimulationException>(
            () => Trainer.Train(() => new Faulty(after: 0, simulation => throw new FormatException("bad price")), Options));
        Assert.StartsWith("Faulty.Step() threw FormatException in episode 1 at step 1: bad price", error.Message);
    }

    [Fact]
    public void A_number_that_is_not_finite_is_named()
    {
        var observation = Assert.Throws<TrainingException>(
            () => Trainer.Train(() => new Faulty(300, simulation => simulation.Place = float.NaN), Options));
        Assert.Matches(@"^Faulty\.GetObservation\(0\) in episode \d+ at (Reset|step \d+): 'place' is NaN: every number must be finite",
            observation.Message);
        var reward = Assert.Throws<TrainingException>(
            () => Trainer.Train(() => new Faulty(300, simulation => simulation.Gain = double.PositiveInfinity), Options));
        Assert.Matches(
            @"^Faulty\.GetReward\(0\) in episode \d+ at step \d+: 'gain' is (∞|Infinity): every number must be finite", reward.Message);
    }

    [Fact]
    public void What_the_option_Reward_does_wrong_is_not_blamed_on_the_simulation()
    {
        var thrown = Assert.Throws<SimulationException>(() => new TwoEchoes()
            .Train(Options with { Reward = _ => throw new FormatException("no such term") }));
        Assert.StartsWith(
            "TrainingOptions.Reward (for agent 0 of TwoEchoes) threw FormatException in episode 1 at step 1: no such term", thrown.Message);
        var returned = Assert.Throws<SimulationException>(() => new TwoEchoes().Train(Options with { Reward = _ => double.NaN }));
        Assert.StartsWith("TrainingOptions.Reward (for agent 0 of TwoEchoes) in episode 1 at step 1: it returned NaN", returned.Message);
    }

    [Fact]
    public void A_number_that_is_not_finite_at_Reset_is_an_error_of_the_simulation_with_its_place()
    {
        // each of the nine is reset once when it is made, and one for the names of the terms
        var resets = 0;
        var error = Assert.Throws<SimulationException>(() => Trainer.Train(
            () => new Faulty(int.MaxValue, _ => { }) { AtReset = simulation => simulation.Place = ++resets > 10 ? float.NaN : 0 },
                Options with { Threads = 1 }));
        Assert.StartsWith("Faulty.GetObservation(0) in episode 1 at Reset: 'place' is NaN: every number must be finite", error.Message);
        Assert.Equal(("Faulty", 1, 0, 0), (error.Simulation, error.Episode, error.Step, error.Agent));
    }

    [Fact]
    public void A_term_that_is_written_twice_says_what_wrote_it()
    {
        var error = Assert.Throws<SimulationException>(
            () => Trainer.Train(() => new Faulty(0, simulation => simulation.Twice = true), Options));
        Assert.Contains("'gain' is written twice: write each name once, with its sum (x[\"gain\"] += … writes it again).", error.Message);
        var later = Assert.Throws<TrainingException>(
            () => Trainer.Train(() => new Faulty(300, simulation => simulation.Twice = true), Options));
        Assert.Contains("'gain' is written twice: write each name once", later.Message);
    }

    [Fact]
    public void A_method_that_is_async_is_named()
    {
        var error = Assert.Throws<SimulationException>(() => new Async().Train(Options));
        Assert.Equal(
            "Async.Step() in episode 1 at Reset: it is async, so it returns before its work is done: "
            + "wait inside it, as in task.GetAwaiter().GetResult().",
            error.Message);
        Assert.Contains("it is async", Assert.Throws<SimulationException>(() => new Async().Run(display: Display.None)).Message);
    }

    [Fact]
    public void A_changed_name_or_length_is_named()
    {
        var name = Assert.Throws<TrainingException>(
            () => Trainer.Train(() => new Faulty(300, simulation => simulation.Name = "position"), Options));
        Assert.Contains("(missing: place; new: position)", name.Message);
        var length = Assert.Throws<TrainingException>(
            () => Trainer.Train(() => new Faulty(300, simulation => simulation.List = [1, 2, 3]), Options));
        Assert.Contains("'list' has 3 numbers, but 2 at the first Reset", length.Message);
    }

    [Fact]
    public void Networks_whose_file_would_be_too_large_to_read_are_refused_before_training()
    {
        int[] hidden = [1024, 1024, 1024, 1024, 1024, 1024];             // five squares of 2^20 weights, twice
        var error = Assert.Throws<ArgumentException>(() => new Bandit().Train(Options with { Ppo = new() { Hidden = hidden } }));
        Assert.StartsWith("Ppo.Hidden [1024, 1024, 1024, 1024, 1024, 1024] makes networks of 10", error.Message);
    }

    [Fact]
    public void Agents_with_one_name_for_observations_of_two_lengths_are_refused_before_training()
    {
        TestSimulation lengths = new() { Agents = 2, Observation = (_, agent) => new() { ["list"] = new float[2 + agent] } };
        var error = Assert.Throws<SimulationException>(() => lengths.Train(Options));
        Assert.Contains("'list' has 2 numbers for agent 0, 3 for agent 1", error.Message);
    }

    [Fact]
    public void All_options_out_of_range_are_named_at_once()
    {
        var error = Assert.Throws<ArgumentException>(() => new Chain()
            .Train(new() { Steps = 0, Threads = 0, Ppo = new() { Discount = float.NaN, ClipRange = 1, Hidden = [] } }));
        foreach (var name in new[] { "Steps is 0", "Threads is 0", "Ppo.Discount is NaN", "Ppo.ClipRange is 1", "Ppo.Hidden is []" })
            Assert.Contains(name, error.Message);
    }

    [Fact]
    public void Unknown_observations_are_named_with_those_that_exist()
    {
        var error = Assert.Throws<ArgumentException>(() => new Chain().Train(Options with { Observations = ["here", "there"] }));
        Assert.Contains("has no there. It has here.", error.Message);
    }

    [Fact]
    public void A_class_without_a_parameterless_constructor_is_told_what_to_write()
    {
        var error = Assert.Throws<ArgumentException>(() => new Faulty(1, _ => { }).Train(Options));
        Assert.Contains("Trainer.Train(() => new Faulty(…), options)", error.Message);
    }

    [Fact]
    public void Cancelling_keeps_the_best_policy_and_says_so()
    {
        using var stop = new CancellationTokenSource();
        var result = new Chain().Train(
            Options with { Steps = long.MaxValue, OnIteration = row => { if (row.Iteration == 3) stop.Cancel(); } }, stop.Token);
        Assert.Equal(StopReason.Interrupted, result.Stop);
        Assert.StartsWith("Stopped, best policy kept:", result.Message);
        Assert.Equal(3, result.History.Count);
    }

    [Fact]
    public void A_slow_simulation_is_cancelled_in_the_middle_of_a_rollout()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        // a rollout would take 8 × 128 × 20 ms / 2 = 10 s
        var result =
            Trainer.Train(() => new Faulty(int.MaxValue, _ => { }) { Sleep = 20 }, Options with { Steps = long.MaxValue }, stop.Token);
        Assert.Equal(StopReason.Interrupted, result.Stop);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Breaks a rule, or whatever the function does, after some steps.</summary>
    sealed class Faulty(int after, Action<Faulty> breakRule) : Simulation
    {
        int steps, stepsOfEpisode;

        public float Place { get; set; }

        public double Gain { get; set; }

        public string Name { get; set; } = "place";

        public float[] List { get; set; } = [0, 0];

        public int Sleep { get; init; }

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public Action<Faulty> AtReset { get; init; } = _ => { };

        public bool Twice { get; set; }

        public override void Reset()
        {
            stepsOfEpisode = 0;
            AtReset(this);
        }

        public override void Step()
        {
            stepsOfEpisode++;
            if (steps++ >= after)
                breakRule(this);
            if (Sleep > 0)
                Thread.Sleep(Sleep);
        }

        public override Observation GetObservation(int agent) => new() { [Name] = Place, ["list"] = List };

        public override Reward GetReward(int agent)
        {
            Reward reward = new() { ["gain"] = Gain };
            if (Twice)
                reward["gain"] += 1;
            return reward;
        }

        public override bool IsDone(int agent) => stepsOfEpisode >= 10;
    }

    sealed class Async : Simulation
    {
        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset()
        {
        }

        public override async void Step() => await Task.Yield();

        public override Observation GetObservation(int agent) => new() { ["x"] = 0 };

        public override Reward GetReward(int agent) => new() { ["gain"] = 0 };

        public override bool IsDone(int agent) => true;
    }
}
