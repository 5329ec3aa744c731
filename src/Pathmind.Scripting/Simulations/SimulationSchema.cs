using Pathmind.Words;

namespace Pathmind.Simulations;

/// <summary>What a simulation looks like from outside: read once after a Reset, the same for all instances of one
/// training.</summary>
internal sealed class SimulationSchema
{
    readonly int[] kindOf;

    /// <summary>Makes the schema of a simulation whose agents all have the same observations and actions.</summary>
    public SimulationSchema(string simulation, int agents, ObservationLayout observations, ActionLayout actions, bool hasMask)
        : this(simulation, [new(observations, actions, hasMask, [.. Enumerable.Range(0, agents)])])
    {
    }

    /// <param name="simulation">Name of the class.</param>
    /// <param name="kinds">At least one.</param>
    public SimulationSchema(string simulation, AgentKind[] kinds)
    {
        (Simulation, Kinds, Agents) = (simulation, kinds, kinds.Sum(kind => kind.Agents.Length));
        var union = kinds.Length == 1 ? null : new AgentUnion(kinds);
        Observations = union?.Observations ?? kinds[0].Observations;
        Actions = union?.Actions ?? kinds[0].Actions;
        Places = union?.Places ?? [new(kinds[0])];
        HasMask = Array.Exists(kinds, kind => kind.HasMask);
        kindOf = new int[Agents];
        for (var kind = 0; kind < kinds.Length; kind++)
            foreach (var agent in kinds[kind].Agents)
                kindOf[agent] = kind;
    }

    /// <summary>Name of the simulation's class.</summary>
    public string Simulation { get; }

    public int Agents { get; }

    /// <summary>The kinds of agents, in the order of their first agents; one if all see and may do the same.</summary>
    public AgentKind[] Kinds { get; }

    /// <summary>[kinds] positions of their numbers in <see cref="Observations"/> and <see cref="Actions"/>.</summary>
    public KindPlaces[] Places { get; }

    public bool HasKinds => Kinds.Length > 1;

    /// <summary>What a policy of all agents reads: the agents' own observation, or the union of the kinds'.</summary>
    public ObservationLayout Observations { get; }

    /// <summary>What a policy of all agents decides: the agents' own space, or the union of the kinds'.</summary>
    public ActionLayout Actions { get; }

    /// <summary>Whether agents (of any kind) have an action mask.</summary>
    public bool HasMask { get; }

    /// <summary>Whether some choices are not allowed to some agents: by masks, or since only other kinds make
    /// them.</summary>
    public bool NeedsMask => HasMask || Array.Exists(Places, places => places.LacksChoices);

    /// <summary>The number of an agent's kind.</summary>
    public int KindNumber(int agent) => kindOf[agent];

    /// <summary>The agent's kind: its own observation, its own space.</summary>
    public AgentKind KindOf(int agent) => Kinds[kindOf[agent]];

    /// <summary>Positions of the agent's numbers.</summary>
    public KindPlaces PlacesOf(int agent) => Places[kindOf[agent]];

    /// <summary>Set at the first step that any driver of this schema makes: the terms are known only then.</summary>
    public TermLayout? Rewards { get; set; }

    /// <inheritdoc cref="Rewards"/>
    public TermLayout? Metrics { get; set; }

    /// <summary>What tables and comparisons call a reward term: its name; with "(term)" behind it where a metric has
    /// the same name, or one of several terms that of the whole reward or of the length.</summary>
    public string TitleOf(string term) =>
        Metrics?.Names.Contains(term) == true || term is "reward" or "steps" && Rewards?.Names.Length > 1 ? $"{term} (term)" : term;

    /// <summary>What they call a metric: its name; with "(metric)" behind it where that is the name of the whole reward
    /// or of the length.</summary>
    public static string TitleOfMetric(string metric) => metric is "reward" or "steps" ? $"{metric} (metric)" : metric;

    /// <summary>Whether another instance has the same agents, spaces and observations.</summary>
    public bool IsLike(SimulationSchema other) => Kinds.Length == other.Kinds.Length
        && Kinds.Zip(other.Kinds).All(pair => pair.First.IsLike(pair.Second) && pair.First.Agents.SequenceEqual(pair.Second.Agents));

    /// <summary>The rule that an instance broke, without a full stop.</summary>
    public string DifferenceTo(SimulationSchema expected)
    {
        return HasKinds || expected.HasKinds
            ? $"instances differ: one has {Words(expected)}, another {Words(this)}: make all instances alike"
            : $"instances differ: one has {Counted.Of(expected.Agents, "agent")}, {expected.Actions.Space} and the observations "
                + $"{NameDifference.Short(expected.Observations.Names)}, another {Counted.Of(Agents, "agent")}, {Actions.Space} and "
                + $"{NameDifference.Short(Observations.Names)}: make all instances alike";

        static string Words(SimulationSchema schema) => string.Join(" and ", schema.Kinds.AsEnumerable());
    }

    /// <summary>The rule that an episode broke, without a full stop.</summary>
    public static string AgentsChanged(int before, int now) =>
        $"NumberOfAgents was {before} at first and is {now} after a later Reset: keep it the same in all episodes; who takes no part "
            + $"is done at once";

    /// <inheritdoc cref="AgentsChanged"/>
    public static string SpaceChanged(ActionSpace before, ActionSpace now) =>
        $"the action space was {before} at first and is {now} in a later episode: keep it the same, and forbid with GetActionMask "
            + $"what is not possible";

    /// <summary>A name above a table's column: with the agent's number before it where there are several.</summary>
    // a line may break after the dot
    public string Header(int agent, string name) => Agents == 1 ? name : $"{agent}\u00a0· {name}";
}
