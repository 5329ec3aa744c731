using Pathmind.Words;

namespace Pathmind.Simulations;

/// <summary>What one policy for several kinds of agents reads and decides. It reads every observation that a kind has
/// (0 where the agent's kind has none of that name) and which kind the agent is of; it decides every part that a kind
/// has: parts at the same position of two spaces are one if they are equal, and two otherwise.</summary>
internal sealed class AgentUnion
{
    /// <summary>The observation of the agent's kind: as many numbers as there are kinds, a 1 at its own
    /// place.</summary>
    public const string KindName = "agent_kind";

    /// <param name="kinds">At least two.</param>
    public AgentUnion(IReadOnlyList<AgentKind> kinds)
    {
        string[] names = [.. kinds.SelectMany(kind => kind.Observations.Names).Distinct()];
        var (lengths, isList, types) = (new int[names.Length + 1], new bool[names.Length + 1], new ObservationType?[names.Length + 1]);
        for (var i = 0; i < names.Length; i++)
        {
            var layout = kinds.First(kind => kind.Observations.Names.Contains(names[i])).Observations;
            var index = Array.IndexOf(layout.Names, names[i]);
            (lengths[i], isList[i], types[i]) = (layout.Lengths[index], layout.IsList[index], layout.Types[index]);
        }
        (lengths[^1], isList[^1], types[^1]) = (kinds.Count, true, new(NumberForm.Flag, []));
        Observations = new([.. names, KindName], lengths, isList, types);
        Actions = new(SpaceOf(kinds, out var parts));
        Places = PlacesOf(kinds, Observations, Actions, parts);
    }

    public ObservationLayout Observations { get; }

    public ActionLayout Actions { get; }

    /// <summary>[kinds] positions of the numbers of each kind.</summary>
    public KindPlaces[] Places { get; }

    /// <summary>Positions of each kind's numbers in a policy's observations, which may be fewer.</summary>
    /// <exception cref="ArgumentException">The actions are not the union of the kinds' spaces.</exception>
    public static KindPlaces[] PlacesOf(IReadOnlyList<AgentKind> kinds, ObservationLayout observations, ActionLayout actions) =>
        SpaceOf(kinds, out var parts) == actions.Space ? PlacesOf(kinds, observations, actions, parts)
            : throw new ArgumentException($"{actions.Space} is not the union of the spaces of {string.Join(" and ", kinds)}.");

    /// <exception cref="BrokenRuleException">One policy cannot read the observations of all kinds.</exception>
    public static void Require(IReadOnlyList<AgentKind> kinds)
    {
        Dictionary<string, (int Length, AgentKind Kind)> known = [];
        foreach (var kind in kinds)
            foreach (var (i, name) in kind.Observations.Names.Index())
                if (name == KindName)
                    throw new BrokenRuleException(
                        $"an observation of {kind.Who} is called '{KindName}', which gives the policy of several kinds of agents "
                        + "which kind one is of: give it another name");
                else if (!known.TryAdd(name, (kind.Observations.Lengths[i], kind)) && known[name].Length != kind.Observations.Lengths[i])
                    throw new BrokenRuleException(
                        $"the agents share one policy, so an observation of one name needs one length: '{name}' has "
                        + $"{Counted.Of(known[name].Length, "number")} for {known[name].Kind.Who}, "
                        + $"{kind.Observations.Lengths[i]} for {kind.Who}: "
                        + "give it the same length, or another name");
    }

    /// <summary>The union of the spaces, position by position.</summary>
    /// <param name="kinds">Whose spaces.</param>
    /// <param name="parts">[kinds][parts of the kind] positions in the union.</param>
    static ActionSpace SpaceOf(IReadOnlyList<AgentKind> kinds, out int[][] parts)
    {
        ActionSpace[][] own = [.. kinds.Select(kind => kind.Actions.Space.Parts.ToArray())];
        parts = [.. own.Select(spaces => new int[spaces.Length])];
        List<ActionSpace> union = [];
        for (var position = 0; position < own.Max(spaces => spaces.Length); position++)
        {
            var first = union.Count;
            for (var kind = 0; kind < own.Length; kind++)
            {
                if (position >= own[kind].Length)
                    continue;
                var part = union.IndexOf(own[kind][position], first);
                if (part < 0)
                    union.Add(own[kind][position]);
                parts[kind][position] = part < 0 ? union.Count - 1 : part;
            }
        }
        return union.Count == 1 ? union[0] : new Composite([.. union]);
    }

    static KindPlaces[] PlacesOf(
        IReadOnlyList<AgentKind> kinds, ObservationLayout observations, ActionLayout actions, int[][] parts) =>
        [.. kinds.Select((kind, number) => new KindPlaces(kind, number, observations, actions, parts[number]))];
}
