using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind.Policies;

/// <summary>Picks what a policy reads out of what a simulation shows: by name, in the policy's order.</summary>
internal sealed class ObservationMatch
{
    /// <summary>[runs] pieces of the simulation's flat vector, in the policy's order.</summary>
    (int From, int Length)[] runs = [];

    ObservationMatch()
    {
    }

    /// <summary>Matches a simulation with a policy.</summary>
    /// <param name="policy">What the policy reads and decides.</param>
    /// <param name="simulation">What the simulation shows and takes.</param>
    /// <param name="name">The policy's name in the message.</param>
    /// <exception cref="ArgumentException">They do not fit; the message lists everything that differs.</exception>
    public static ObservationMatch Of(PolicyDescription policy, SimulationSchema simulation, string name = "trained")
    {
        ObservationMatch match = new();
        List<string> problems = [];
        var (wanted, shown) = (policy.Observations, simulation.Observations);
        for (var i = 0; i < wanted.Names.Length; i++)
        {
            var index = Array.IndexOf(shown.Names, wanted.Names[i]);
            if (index < 0)
                problems.Add($"the observation '{wanted.Names[i]}' is missing");
            else if (shown.Lengths[index] != wanted.Lengths[i])
                problems.Add($"the observation '{wanted.Names[i]}' has {Counted.Of(shown.Lengths[index], "number")}, the policy "
                    + $"needs {wanted.Lengths[i]}");
            else
                match.Add(shown.Offset(index), wanted.Lengths[i]);
        }
        if (!policy.Actions.Space.Fits(simulation.Actions.Space))
            problems.Add($"the action space is {simulation.Actions.Space}, the policy decides {policy.Actions.Space}");
        if (simulation.HasMask && !policy.HasMask)
            problems.Add("it has action masks, which the policy never learnt to respect");
        return problems.Count == 0 ? match
            : throw new ArgumentException($"The policy '{name}', trained on {policy.Simulation}, does not fit {simulation.Simulation}: {string.Join("; ", problems)}. "
                + "Run it with the simulation that it was trained on, or train again.");
    }

    /// <param name="values">The simulation's flat vector.</param>
    /// <param name="destination">The policy's.</param>
    public void Copy(ReadOnlySpan<float> values, Span<float> destination)
    {
        var to = 0;
        foreach (var (from, length) in runs)
        {
            values.Slice(from, length).CopyTo(destination[to..]);
            to += length;
        }
    }

    /// <summary>Names that stand in the same order make one run: in the usual case there is only one.</summary>
    void Add(int from, int length)
    {
        if (runs.Length > 0 && runs[^1] is var last && last.From + last.Length == from)
            runs[^1] = (last.From, last.Length + length);
        else
            runs = [.. runs, (from, length)];
    }
}
