using Pathmind.Simulations;

namespace Pathmind.Policies;

/// <summary>Describes what a policy is for: everything in its file except the graph.</summary>
internal sealed record PolicyDescription
{
    readonly int? ofAllKinds;                                            // size of the state, where this is one kind of several
    readonly Lazy<IReadOnlyDictionary<string, string>> metadata = new(() => new Dictionary<string, string>());

    /// <summary>Name of the simulation's class.</summary>
    public required string Simulation { get; init; }

    /// <summary>Agents of the simulation that it was trained on.</summary>
    public required int Agents { get; init; }

    /// <summary>The kinds of agents that it decides for, each with what it reads of them and what it decides for them;
    /// empty if all its agents are alike.</summary>
    public IReadOnlyList<AgentKind> Kinds { get; init; } = [];

    /// <summary>[kinds] positions of the numbers of each kind; one entry if all agents are alike.</summary>
    public KindPlaces[] Places => Kinds.Count > 0
        ? AgentUnion.PlacesOf(Kinds, Observations, Actions)
        : [new(new AgentKind(Observations, Actions, HasMask, [.. Enumerable.Range(0, Agents)]))];

    /// <summary>The same policy as agents of one kind alone see it.</summary>
    public PolicyDescription Of(AgentKind kind) =>
        this with { Observations = kind.Observations, Actions = kind.Actions, HasMask = kind.HasMask, Kinds = [], StateSize = StateSize };

    /// <summary>[kinds] the policy as each kind sees it; of agents that are all alike one entry, itself.</summary>
    public IReadOnlyList<PolicyDescription> ByKind => Kinds.Count > 0 ? [.. Kinds.Select(Of)] : [this];

    /// <summary>What it decides, in words: of several kinds what each does.</summary>
    public string Decisions => Kinds.Count > 0
        ? string.Join(", ", Kinds.Select(kind => $"{kind.Actions.Space} for {kind.Who}"))
        : $"{Actions.Space}";

    /// <summary>Names and lengths of what it reads, in the order of the graph's input.</summary>
    public required ObservationLayout Observations { get; init; }

    /// <summary>Most observations that a policy may stack.</summary>
    public const int MostHistory = 64;

    /// <summary>k: how many of an agent's last observations it decides by, this one included; 1 without a
    /// memory.</summary>
    public int History { get; init; } = 1;

    /// <summary>Most numbers of a recurrent memory.</summary>
    public const int MostMemory = 512;

    /// <summary>n: numbers of a recurrent memory; 0 without one.</summary>
    public int Memory { get; init; }

    /// <summary>Numbers of an agent's state, of whatever kind it is: its last k − 1 observations, or those of its
    /// memory; 0 without either.</summary>
    public int StateSize
    {
        get => ofAllKinds ?? (Memory > 0 ? Memory : (History - 1) * Observations.Size);
        private init => ofAllKinds = value;
    }

    public required ActionLayout Actions { get; init; }

    /// <summary>Whether the graph takes an action mask.</summary>
    public required bool HasMask { get; init; }

    public required string[] RewardTerms { get; init; }

    /// <summary>The training's own entries: options as JSON, seed, versions. No times: one seed makes one
    /// file.</summary>
    public IReadOnlyDictionary<string, string> Metadata
    {
        get => metadata.Value;
        init => metadata = new(value);
    }

    /// <summary>The same, made when first read: in a new process the first JSON takes longer than a short training, and
    /// not every policy is saved.</summary>
    public Func<IReadOnlyDictionary<string, string>> MakeMetadata
    {
        init => metadata = new(value);
    }
}
