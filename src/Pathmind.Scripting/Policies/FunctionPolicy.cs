namespace Pathmind;

/// <summary>A heuristic given as a function.</summary>
internal sealed class FunctionPolicy(Func<Observation, int, AgentAction> decide) : Policy
{
    public override string Name => "heuristic";

    public override AgentAction Decide(in PolicyInput input) => decide(input.Observation, input.Agent);
}
