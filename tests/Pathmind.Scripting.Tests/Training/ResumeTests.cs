namespace Pathmind.Tests;

/// <summary>A training is resumed only with the simulation and the options that its networks were made for; what
/// differs is named before the first step.</summary>
public sealed class ResumeTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    [Fact]
    public void What_differs_in_the_simulation_is_named_with_what_it_was()
    {
        Trained();
        Refused(
            new Swapped.Shop(), "Of Shop, observations: [stock, orders[2]] at the checkpoint, [orders[2], stock] now: "
            + "put it back, or start over with Train().");
        Refused(new Renamed.Shop(), "observations: [stock, orders[2]] at the checkpoint, [inventory, orders[2]] now");
        Refused(new Longer.Shop(), "observations: [stock, orders[2]] at the checkpoint, [stock, orders[3]] now");
        Refused(new Term.Shop(), "reward terms: [sales, cost] at the checkpoint, [revenue, cost] now");
        Refused(new Two.Shop(), "number of agents: 1 at the checkpoint, 2 now");
        Refused(new Masks.Shop(), "action masks: none at the checkpoint, given now");
        Refused(new Choice.Shop(), "action space: Discrete(2) at the checkpoint, Discrete(3) now");
        Refused(new Bounds.Shop(), "action space: Discrete(2) at the checkpoint, Continuous(3: 2 times 0 .. 1, 0 .. 2) now");
        Assert.Equal(StopReason.Steps, new V1.Shop().Resume(folder, More).Stop);
    }

    [Fact]
    public void What_differs_in_the_options_is_named_with_what_it_was()
    {
        Trained();
        var error = Refused(options => options with
        {
            Seed = 5,
            RewardWeights = new() { ["sales"] = 1 },
            Ppo = options.Ppo with { Hidden = [32], NormalizeObservations = false, ScaleRewards = false },
        });
        Assert.Equal(
            "The training cannot be resumed, since its networks and statistics were made for what was before. "
            + "Of the options, Seed: 0 at the checkpoint, 5 now; "
            + "Ppo.Hidden: [64, 64] at the checkpoint, [32] now; Ppo.NormalizeObservations: True at the checkpoint, False now; "
            + "Ppo.ScaleRewards: True at the checkpoint, False now; "
            + "RewardWeights: null at the checkpoint, given now: leave it as it was, or start over with Train().", error);
        Assert.Contains("Simulations: 8 at the checkpoint, 4 now", Refused(options => options with { Simulations = 4 }));
        Assert.Contains("observations: [stock, orders[2]] at the checkpoint, [stock] now", Refused(
            options => options with { Observations = ["stock"] }));
        Assert.Contains("Ppo.Activation: Tanh at the checkpoint, Relu now", Refused(
            options => options with { Ppo = options.Ppo with { Activation = Activation.Relu } }));
    }

    [Fact]
    public void Steps_and_time_below_what_was_made_are_refused_and_change_nothing()
    {
        Trained();
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order().ToDictionary(
            file => file, File.GetLastWriteTimeUtc);
        Assert.Matches(@"^Steps is 100, but the training has made [\d,]+ at the checkpoint, which count as well: give more, as in Resume",
            Refused(options => options with { Steps = 100 }));
        Assert.StartsWith("Time is 0:00:00.0000001, but the training has taken", Refused(
            options => options with { Time = TimeSpan.FromTicks(1), Steps = 90_000 }));
        Assert.Equal(files, Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order().ToDictionary(
            file => file, File.GetLastWriteTimeUtc));
    }

    [Fact]
    public void It_is_said_from_which_checkpoint_a_training_goes_on_and_what_is_made_again()
    {
        Trained();
        Testing.RecordingDisplay display = new();
        var checkpoint = Pathmind.Training.Checkpoint.Load(folder);
        var made = Pathmind.Training.TrainingRecord.Read(Path.Combine(folder, "training.json"))!.Steps;
        new V1.Shop().Resume(folder, options => More(options) with { Display = display });
        Assert.True(made > checkpoint.Steps);
        Assert.Contains(
            $"Going on from the checkpoint of iteration {checkpoint.History.Length}, at {checkpoint.Steps:N0} steps: the "
            + $"{made - checkpoint.Steps:N0} steps that were made after it are made again.", display.Text);
    }

    [Fact]
    public void The_old_order_of_observations_can_be_given_as_an_option()
    {
        var whole = new V1.Shop().Train(Options with { Steps = 12_000 });
        var first = Directory.GetFiles(Path.Combine(folder, "checkpoints")).Order().First();
        var resumed = new Swapped.Shop().Resume(first, options =>
            options with { Observations = ["stock", "orders"], Folder = Path.Combine(folder, "resumed"), Display = Display.None });
        Assert.Equal(whole.History[^1].Learner["policy_loss"], resumed.History[^1].Learner["policy_loss"]);
    }

    [Fact]
    public void A_policy_from_a_file_runs_only_where_names_lengths_and_space_fit()
    {
        Trained();
        var policy = Policy.Local(folder);
        Assert.Equal(new V1.Shop().Run(policy, display: Display.None).Reward.Mean, new Swapped.Shop().Run(
            policy, display: Display.None).Reward.Mean);    // by name
        Unfit(new Renamed.Shop(), policy, "the observation 'stock' is missing");
        Unfit(new Longer.Shop(), policy, "the observation 'orders' has 3 numbers, the policy needs 2");
        Unfit(new Choice.Shop(), policy, "the action space is Discrete(3), the policy decides Discrete(2)");
        Unfit(new Masks.Shop(), policy, "it has action masks, which the policy never learnt to respect");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    TrainingOptions Options => new()
    {
        Steps = 6_000, Display = Display.None, CheckpointEvery = 3, Folder = folder, Threads = 2, StopWhenConverged = false,
    };

    void Trained() => new V1.Shop().Train(Options);

    static TrainingOptions More(TrainingOptions options) => options with { Steps = 12_000, Display = Display.None };

    void Refused(Simulation simulation, string expected) => Assert.Contains(
        expected, Assert.Throws<ArgumentException>(
            () => simulation.Resume(folder, options => More(options) with { OnIteration = _ => Assert.Fail("It trained.") })).Message);

    string Refused(Func<TrainingOptions, TrainingOptions> change) => Assert.Throws<ArgumentException>(
        () => new V1.Shop().Resume(
            folder, options => change(More(options)) with { OnIteration = _ => Assert.Fail("It trained.") })).Message;

    static void Unfit(Simulation simulation, Policy policy, string expected)
    {
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => simulation.Run(policy, display: Display.None)).Message);
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => simulation.Compare(2, 0, policy)).Message);
    }

    abstract class Store : Simulation
    {
        protected int Time { get; private set; }

        protected double Sold { get; private set; }

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => (Time, Sold) = (0, 0);

        public override void Step()
        {
            Sold = Time % 2;
            Time++;
        }

        public override Observation GetObservation(int agent) => new() { ["stock"] = Time, ["orders"] = new float[] { 2 * Time, 1 } };

        public override Reward GetReward(int agent) => new() { ["sales"] = Sold, ["cost"] = -0.1 * Time };

        public override bool IsDone(int agent) => Time == 10;
    }

    static class V1
    {
        public sealed class Shop : Store;
    }

    static class Swapped
    {
        public sealed class Shop : Store
        {
            public override Observation GetObservation(int agent) => new() { ["orders"] = new float[] { 2 * Time, 1 }, ["stock"] = Time };
        }
    }

    static class Renamed
    {
        public sealed class Shop : Store
        {
            public override Observation GetObservation(int agent) =>
                new() { ["inventory"] = Time, ["orders"] = new float[] { 2 * Time, 1 } };
        }
    }

    static class Longer
    {
        public sealed class Shop : Store
        {
            public override Observation GetObservation(int agent) =>
                new() { ["stock"] = Time, ["orders"] = new float[] { 2 * Time, 1, 0 } };
        }
    }

    static class Term
    {
        public sealed class Shop : Store
        {
            public override Reward GetReward(int agent) => new() { ["revenue"] = Sold, ["cost"] = -0.1 * Time };
        }
    }

    static class Two
    {
        public sealed class Shop : Store
        {
            public override int NumberOfAgents => 2;
        }
    }

    static class Masks
    {
        public sealed class Shop : Store
        {
            public override bool[] GetActionMask(int agent) => [true, true];
        }
    }

    static class Choice
    {
        public sealed class Shop : Store
        {
            public override ActionSpace ActionSpace(int agent) => new Discrete(3);
        }
    }

    static class Bounds
    {
        public sealed class Shop : Store
        {
            public override ActionSpace ActionSpace(int agent) => new Continuous([3], [0, 0, 0], [1, 1, 2]);
        }
    }
}
