using Pathmind.Policies;
using Pathmind.Policies.Onnx;

namespace Pathmind.Tests;

/// <summary>Policies that decide by the last k observations: problems that need them, with the control without that
/// must fail, and the same numbers everywhere.</summary>
public sealed class HistoryTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("history-").FullName;

    static TrainingOptions Options(int steps = 12_000, int? history = 4) => new()
    {
        Seed = 3, Steps = steps, Threads = 2, Display = Display.None, StopWhenConverged = false, History = history,
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_sign_at_the_start_is_remembered_at_the_end_of_a_corridor_that_is_shorter_than_the_history(int seed)
    {
        var policy = new SignPost().Train(Options(20_000) with { Seed = seed }).Policy;
        Assert.InRange(Mean<SignPost>(policy), 0.99, 1);
        Assert.InRange(Mean<SignPost>(policy.Sampled(seed)), 0.9, 1);
        foreach (int? tooFew in new int?[] { 3, null })
            Assert.InRange(Mean<SignPost>(new SignPost().Train(Options(20_000, tooFew) with { Seed = seed }).Policy), 0.3, 0.7);
    }

    [Fact]
    public void A_pole_is_balanced_by_positions_alone_with_a_history_and_not_without()
    {
        var options = Options(60_000) with { Observations = ["cart_position", "pole_angle"] };
        var (with, without) = (Trained(options), Trained(options with { History = null }));
        Assert.True(with > 150 && with > 2 * without, $"{with:F0} with a history, {without:F0} without");

        static double Trained(TrainingOptions options) => Mean<CartPole>(new CartPole().Train(options).Policy);
    }

    [Fact]
    public void Few_decisions_suffice_with_a_history_too()
    {
        var options = Options(4_000) with { Algorithm = new SacOptions() };
        Assert.InRange(Mean<SignPost>(new SignPost().Train(options).Policy), 0.97, 1);
        Assert.InRange(Mean<SignPost>(new SignPost().Train(options with { History = null }).Policy), 0.3, 0.7);
    }

    [Fact]
    public void One_seed_makes_one_policy_on_any_number_of_threads_and_on_workers()
    {
        Same<LockedBoxes>(Options(6_000));                               // masks
        Same<TwoEchoes>(Options(6_000));                                  // several agents
        Same<GuardAndDriver>(Options(6_000));                             // of two kinds
        Same<JobOffers>(Options(6_000));                                  // who decide on demand
        Same<Target>(Options(6_000) with { Ppo = new() { NormalizeObservations = false } });
        Same<LockedBoxes>(Options(1_000) with { Algorithm = new SacOptions() });
    }

    [Fact]
    public void A_resumed_training_is_the_uninterrupted_one_and_keeps_its_history()
    {
        var whole = new SignPost().Train(Options() with { Folder = folder, CheckpointEvery = 4 });
        var from = Directory.GetFiles(Path.Combine(folder, "checkpoints")).Order().First();
        var resumed = new SignPost().Resume(from, options => options with { Folder = Path.Combine(folder, "resumed") });
        Assert.Equal(whole.Policy.ToOnnx(), resumed.Policy.ToOnnx());
        var refused = Assert.Throws<ArgumentException>(() => new SignPost().Resume(from, options => options with { History = 2 }));
        Assert.Contains("History: 4 at the checkpoint, 2 now", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warm_start_learns_from_stacked_observations_too()
    {
        bool? last = null;
        var teacher = Policy.From("remembers", observation =>
        {
            if (observation["sign"] != 0)
                last = observation["sign"] > 0;
            return last == true ? 1 : 0;
        });
        var policy = new SignPost().Train(Options(4_000) with { StartFrom = teacher }).Policy;
        Assert.InRange(Mean<SignPost>(policy), 0.95, 1);
    }

    [Fact]
    public void The_policy_decides_over_an_episode_as_its_graph_does_with_the_state_handed_on()
    {
        var trained = new TwoEchoes().Train(Options(2_000)).Policy;
        trained.Save(folder);
        var policy = Policy.Local(folder);
        Assert.Equal(4, policy.Description.History);
        OnnxSession graph = new(policy.Plan(PolicyGraph.Action, PolicyGraph.NextState));
        graph.Bind(1);
        EpisodeStepper stepper = new(new TwoEchoes(), seed: 5);
        for (var episode = 0; episode < 50; episode++)
        {
            var states = new float[2][];                                  // of the agents
            for (stepper.Begin(); stepper.Ending == Ending.None; stepper.Step())
                for (var agent = 0; agent < 2; agent++)
                    if (stepper.Decides(agent))
                        stepper.Act(agent, Decided(agent, states));
        }

        AgentAction Decided(int agent, float[][] states)
        {
            var bit = (float)stepper.Observe(agent)["bit"];
            var state = states[agent] ?? [bit, bit, bit];
            graph[PolicyGraph.Observations].Floats[0] = bit;
            state.CopyTo(graph[PolicyGraph.State].Floats, 0);
            graph.Run();
            states[agent] = [.. graph[PolicyGraph.NextState].Floats];
            Assert.Equal([.. state[1..], bit], states[agent]);
            var action = stepper.Decide(agent, policy);
            Assert.Equal(graph[PolicyGraph.Action].Floats[0], action.Choice);
            Assert.Equal(states[agent], policy.StateOf(agent));           // nothing of the episode before
            return action;
        }
    }

    internal static double Mean<T>(Policy policy)
        where T : Simulation, new() =>
        new T().Run(policy, episodes: 200, display: Display.None).Reward.Mean;

    internal static void Same<T>(TrainingOptions options)
        where T : Simulation, new()
    {
        var expected = new T().Train(options with { Threads = 1 }).Policy.ToOnnx();
        Assert.Equal(expected, new T().Train(options with { Threads = 2 }).Policy.ToOnnx());
        Assert.Equal(expected, new T().Train(options with { Threads = 3 }).Policy.ToOnnx());
        WorkersInProcess host = new(() => new T(), 3) { IsLost = (worker, answers) => answers == worker && worker < 4 };
        Assert.Equal(expected, new T().Train(options with { Host = host }).Policy.ToOnnx());
    }
}

/// <summary>A T-maze: a sign at the start says which way is right at the end of a corridor.</summary>
/// <param name="length">Decisions from the sign to the choice.</param>
class SignPost(int length) : Simulation
{
    int place, sign;

    public SignPost()
        : this(length: 3)
    {
    }

    public override ActionSpace ActionSpace(int agent) => new Discrete(2);

    public override void Reset() => (place, sign) = (0, Random.Next(2) * 2 - 1);

    public override void Step() => place++;

    public override Observation GetObservation(int agent) => new() { ["sign"] = place == 0 ? sign : 0, ["place"] = place };

    public override Reward GetReward(int agent) => new() { ["right"] = place == length + 1 && Action[0].Choice == (sign + 1) / 2 ? 1 : 0 };

    public override bool IsDone(int agent) => place == length + 1;
}
