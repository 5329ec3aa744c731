namespace Pathmind.Studios.Lists;

/// <summary>How good a number of a line is beside the others of its simulation, as a strength from 0 to 10: one colour
/// that grows stronger, so that it is read without telling colours apart.</summary>
internal sealed class ListHeat
{
    public const int Strongest = 10;

    /// <summary>Of what does not keep its bound.</summary>
    const int StrongestBroken = 6;

    /// <summary>Few lines far away must not make all others alike.</summary>
    const double Tail = 0.05;

    readonly Dictionary<(string Simulation, string Column), (double Low, double High)> ranges = [];

    /// <param name="lines">Those that are beside each other.</param>
    /// <param name="columns">Keys of the columns that are shown.</param>
    public ListHeat(IEnumerable<ExperimentLine> lines, IEnumerable<string> columns)
    {
        string[] keys = [.. columns];
        foreach (var group in lines.GroupBy(line => line.Experiment.Simulation))
            foreach (var key in keys)
                if (group.Any(line => line.GoalOf(key) is not null))
                {
                    double[] values = [.. group.Select(line => line[key].Number).OfType<double>().Where(double.IsFinite).Order()];
                    if (values.Length > 0)
                        ranges[(group.Key, key)] = (At(values, Tail), At(values, 1 - Tail));
                }
    }

    /// <summary>From 0 to <see cref="Strongest"/>; null where nothing is wanted, or nothing measured. A bound that is
    /// kept is the strongest; one that is not is weaker the further away it is.</summary>
    public int? StrengthOf(ExperimentLine line, string column)
    {
        if (line.GoalOf(column) is not { } goal || line[column].Number is not { } number
            || !ranges.TryGetValue((line.Experiment.Simulation, column), out var range))
            return null;
        if (goal.Bound is { } bound)
        {
            if (goal.IsMetBy(number))
                return Strongest;
            var worst = Math.Abs(bound - (goal.WantsMore ? Math.Min(range.Low, bound) : Math.Max(range.High, bound)));
            return worst == 0 ? 0 : (int)Math.Round(StrongestBroken * (1 - Math.Clamp(Math.Abs(number - bound) / worst, 0, 1)));
        }
        if (range.High <= range.Low)
            return null;                                                 // all are alike
        var share = Math.Clamp((number - range.Low) / (range.High - range.Low), 0, 1);
        return (int)Math.Round(Strongest * (goal.WantsMore ? share : 1 - share));
    }

    /// <summary>Quantile of sorted values, on a straight line between two of them.</summary>
    static double At(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }
}
