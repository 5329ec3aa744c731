using Pathmind.Simulations;

namespace Pathmind;

/// <summary>A simulation around another one: everything is passed on, and a derived class changes what it is about (a
/// time limit, other rewards, fewer decisions). Names, masks, metrics, agents and errors stay those of the inner
/// simulation.</summary>
/// <example><code>
/// sealed class Impatient(Simulation inner) : SimulationWrapper(inner)
/// {
///     public override Reward GetReward(int agent) { var reward = base.GetReward(agent); reward["waiting"] = -0.01;
/// return reward; } }
/// var policy = Trainer.Train(() => new Impatient(new MouseAndCheese())).Policy;
/// </code></example>
/// <param name="inner">The simulation that is wrapped: belongs to the wrapper from now on, and is disposed of with
/// it.</param>
public abstract class SimulationWrapper(Simulation inner) : Simulation, IDisposable
{
    /// <summary>The simulation that is wrapped.</summary>
    public Simulation Inner => inner;

    /// <inheritdoc/>
    public override int NumberOfAgents => inner.NumberOfAgents;

    /// <inheritdoc/>
    public override int MaxSteps => inner.MaxSteps;

    internal override string KitName => inner.KitName;

    /// <inheritdoc/>
    public override ActionSpace ActionSpace(int agent) => inner.ActionSpace(agent);

    /// <inheritdoc/>
    public override void Reset() => inner.Reset();

    /// <inheritdoc/>
    public override void SetAction(int agent, AgentAction action)
    {
        base.SetAction(agent, action);
        inner.SetAction(agent, action);
    }

    /// <inheritdoc/>
    public override void Step() => inner.Step();

    /// <inheritdoc/>
    public override Observation GetObservation(int agent) => inner.GetObservation(agent);

    /// <inheritdoc/>
    public override Reward GetReward(int agent) => inner.GetReward(agent);

    /// <inheritdoc/>
    public override bool NeedsDecision(int agent) => inner.NeedsDecision(agent);

    /// <inheritdoc/>
    public override double SimulatedSeconds => inner.SimulatedSeconds;

    /// <inheritdoc/>
    public override bool IsDone(int agent) => inner.IsDone(agent);

    /// <inheritdoc/>
    public override bool IsTruncated(int agent) => inner.IsTruncated(agent);

    /// <inheritdoc/>
    public override bool[]? GetActionMask(int agent) => inner.GetActionMask(agent);

    /// <inheritdoc/>
    public override Metrics GetMetrics(int agent) => inner.GetMetrics(agent);

    /// <inheritdoc/>
    public override Goals Goals => inner.Goals;

    /// <inheritdoc/>
    public override void Draw(Canvas canvas) => inner.Draw(canvas);

    /// <summary>Disposes of the inner simulation.</summary>
    public void Dispose()
    {
        SimulationInstances.Dispose(inner);
        GC.SuppressFinalize(this);
    }

    /// <summary>What wraps what.</summary>
    public override string ToString() => $"{GetType().Name} of {(inner is SimulationWrapper ? $"{inner}" : inner.KitName)}";

    internal override void ForgetActions()
    {
        base.ForgetActions();
        inner.ForgetActions();
    }

    internal override void Adopt(Random chance) => inner.Random = chance;
}
