using Pathmind.Simulations;

namespace Pathmind;

/// <summary>A heuristic given as a function of observation, agent and action mask.</summary>
internal sealed class FunctionPolicy : Policy
{
    readonly Func<Observation, int, bool[], AgentAction> decide;
    bool[][] everything = [];                                            // [agents] where there is no mask

    /// <exception cref="ArgumentException">The name is empty.</exception>
    public FunctionPolicy(string name, Func<Observation, int, bool[], AgentAction> decide)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new ArgumentException("The name of a heuristic is empty: give it one, or leave the argument out.");
        (Name, this.decide) = (name, decide);
    }

    public override string Name { get; }

    public override AgentAction Decide(in PolicyInput input) =>
        decide(input.Observation, input.Agent, input.ActionMask ?? everything[input.Agent]);

    internal override void Prepare(SimulationSchema schema) =>
        everything = [.. Enumerable.Range(0, schema.Agents).Select(agent =>
            Enumerable.Repeat(true, schema.KindOf(agent).Actions.Logits).ToArray())];
}
