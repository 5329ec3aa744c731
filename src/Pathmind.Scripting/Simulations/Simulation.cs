using System.Diagnostics.CodeAnalysis;
using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind;

/// <summary>A model of a factory, a warehouse, a game: what agents see, may do, and gain. Eight small methods, six of
/// them to be written.</summary>
/// <remarks>The order of a step: <see cref="NeedsDecision"/>, <see cref="GetObservation"/>, the policy chooses,
/// <see cref="SetAction"/>, <see cref="Step"/>, then <see cref="IsDone"/> and <see cref="GetReward"/> of every agent
/// that was not done before. Training runs many instances side by side, each on one thread at a time: keep all state in
/// the instance, none in static fields.</remarks>
[DynamicallyAccessedMembers(
    DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.NonPublicConstructors
    | DynamicallyAccessedMemberTypes.PublicMethods
    | DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields
    | DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.NonPublicProperties
    | DynamicallyAccessedMemberTypes.PublicEvents | DynamicallyAccessedMemberTypes.NonPublicEvents)]
public abstract class Simulation
{
    AgentAction[]? actions;
    Random? random;

    /// <summary>Number of agents; at least 1, and the same in all episodes. They share one policy.</summary>
    public virtual int NumberOfAgents => 1;

    /// <summary>Steps after which an episode is cut (truncated); at least 1.</summary>
    public virtual int MaxSteps => 20_000;

    /// <summary>The last action of each agent, for <see cref="Step"/>. An agent that is done keeps its last action, and
    /// so does one that needs no decision; <see cref="AgentAction.IsNone"/> before its first one of the
    /// episode.</summary>
    public ReadOnlySpan<AgentAction> Action => actions ??= new AgentAction[NumberOfAgents];

    /// <summary>The simulation's own source of chance, seeded by the kit: same seed, same episodes. Use no other.
    /// Before the kit runs the simulation, as in a unit test, it is <c>new Random(0)</c>;
    /// <see cref="SimulationRuns.Seed"/> gives it another seed.</summary>
    public Random Random
    {
        get => random ??= new Random(0);
        internal set => Adopt(random = value);
    }

    /// <summary>Whether it was driven, by the kit or by hand: then its fields are no longer what its set-up made
    /// them.</summary>
    internal bool WasUsed => actions is not null || random is not null;

    /// <summary>The name in policies, messages and files: that of the class.</summary>
    internal virtual string KitName => GetType().Name;

    /// <summary>What makes the coming step of several simulations at once; null for one that makes its own.</summary>
    internal virtual IStepsTogether? Together => null;

    /// <summary>Makes further instances like this one; null if the kit finds out how (its constructor, its
    /// settings).</summary>
    internal virtual Func<Simulation>? Alike => null;

    /// <summary>A new episode begins: the last one's actions are not its.</summary>
    internal virtual void ForgetActions() => Array.Clear(actions ?? []);

    /// <summary>Takes a source of chance over.</summary>
    internal virtual void Adopt(Random chance)
    {
    }

    /// <summary>What the agent may do: the same in all episodes. Agents may differ: they still share one policy, which
    /// learns which kind of agent decides.</summary>
    public abstract ActionSpace ActionSpace(int agent);

    /// <summary>Starts a new episode: puts everything back that <see cref="Step"/> changes.</summary>
    public abstract void Reset();

    /// <summary>Moves on by one step; reads <see cref="Action"/>.</summary>
    public abstract void Step();

    /// <summary>What the agent sees: the same names, in the same order, with the same lengths, every time; finite
    /// numbers. Agents may see different things; what several of them call alike has the same length for all.</summary>
    public abstract Observation GetObservation(int agent);

    /// <summary>The reward terms of the step just made: the same names in the same order every time; finite
    /// numbers.</summary>
    public abstract Reward GetReward(int agent);

    /// <summary>Whether the agent needs a decision before the coming step: always, unless the model decides on demand
    /// (docs/events.md), as a vehicle that drives by itself until it arrives. Read once before every step, of every
    /// agent that is not done; must not change anything.</summary>
    /// <remarks>Who needs none is skipped: it is not observed, nothing is decided or logged as its action, and it keeps
    /// its last one. Its rewards until its next decision count for its last one. (Reset is followed by a look at every
    /// agent, to learn names and lengths, and what an agent sees where its episode is cut values what would have
    /// followed.) Steps in which nobody decides are allowed.</remarks>
    public virtual bool NeedsDecision(int agent) => true;

    /// <summary>The model's clock in simulated seconds, in case the time between decisions discounts
    /// (<see cref="PpoOptions.DiscountSeconds"/>, <see cref="SacOptions.DiscountSeconds"/>): finite, and not running
    /// backwards in an episode. NaN, the default, for a model without a clock.</summary>
    public virtual double SimulatedSeconds => double.NaN;

    /// <summary>Whether the agent's episode is over because of what happened in it (goal, failure): no reward can
    /// follow. Read after every step.</summary>
    public abstract bool IsDone(int agent);

    /// <summary>Whether the agent's episode is cut from outside (the data end, the shift is over), so that rewards
    /// would have followed: training then estimates them, as at <see cref="MaxSteps"/>. Read after every step if
    /// <see cref="IsDone"/> is false.</summary>
    public virtual bool IsTruncated(int agent) => false;

    /// <summary>Which choices are allowed now: [sum of the choices] true or false, in the order of the space; null if
    /// there is no mask. With a mask at Reset there must be one at every step, and every choice needs at least one
    /// allowed alternative.</summary>
    public virtual bool[]? GetActionMask(int agent) => null;

    /// <summary>Numbers that are neither observed nor rewarded, for logs, comparisons and the curves of a training. A
    /// training reads them after its first step and after the last one of every agent's episode; with <see
    /// cref="TrainingOptions.Limits"/> for them after every step.</summary>
    public virtual Metrics GetMetrics(int agent) => default;

    /// <summary>What is wanted of metrics and reward terms, by name: comparisons judge every policy by it, training
    /// does not look at it.</summary>
    /// <example><code>public override Goals Goals => new() { ["late"] = Goal.AtMost(0.02) };</code></example>
    public virtual Goals Goals => [];

    /// <summary>Draws what there is now, as a few shapes and texts, for a replay of the episode. A run that
    /// keeps its steps calls it after Reset and after every step; a training never does. It reads the simulation and
    /// changes nothing: no field, and no number of <see cref="Random"/>.</summary>
    /// <param name="canvas">Empty; says what the shapes are, in which units.</param>
    public virtual void Draw(Canvas canvas)
    {
    }

    /// <summary>Decides for an agent. The kit calls it before every step; call it yourself to try decisions by hand, as
    /// in <c>simulation.Reset(); simulation.SetAction(0, 2); simulation.Step();</c> (or <c>"left"</c>, or
    /// <c>Move.Left</c>, if the choices have names).</summary>
    /// <exception cref="ArgumentException">There is no such agent, or no choice of this name.</exception>
    public virtual void SetAction(int agent, AgentAction action)
    {
        actions ??= new AgentAction[NumberOfAgents];
        if ((uint)agent >= (uint)actions.Length)
            throw new ArgumentException($"There is no agent {agent}: {GetType().Name} has {Counted.Of(actions.Length, "agent")}, "
                + "counted from 0.");
        actions[agent] = action.IsNamed ? new ActionLayout(ActionSpace(agent)).OfNames(in action) : action;
    }
}
