using Pathmind.Numerics;

namespace Pathmind.Studios.Experiments;

/// <summary>Figures of groups of experiments beside each other: of the policy that each one kept, and of the last tenth
/// of the training.</summary>
internal static class ComparedFigures
{
    /// <summary>One row per figure that any of the groups has; cells in the order of the groups.</summary>
    /// <param name="groups">The first is what the others are compared with.</param>
    /// <param name="curves">Of each experiment, by its number.</param>
    public static IReadOnlyList<ComparedFigure> Of(IReadOnlyList<ExperimentGroup> groups, IReadOnlyDictionary<int, ComparedCurve> curves)
    {
        List<ComparedFigure> figures =
        [
            Figure("Reward of the policy", member => member.FinalReward),
            Figure("Reward, last tenth", member => Late(member, "reward_mean")),
        ];
        string[] columns = [.. groups.SelectMany(group => group.Members).SelectMany(member => curves[member.Number].Names).Distinct()];
        foreach (var figure in FigureColumns.TermsBeside(columns).Concat(columns.Where(FigureColumns.IsMetric)))
            figures.Add(Figure(FigureColumns.NameOf(figure), member => Late(member, figure)));
        figures.Add(Figure("Steps per episode", member => Late(member, "length_mean")));
        figures.Add(Figure("Steps made", member => member.Steps));
        figures.Add(Figure("Seconds", member => member.Seconds));
        return [.. figures.Where(figure => figure.Cells.Any(cell => cell is not null))];

        ComparedFigure Figure(string name, Func<Experiment, double?> read) => new(name, [.. groups.Select(group => Cell(group, read))]);

        double? Late(Experiment member, string column) => curves[member.Number].Late(column);
    }

    static Estimated? Cell(ExperimentGroup group, Func<Experiment, double?> read)
    {
        double[] values = [.. group.Members.Select(read).OfType<double>()];
        return values.Length == 0 ? null : Estimated.Of(values);
    }
}

/// <summary>A figure of all groups.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Cells">[groups] the mean over the seeds, with its error where there are several; null if a group has
/// none.</param>
internal sealed record ComparedFigure(string Name, IReadOnlyList<Estimated?> Cells);
