namespace Pathmind.Simulations;

/// <summary>What the agents of one kind see and may do. Agents that see the same names in the same lengths, and have
/// equal action spaces, are one kind; a simulation usually has only one.</summary>
/// <param name="Observations">Their own observation, in their own order.</param>
/// <param name="Actions">Their own space.</param>
/// <param name="HasMask">Whether they have an action mask.</param>
/// <param name="Agents">Their numbers, at least one, ascending.</param>
internal sealed record AgentKind(ObservationLayout Observations, ActionLayout Actions, bool HasMask, int[] Agents)
{
    /// <summary>The number of numbers that a text lists.</summary>
    const int Named = 6;

    /// <summary>The agents in words, as in <c>agents 0, 2</c>.</summary>
    public string Who => $"agent{(Agents.Length == 1 ? "" : "s")} {string.Join(", ", Agents.Take(Named))}"
        + (Agents.Length > Named ? $", … {Agents[^1]}" : "");

    /// <summary>Whether they see and may do the same, whichever agents they are; the order of the names
    /// counts.</summary>
    public bool IsLike(AgentKind other) => Actions.Space == other.Actions.Space && HasMask == other.HasMask
        && Observations.Names.SequenceEqual(other.Observations.Names) && Observations.Lengths.SequenceEqual(other.Observations.Lengths);

    /// <summary>The kind in words, as in <c>agent 1 (sees stock, price; decides Discrete(3))</c>.</summary>
    public override string ToString() => $"{Who} (sees {NameDifference.Short(Observations.Names)}; decides {Actions.Space})";

    /// <summary>The kinds of a simulation's agents, in the order of their first agents.</summary>
    /// <param name="agents">Number of agents.</param>
    /// <param name="space">An agent's space.</param>
    /// <param name="hasMask">Whether an agent gives a mask; asked of the first agent of each kind.</param>
    /// <param name="observe">An agent's observation.</param>
    /// <exception cref="BrokenRuleException">Two kinds have an observation of one name in different lengths, or an
    /// observation has a name that is kept for the kit.</exception>
    public static AgentKind[] Read(int agents, Func<int, ActionSpace> space, Func<int, bool> hasMask, Func<int, ObservationLayout> observe)
    {
        ActionSpace[] spaces = [.. Enumerable.Range(0, agents).Select(space)];
        List<(AgentKind Kind, List<int> Agents)> kinds = [];
        for (var agent = 0; agent < agents; agent++)
        {
            bool? masked = agent == 0 ? hasMask(0) : null;
            var layout = observe(agent);
            var known = kinds.Find(entry => entry.Kind.Actions.Space == spaces[agent] && entry.Kind.Observations.IsLike(layout));
            if (known.Agents is { } others)
                others.Add(agent);
            else
            {
                if (kinds.Count > 0)
                    AgentUnion.Require([.. kinds.Select(entry => entry.Kind), new(layout, null!, false, [agent])]);
                kinds.Add((new(layout, new(spaces[agent]), masked ?? hasMask(agent), [agent]), [agent]));
            }
        }
        return [.. kinds.Select(entry => entry.Kind with { Agents = [.. entry.Agents] })];
    }
}
