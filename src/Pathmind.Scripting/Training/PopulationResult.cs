using Pathmind.Displays;

namespace Pathmind;

/// <summary>How the trainings of a population went (<see cref="TrainingOptions.Population"/>;
/// arXiv:1711.09846).</summary>
public sealed class PopulationResult : IDisplayable
{
    internal PopulationResult(int best, IReadOnlyList<PopulationMemberResult> members) => (Best, Members) = (best, members);

    /// <summary>Number of the member whose policy is the result, from 1.</summary>
    public int Best { get; }

    /// <summary>All members; the first one began with the options as they were given.</summary>
    public IReadOnlyList<PopulationMemberResult> Members { get; }

    /// <summary>What came of it, in words.</summary>
    internal string Message
    {
        get
        {
            var best = Members[Best - 1];
            var numbers = best.Options.Tuned.Select(option => $"{option.Name} {CellText.Number(option.Get(best.Options))}");
            return $"The best of a population of {Members.Count}, member {Best}, has {string.Join(" and ", numbers)}.";
        }
    }

    /// <summary>One row per member: the numbers that it ended with, its mean reward after each generation, and how
    /// often it went on from another one.</summary>
    public Table ToTable()
    {
        var tuned = Members[0].Options.Tuned;
        var generations = Members[0].Rewards.Count;
        int[] shown = [.. Enumerable.Range(1, Math.Min(3, generations)).Select(i => (generations * i + 2) / Math.Min(3, generations) - 1)
            .Select(i => Math.Min(i, generations - 1)).Distinct()];
        return new(
            [
                new("member"), .. tuned.Select(option => new TableColumn(option.Name)),
                .. shown.Select(i => new TableColumn($"after {i + 1}")), new("went on from", ColumnAlignment.Left),
                new("", ColumnAlignment.Left),
            ],
            [
                .. Members.Select(member => (IReadOnlyList<object?>)
                [
                    member.Number, .. tuned.Select(option => (object?)option.Get(member.Options)),
                    .. shown.Select(i => (object?)member.Rewards[i]),
                    string.Join(", ", member.CopiedFrom.OfType<int>()), member.Number == Best ? "the result" : "",
                ]),
            ])
        {
            Title = $"A population of {Members.Count}: mean reward of the greedy policy after so many of 10 generations",
            ShownRows = Math.Max(2, Members.Count),
        };
    }

    /// <summary>The table.</summary>
    public DisplayContent ToDisplay() => ToTable();

    /// <summary>Writes the table as text, as wide as the terminal or 120 characters.</summary>
    public override string ToString() => ToTable().ToString();
}

/// <summary>One training of a population.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Options">The algorithm's options that it ended with.</param>
/// <param name="Rewards">[generations] mean reward of its greedy policy, in episodes that are the same for all members
/// and generations; NaN while none of its own episodes had ended.</param>
/// <param name="CopiedFrom">[generations] number of the member from which it went on after that generation; null where
/// it went on by itself.</param>
public sealed record PopulationMemberResult(
    int Number, AlgorithmOptions Options, IReadOnlyList<double> Rewards, IReadOnlyList<int?> CopiedFrom);
