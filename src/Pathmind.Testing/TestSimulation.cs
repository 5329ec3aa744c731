namespace Pathmind.Testing;

/// <summary>A simulation made of delegates, for tests of policies, wrappers and tools that need a simulation of a
/// known shape. What is not given has a default: one agent with two choices that sees the number of the step, earns
/// the number that it chose, and is done after ten steps.</summary>
/// <example><code>
/// var slippery = new TestSimulation
/// {
///     Space = new Discrete(3), Length = 5,
///     OnStep = test => test.State += test.Action[0].Choice - 1,
///     Observation = (test, _) => new() { ["place"] = test.State },
///     Reward = (test, _) => new() { ["right"] = test.State &gt; 0 ? 1 : 0 },
/// };
/// </code></example>
/// <remarks>Several instances are made of one that was set up (<c>Train</c>, <c>Check</c>): they share the delegates,
/// so let these keep what changes in <see cref="State"/>, not in variables around them.</remarks>
public sealed class TestSimulation : Simulation
{
    /// <summary>Number of agents.</summary>
    public int Agents { get; init; } = 1;

    /// <summary>What each agent may do.</summary>
    public ActionSpace Space { get; init; } = new Discrete(2);

    /// <summary>What an agent may do, if agents differ; instead of <see cref="Space"/>.</summary>
    public Func<int, ActionSpace>? SpaceOf { get; init; }

    /// <summary>Steps after which all agents are done, unless <see cref="Done"/> says when.</summary>
    public int Length { get; init; } = 10;

    /// <summary>Steps after which an episode is truncated: <see cref="Simulation.MaxSteps"/>.</summary>
    public int StepLimit { get; init; } = 20_000;

    /// <summary>At the start of an episode; <see cref="State"/> and <see cref="Steps"/> are 0 again.</summary>
    public Action<TestSimulation>? OnReset { get; init; }

    /// <summary>In a step, which <see cref="Steps"/> already counts.</summary>
    public Action<TestSimulation>? OnStep { get; init; }

    /// <summary>What an agent sees: <c>step</c>, unless given.</summary>
    public Func<TestSimulation, int, Observation>? Observation { get; init; }

    /// <summary>What an agent earned: <c>chosen</c>, the first number of its action, unless given.</summary>
    public Func<TestSimulation, int, Reward>? Reward { get; init; }

    /// <summary>Whether an agent is done; instead of <see cref="Length"/>.</summary>
    public Func<TestSimulation, int, bool>? Done { get; init; }

    /// <summary>Whether an agent's episode is cut.</summary>
    public Func<TestSimulation, int, bool>? Truncated { get; init; }

    /// <summary>Which choices an agent has; null for no mask.</summary>
    public Func<TestSimulation, int, bool[]?>? Mask { get; init; }

    /// <summary>Whether an agent needs a decision before the coming step; always, unless given.</summary>
    public Func<TestSimulation, int, bool>? Decides { get; init; }

    /// <summary>What is logged of an agent.</summary>
    public Func<TestSimulation, int, Metrics>? Metrics { get; init; }

    /// <summary>What is wanted of the metrics and reward terms: <see cref="Simulation.Goals"/>.</summary>
    public Func<Goals>? Wanted { get; init; }

    /// <summary>Steps made in this episode.</summary>
    public int Steps { get; private set; }

    /// <summary>Episodes that this instance has begun.</summary>
    public int Episodes { get; private set; }

    /// <summary>A number of the test's: 0 at the start of an episode.</summary>
    public int State { get; set; }

    /// <inheritdoc/>
    public override int NumberOfAgents => Agents;

    /// <inheritdoc/>
    public override int MaxSteps => StepLimit;

    /// <inheritdoc/>
    public override ActionSpace ActionSpace(int agent) => SpaceOf?.Invoke(agent) ?? Space;

    /// <inheritdoc/>
    public override void Reset()
    {
        (Steps, State) = (0, 0);
        Episodes++;
        OnReset?.Invoke(this);
    }

    /// <inheritdoc/>
    public override void Step()
    {
        Steps++;
        OnStep?.Invoke(this);
    }

    /// <inheritdoc/>
    public override Observation GetObservation(int agent) => Observation?.Invoke(this, agent) ?? new() { ["step"] = Steps };

    /// <inheritdoc/>
    public override Reward GetReward(int agent) => Reward?.Invoke(this, agent) ?? new() { ["chosen"] = FirstNumber(in Action[agent]) };

    /// <inheritdoc/>
    public override bool IsDone(int agent) => Done?.Invoke(this, agent) ?? Steps >= Length;

    /// <inheritdoc/>
    public override bool IsTruncated(int agent) => Truncated?.Invoke(this, agent) ?? false;

    /// <inheritdoc/>
    public override bool[]? GetActionMask(int agent) => Mask?.Invoke(this, agent);

    /// <inheritdoc/>
    public override bool NeedsDecision(int agent) => Decides?.Invoke(this, agent) ?? true;

    /// <inheritdoc/>
    public override Metrics GetMetrics(int agent) => Metrics?.Invoke(this, agent) ?? default;

    /// <inheritdoc/>
    public override Goals Goals => Wanted?.Invoke() ?? [];

    static double FirstNumber(in AgentAction action) =>
        action.Choices is [var choice, ..] ? choice : action.Values is [var value, ..] ? value : 0;
}
