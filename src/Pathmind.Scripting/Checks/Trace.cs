using System.Globalization;

namespace Pathmind.Checks;

/// <summary>All that a simulation returned in a walk, in order, so that two walks can be compared.</summary>
internal sealed class Trace
{
    readonly List<(double Value, string What, string Name, int Agent, int Step)> entries = [];

    /// <param name="value">The number.</param>
    /// <param name="what">What it is, as in "observation".</param>
    /// <param name="name">Its name; empty for none.</param>
    /// <param name="agent">Of the agent.</param>
    /// <param name="step">Steps made in the episode; 0 right after Reset.</param>
    public void Add(double value, string what, string name, int agent, int step) => entries.Add((value, what, name, agent, step));

    public void Clear() => entries.Clear();

    /// <summary>Where another walk first differs from this one, in words; null if it is the same in every number (NaN
    /// equals NaN).</summary>
    public string? FirstDifference(Trace other)
    {
        foreach (var (mine, its) in entries.Zip(other.entries))
            if (!mine.Equals(its))
                return (mine.What, mine.Name, mine.Agent, mine.Step) == (its.What, its.Name, its.Agent, its.Step)
                    ? $"{Words(its)} was {Number(its.Value)}, not {Number(mine.Value)}"
                    : $"{Words(its)} came instead of {Words(mine)}";
        return entries.Count == other.entries.Count ? null : "one walk returned more than the other";
    }

    static string Words((double Value, string What, string Name, int Agent, int Step) entry) =>
        $"{entry.What}{(entry.Name.Length > 0 ? $" '{entry.Name}'" : "")} of agent {entry.Agent} "
        + (entry.Step == 0 ? "right after Reset" : $"at step {entry.Step}");

    static string Number(double value) => value.ToString("G7", CultureInfo.InvariantCulture);
}
