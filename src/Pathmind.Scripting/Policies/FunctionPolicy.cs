namespace Pathmind;

/// <summary>A heuristic given as a function.</summary>
internal sealed class FunctionPolicy(string name, Func<Observation, int, AgentAction> decide) : Policy
{
    public override string Name => name;

    public override AgentAction Decide(in PolicyInput input) => decide(input.Observation, input.Agent);
}
