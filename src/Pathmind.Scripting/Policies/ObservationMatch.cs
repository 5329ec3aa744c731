using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind.Policies;

/// <summary>Fits the agents of one kind to a policy: what it reads is picked out of what they see, by name, in the
/// policy's order; what it decides is made an action of theirs.</summary>
internal sealed class ObservationMatch
{
    readonly KindPlaces places;
    readonly bool hasKinds;
    readonly float[] picked;

    /// <summary>[runs] pieces of the agent's flat vector, in the order of the policy's kind.</summary>
    (int From, int Length)[] runs = [];

    ObservationMatch(KindPlaces places, bool hasKinds) =>
        (this.places, this.hasKinds, picked) = (places, hasKinds, new float[hasKinds ? places.Observations.Length : 0]);

    /// <summary>The agents' own space, as the policy has it.</summary>
    public ActionLayout Actions => places.Kind.Actions;

    /// <summary>Positions of the kind's numbers in the policy's observations and actions.</summary>
    public KindPlaces Places => places;

    /// <summary>Matches the agents of a simulation with a policy.</summary>
    /// <param name="policy">What the policy reads and decides.</param>
    /// <param name="simulation">What the simulation shows and takes.</param>
    /// <param name="name">The policy's name in the message.</param>
    /// <returns>[agents] those of one kind share theirs.</returns>
    /// <exception cref="ArgumentException">They do not fit; the message lists everything that differs.</exception>
    public static ObservationMatch[] Of(PolicyDescription policy, SimulationSchema simulation, string name = "trained")
    {
        var places = policy.Places;
        List<string> problems = [];
        var matches = new ObservationMatch[simulation.Kinds.Length];
        foreach (var (i, kind) in simulation.Kinds.Index())
        {
            var tried = places.Select(place => Try(place, kind, policy.Kinds.Count > 0)).ToArray();
            var fitting = tried.Where(match => match.Problems.Count == 0).Select(match => match.Match).ToArray();
            if (fitting.Length > 0)
                matches[i] = fitting.MaxBy(match => match.places.Observations.Length)!;
            else
                problems.AddRange(Problems(tried, kind, policy, simulation));
        }
        return problems.Count == 0 ? [.. Enumerable.Range(0, simulation.Agents).Select(agent => matches[simulation.KindNumber(agent)])]
            : throw new ArgumentException(
                $"The policy '{name}', trained on {policy.Simulation}, does not fit {simulation.Simulation}: "
                + $"{string.Join("; ", problems)}. "
                + "Run it with the simulation that it was trained on, or train again.");
    }

    /// <param name="values">The agent's own flat vector.</param>
    /// <param name="destination">The policy's.</param>
    public void Copy(ReadOnlySpan<float> values, Span<float> destination)
    {
        var to = 0;
        var into = hasKinds ? picked : destination;
        foreach (var (from, length) in runs)
        {
            values.Slice(from, length).CopyTo(into[to..]);
            to += length;
        }
        if (hasKinds)
            places.Spread(picked, destination);
    }

    /// <param name="allowed">[alternatives of the agent]; null allows all.</param>
    /// <param name="numbers">[alternatives of the policy] gets 1 for what is allowed, 0 for the rest.</param>
    public void CopyMask(bool[]? allowed, float[] numbers)
    {
        if (hasKinds)
            places.Spread(allowed, numbers, allowed: 1, forbidden: 0);
        else
            TrainedPolicy.WriteMask(numbers, allowed);
    }

    /// <summary>The agent's action out of the policy's.</summary>
    /// <param name="flat">[numbers of the policy's action].</param>
    /// <param name="choices">[choices of the agent] holds them, where there are several numbers.</param>
    /// <param name="values">[real numbers of the agent], likewise.</param>
    public AgentAction ToAction(float[] flat, int[] choices, float[] values)
    {
        var action = places.Action;
        if (Actions.IsSingleChoice)
            return (int)flat[action[0]];
        if (Actions.IsSingleReal)
            return flat[action[0]];
        for (var (i, choice, value) = (0, 0, 0); i < action.Length; i++)
            if (Actions.IsChoice[i])
                choices[choice++] = (int)flat[action[i]];
            else
                values[value++] = flat[action[i]];
        return AgentAction.Of(choices, values);
    }

    static (ObservationMatch Match, List<string> Problems) Try(KindPlaces places, AgentKind shown, bool hasKinds)
    {
        ObservationMatch match = new(places, hasKinds);
        List<string> problems = [];
        var wanted = places.Kind.Observations;
        for (var i = 0; i < wanted.Names.Length; i++)
        {
            var index = Array.IndexOf(shown.Observations.Names, wanted.Names[i]);
            if (index < 0)
                problems.Add($"the observation '{wanted.Names[i]}' is missing");
            else if (shown.Observations.Lengths[index] != wanted.Lengths[i])
                problems.Add(
                    $"the observation '{wanted.Names[i]}' has {Counted.Of(shown.Observations.Lengths[index], "number")}, "
                    + $"the policy needs {wanted.Lengths[i]}");
            else
                match.Add(shown.Observations.Offset(index), wanted.Lengths[i]);
        }
        if (!places.Kind.Actions.Space.Fits(shown.Actions.Space))
            problems.Add($"the action space is {shown.Actions.Space}, the policy decides {places.Kind.Actions.Space}");
        if (shown.HasMask && !places.Kind.HasMask)
            problems.Add("it has action masks, which the policy never learnt to respect");
        return (match, problems);
    }

    /// <summary>The differences from the policy's only kind, or a message that none of its kinds fits.</summary>
    static IEnumerable<string> Problems(
        (ObservationMatch Match, List<string> Problems)[] tried, AgentKind kind, PolicyDescription policy, SimulationSchema simulation) =>
        policy.Kinds.Count > 0 ? [$"{kind} fits none of the policy's kinds: {string.Join(", ", policy.Kinds)}"]
        : simulation.HasKinds ? tried[0].Problems.Select(problem => $"of {kind.Who} {problem}")
        : tried[0].Problems;

    /// <summary>Names in the same order make one run: in the usual case there is only one.</summary>
    void Add(int from, int length)
    {
        if (runs.Length > 0 && runs[^1] is var last && last.From + last.Length == from)
            runs[^1] = (last.From, last.Length + length);
        else
            runs = [.. runs, (from, length)];
    }
}
