using Pathmind.Simulations;

namespace Pathmind;

/// <summary>A heuristic given as a function of observation, agent and action mask.</summary>
internal sealed class FunctionPolicy : Policy
{
    readonly Func<Observation, int, bool[], AgentAction> decide;
    readonly object? captured;
    bool[][] everything = [];                                            // [agents] where there is no mask

    /// <param name="name">Of the heuristic.</param>
    /// <param name="decide">Is called.</param>
    /// <param name="given">What the user wrote, which may have captured variables.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public FunctionPolicy(string name, Func<Observation, int, bool[], AgentAction> decide, Delegate? given)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new ArgumentException("The name of a heuristic is empty: give it one, or leave the argument out.");
        // The compiler keeps functions that capture nothing in one object of a class called <>c.
        (Name, this.decide, captured) = (name, decide, given?.Target is { } target && target.GetType().Name != "<>c" ? target : null);
    }

    public override string Name { get; }

    public override AgentAction Decide(in PolicyInput input) =>
        decide(input.Observation, input.Agent, input.ActionMask ?? everything[input.Agent]);

    /// <summary>The captured variables: two heuristics may share them, and change them.</summary>
    internal override object Exclusive => captured ?? this;

    internal override void Prepare(SimulationSchema schema) =>
        everything = [.. Enumerable.Range(0, schema.Agents).Select(agent =>
            Enumerable.Repeat(true, schema.KindOf(agent).Actions.Logits).ToArray())];
}
