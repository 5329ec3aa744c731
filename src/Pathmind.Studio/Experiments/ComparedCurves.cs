namespace Pathmind.Studios.Experiments;

/// <summary>Curves of several groups of experiments over one axis, to be drawn over each other.</summary>
internal static class ComparedCurves
{
    /// <summary>Points of a line at most.</summary>
    const int MostPoints = 300;

    /// <summary>The charts that all have in common: reward, its terms, metrics, length, entropy; one line for each
    /// group that has the column.</summary>
    /// <param name="groups">In the order of their colours.</param>
    /// <param name="curves">Of each experiment, by its number.</param>
    /// <param name="axis">Column across: steps, seconds, episodes.</param>
    /// <param name="smoothing">Weight of what was before, in [0, 1).</param>
    public static IReadOnlyList<OverlaidChart> Of(
        IReadOnlyList<ExperimentGroup> groups, IReadOnlyDictionary<int, Curve> curves, string axis, double smoothing)
    {
        string[] columns = [.. groups.SelectMany(group => group.Members).SelectMany(member => curves[member.Number].Names).Distinct()];
        List<OverlaidChart> charts = [];
        foreach (var (column, title) in Shown(columns))
        {
            OverlaidLine[] lines =
            [
                .. groups.Index().Select(group => Line(group.Index, group.Item, curves, axis, column, smoothing)).OfType<OverlaidLine>(),
            ];
            if (lines.Length > 0)
                charts.Add(new(column, title, lines));
        }
        return charts;
    }

    static IEnumerable<(string Column, string Title)> Shown(string[] columns)
    {
        yield return ("reward_mean", "Mean reward per episode");
        foreach (var term in FigureColumns.TermsBeside(columns))
            yield return (term, $"{FigureColumns.NameOf(term)} per episode");
        foreach (var metric in columns.Where(FigureColumns.IsMetric))
            yield return (metric, FigureColumns.NameOf(metric));
        yield return ("length_mean", "Steps per episode");
        yield return ("entropy", "Entropy of the policy, nats");
        yield return ("steps_per_second", "Steps per second");
    }

    /// <summary>Mean over the members, with a band from the lowest to the highest where there are several; as far as
    /// all of them reach.</summary>
    static OverlaidLine? Line(
        int colour, ExperimentGroup group, IReadOnlyDictionary<int, Curve> curves, string axis, string column, double smoothing)
    {
        (double[] X, double[] Y)[] members =
        [
            .. group.Members.Select(member => Points(curves[member.Number], axis, column, smoothing)).Where(points => points.X.Length > 0),
        ];
        if (members.Length == 0)
            return null;
        if (members is [var (x, y)])
            return new(group.Name, colour, Thinned(x), [.. Thinned(y)], [], []);
        var (from, to) = (members.Max(member => member.X[0]), members.Min(member => member.X[^1]));
        if (to < from)
            (from, to) = (members[0].X[0], members[0].X[^1]);
        double[] across = [.. Enumerable.Range(0, MostPoints).Select(i => from + (to - from) * i / (MostPoints - 1))];
        double[][] values = [.. across.Select(place => members.Select(member => At(member.X, member.Y, place)).ToArray())];
        return new(
            group.Name, colour, across, [.. values.Select(all => all.Average())], [.. values.Select(all => all.Min())],
            [.. values.Select(all => all.Max())]);
    }

    /// <summary>Rows that have a value, smoothed.</summary>
    public static (double[] X, double[] Y) Points(Curve curve, string axis, string column, double smoothing)
    {
        var (across, values) = (curve[axis], curve[column]);
        List<double> x = [], y = [];
        for (var row = 0; row < Math.Min(across.Count, values.Count); row++)
            if (!double.IsNaN(values[row]) && !double.IsNaN(across[row]))
            {
                x.Add(across[row]);
                y.Add(y.Count == 0 ? values[row] : smoothing * y[^1] + (1 - smoothing) * values[row]);
            }
        return ([.. x], [.. y]);
    }

    /// <summary>What stands for as many rows as make a point: their mean, unless something else is named.</summary>
    public static double[] Thinned(double[] values, Func<IEnumerable<double>, double>? combine = null)
    {
        combine ??= Enumerable.Average;
        var points = Math.Min(MostPoints, values.Length);
        return
        [
            .. Enumerable.Range(0, points).Select(i =>
                combine(values[(int)((long)i * values.Length / points)..(int)((i + 1L) * values.Length / points)])),
        ];
    }

    /// <summary>The value at a place, on a straight line between two rows.</summary>
    static double At(double[] x, double[] y, double place)
    {
        var after = Array.BinarySearch(x, place);
        if (after >= 0)
            return y[after];
        after = ~after;
        if (after == 0 || after == x.Length)
            return y[Math.Clamp(after, 0, x.Length - 1)];
        return y[after - 1] + (y[after] - y[after - 1]) * (place - x[after - 1]) / (x[after] - x[after - 1]);
    }
}

/// <summary>A chart with a line for each group.</summary>
/// <param name="Id">Its column.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Lines">In the order of the groups.</param>
internal sealed record OverlaidChart(string Id, string Title, IReadOnlyList<OverlaidLine> Lines);

/// <summary>A line, with a band where it stands for several experiments.</summary>
/// <param name="Name">Of the group.</param>
/// <param name="Colour">Place of the group.</param>
/// <param name="X">[points].</param>
/// <param name="Y">[points].</param>
/// <param name="Low">[points]; empty without a band.</param>
/// <param name="High">[points]; empty without a band.</param>
internal sealed record OverlaidLine(
    string Name, int Colour, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> Low, IReadOnlyList<double> High);
