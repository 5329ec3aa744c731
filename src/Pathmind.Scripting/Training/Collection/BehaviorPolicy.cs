using System.Runtime.CompilerServices;
using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>The policy as it acts in the simulations: network, normalisation of its inputs, deviations of continuous
/// actions. Read by all threads during a rollout, changed between rollouts only.</summary>
/// <param name="network">[inputs] → the logits of all choices, then the means of all real numbers, in network units;
/// then, if it has so many outputs, the logarithms of their deviations.</param>
/// <param name="statistics">Normalises observations; null to use them as they are.</param>
/// <param name="logStd">[reals] logarithms of the deviations, in network units; their means, where the network has
/// some for each observation.</param>
/// <param name="memory">Comes before the network; null without one.</param>
internal sealed class BehaviorPolicy(Network network, RunningStatistics? statistics, float[] logStd, MemoryCell? memory = null)
{
    /// <summary>Normalised observations are cut at ± this many deviations, as in Stable-Baselines3's
    /// VecNormalize.</summary>
    public const float ObservationClip = 10;

    /// <summary>Numbers that a decision reads: those of the state, if there is a memory, then of the
    /// observations.</summary>
    public int Inputs => network.Shape.Inputs;

    /// <summary>Numbers of an agent's state in a recurrent memory; 0 without one.</summary>
    public int Memory => memory?.Size ?? 0;

    public NetworkShape Shape => network.Shape;

    /// <summary>Whether observations are normalised.</summary>
    public bool HasStatistics => statistics is not null;

    /// <summary>[reals] logarithms of the deviations, in network units.</summary>
    public float[] LogStd => logStd;

    /// <summary>The logarithms of the deviations in one row.</summary>
    /// <param name="actions">The space.</param>
    /// <param name="outputs">Of the network, column-major.</param>
    /// <param name="stride">Distance of two columns.</param>
    /// <param name="row">Which row.</param>
    /// <param name="room">[reals] memory for them.</param>
    public ReadOnlySpan<float> LogStdOf(ActionLayout actions, ReadOnlySpan<float> outputs, int stride, int row, Span<float> room)
    {
        var from = actions.Logits + actions.Reals;
        if (network.Shape.Outputs == from)
            return logStd;
        for (var i = 0; i < room.Length; i++)
            room[i] = Math.Clamp(outputs[(from + i) * stride + row], LogStdParameters.Lowest, LogStdParameters.Highest);
        return room;
    }

    /// <summary>Correlation of the noise of continuous actions from one step to the next, in [0, 1).</summary>
    public float NoiseCorrelation { get; set; }

    /// <summary>Of so many simulations one has that noise; the noise of the others is independent.</summary>
    public int CorrelatedOneIn { get; set; } = ExplorationNoise.UsualOneIn;

    /// <summary>Correlation of the noise in a simulation, by its number from 0.</summary>
    public float NoiseCorrelationIn(int environment) =>
        ExplorationNoise.IsCorrelatedIn(environment, CorrelatedOneIn) ? NoiseCorrelation : 0;

    /// <summary>Whether the policy sees nothing yet: the warm-up, before any statistics of the observations
    /// exist.</summary>
    public bool Blind { get; set; }

    /// <summary>What one thread needs to compute outputs of up to this many rows at once.</summary>
    public Workspace NewWorkspace(int maxRows) =>
        new(network.Shape, maxRows) { Memory = memory is null ? null : new(memory, maxRows) };

    /// <summary>Normalises observations in place and computes the policy's outputs.</summary>
    /// <param name="observations">[rows, inputs]; with a memory the states in it become the next ones.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="workspace">Receives the outputs.</param>
    public void Decide(Span<float> observations, int rows, Workspace workspace)
    {
        if (Blind)
            observations.Clear();
        else
            statistics?.Normalize(observations, rows, ObservationClip);
        memory?.Forward(observations, rows, workspace.Memory!);
        network.Forward(observations, rows, workspace);
    }

    /// <summary>The same policy as it was at another time, frozen.</summary>
    /// <param name="weights">What it consisted of then.</param>
    public BehaviorPolicy With(PolicyWeights weights)
    {
        Network other = new(network.Shape);
        other.Load(weights.Policy);
        MemoryCell? remembering = memory is null ? null : new(new(memory.Encoder.Shape));
        remembering?.Encoder.Load(weights.Memory);
        var seen = statistics?.NewAlike();
        seen?.Load(weights.Mean, weights.Variance, count: 1);
        return new(other, seen, [.. weights.LogStd], remembering);
    }

    /// <summary>Carries all over by which it acts.</summary>
    public void Transfer(StateTransfer state)
    {
        Transfer(state, network);
        if (memory is not null)
            Transfer(state, memory.Encoder);
        statistics?.Transfer(state);
        state.Pass(logStd.AsSpan());
        (NoiseCorrelation, CorrelatedOneIn, Blind) = (state.Pass(NoiseCorrelation), state.Pass(CorrelatedOneIn), state.Pass(Blind));
    }

    static void Transfer(StateTransfer state, Network weights)
    {
        var parameters = weights.ToArray();
        state.Pass(parameters.AsSpan());
        if (state.IsReading)
            weights.Load(parameters);
    }
}

/// <summary>Simulations that share one forward pass per step. How they are grouped changes the speed, never the result:
/// a row of a batch is computed alike in any batch (docs/ppo.md 8).</summary>
internal sealed class EnvironmentBatch
{
    readonly TrainingEnvironment[] environments;
    readonly int inputs;
    readonly float[] batch;
    readonly Workspace workspace;
    readonly IStepsTogether? together;
    readonly Simulation[] simulations;

    public EnvironmentBatch(TrainingEnvironment[] environments, BehaviorPolicy policy)
    {
        (this.environments, inputs) = (environments, policy.Inputs);
        var rows = environments.Length * environments[0].Agents;
        batch = new float[rows * inputs];
        workspace = policy.NewWorkspace(rows);
        simulations = [.. environments.Select(environment => environment.Simulation)];
        together = environments.DistinctBy(environment => environment.Together).Count() == 1 ? environments[0].Together : null;
    }

    /// <summary>Steps made in this rollout.</summary>
    public int Progress { get; private set; }

    /// <summary>Begins a rollout.</summary>
    public void Restart(RolloutBuffer buffer)
    {
        Progress = 0;
        foreach (var environment in environments)
            environment.BeginRollout(buffer);
    }

    /// <summary>Makes steps of every simulation.</summary>
    /// <exception cref="SimulationException">A simulation threw or broke a rule.</exception>
    public void Collect(int steps, BehaviorPolicy policy, RolloutBuffer buffer, RewardFunction function)
    {
        var now = environments[0];
        try
        {
            for (var step = 0; step < steps; step++, Progress++)
            {
                var rows = 0;
                foreach (var environment in environments)
                    rows += (now = environment).Prepare(buffer, batch.AsSpan(rows * inputs));
                if (rows > 0)                                            // else nobody needs a decision
                    policy.Decide(batch.AsSpan(0, rows * inputs), rows, workspace);
                if (policy.Memory > 0)
                    Remember();
                rows = 0;
                foreach (var environment in environments)
                    rows += (now = environment).Act(buffer, workspace.Outputs, workspace.RowStride, rows, policy);
                together?.Step(simulations);
                foreach (var environment in environments)
                    (now = environment).Advance(buffer, function, isLast: Progress == buffer.Steps - 1);
            }
        }
        catch (Exception exception) when (exception is not SimulationException)
        {
            throw now.Explain(exception);
        }
    }

    /// <summary>What the memory made of the states goes back to the agents that decide.</summary>
    void Remember()
    {
        var rows = 0;
        foreach (var environment in environments)
            rows += environment.Remember(batch.AsSpan(rows * inputs));
    }
}
