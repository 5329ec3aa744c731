using Pathmind.Policies;
using Pathmind.Policies.Onnx;
using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>What must hold of every policy that remembers, however it does.</summary>
internal static class Remembering
{
    public static TrainingOptions Options(int steps) => new()
    {
        Seed = 3, Steps = steps, Threads = 2, Display = Display.None, StopWhenConverged = false,
    };

    /// <summary>PPO; SAC; or SAC with few updates, where it is not asked what was learnt.</summary>
    public static AlgorithmOptions? AlgorithmOf(string name) => name switch
    {
        "SAC" => new SacOptions(),
        "SAC-quick" => new SacOptions { UpdatesPerDecision = 0.25f },
        _ => null,
    };

    public static double Mean<T>(Policy policy)
        where T : Simulation, new() =>
        new T().Run(policy, episodes: 200, display: Display.None).Reward.Mean;

    /// <summary>The same bits on any number of threads, and on workers of which some are lost.</summary>
    public static void IsSame<T>(TrainingOptions options)
        where T : Simulation, new()
    {
        var expected = new T().Train(options with { Threads = 1 }).Policy.ToOnnx();
        Assert.Equal(expected, new T().Train(options with { Threads = 2 }).Policy.ToOnnx());
        Assert.Equal(expected, new T().Train(options with { Threads = 3 }).Policy.ToOnnx());
        WorkersInProcess host = new(() => new T(), 3) { IsLost = (worker, answers) => answers == worker && worker < 4 };
        Assert.Equal(expected, new T().Train(options with { Host = host }).Policy.ToOnnx());
    }

    /// <summary>A resumed training is the uninterrupted one, and goes on only with the memory that it had.</summary>
    /// <param name="options">Of the training.</param>
    /// <param name="folder">For its files.</param>
    /// <param name="other">Changes the memory.</param>
    /// <param name="refusal">Part of what is said of that.</param>
    public static void GoesOn(TrainingOptions options, string folder, Func<TrainingOptions, TrainingOptions> other, string refusal)
    {
        var whole = new SignPost().Train(options with { Folder = folder, CheckpointEvery = 4 });
        var from = Directory.GetFiles(Path.Combine(folder, "checkpoints")).Order().First();
        var resumed = new SignPost().Resume(
            from, of => of with { Folder = Path.Combine(folder, "resumed"), StartFrom = options.StartFrom });
        Assert.Equal(whole.Policy.ToOnnx(), resumed.Policy.ToOnnx());
        var refused = Assert.Throws<ArgumentException>(() => new SignPost().Resume(from, other));
        Assert.Contains(refusal, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Over episodes of two agents the policy of a file decides as its graph does with the state handed on,
    /// and as its exported code.</summary>
    /// <param name="options">Of the training.</param>
    /// <param name="folder">For the file.</param>
    /// <param name="first">The state with which an episode begins that shows this number.</param>
    /// <param name="next">Looks at a state, the number that was seen with it, and the state after it.</param>
    /// <returns>The policy.</returns>
    public static TrainedPolicy DecidesAsItsGraphAndCode(
        TrainingOptions options, string folder, Func<float, float[]> first, Action<float[], float, float[]>? next = null)
    {
        new TwoEchoes().Train(options).Policy.Save(folder);
        var policy = Policy.Local(folder);
        OnnxSession graph = new(policy.Plan(PolicyGraph.Action, PolicyGraph.NextState));
        graph.Bind(1);
        var file = Path.Combine(folder, "Exported.cs");
        policy.ExportCSharp(file);
        var code = ExportedCode.Compile(folder, [file]).GetType("Exported")!;
        EpisodeStepper stepper = new(new TwoEchoes(), seed: 5);
        for (var episode = 0; episode < 50; episode++)
        {
            var states = new float[2][];                                  // of the agents
            float[][] ofCode = [ExportedCode.NewState(code), ExportedCode.NewState(code)];
            for (stepper.Begin(); stepper.Ending == Ending.None; stepper.Step())
                for (var agent = 0; agent < 2; agent++)
                    if (stepper.Decides(agent))
                        stepper.Act(agent, Decided(agent, states, ofCode[agent]));
        }
        return policy;

        AgentAction Decided(int agent, float[][] states, float[] ofCode)
        {
            var bit = (float)stepper.Observe(agent)["bit"];
            var state = states[agent] ?? first(bit);
            graph[PolicyGraph.Observations].Floats[0] = bit;
            state.CopyTo(graph[PolicyGraph.State].Floats, 0);
            graph.Run();
            states[agent] = [.. graph[PolicyGraph.NextState].Floats];
            next?.Invoke(state, bit, states[agent]);
            var action = stepper.Decide(agent, policy);
            Assert.Equal(graph[PolicyGraph.Action].Floats[0], action.Choice);
            Assert.Equal(states[agent], policy.StateOf(agent));           // nothing of the episode before
            Assert.Equal(action.Choice, ExportedCode.Decide(code, [bit], mask: null, size: 1, ofCode)[0]);
            Assert.Equal(states[agent], ofCode, (expected, got) => Math.Abs(expected - got) < 1e-5);
            return action;
        }
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
