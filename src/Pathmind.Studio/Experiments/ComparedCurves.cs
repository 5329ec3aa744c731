namespace Pathmind.Studios.Experiments;

/// <summary>Curves of several groups of experiments over one axis, to be drawn over each other.</summary>
internal static class ComparedCurves
{
    /// <summary>Points of a band.</summary>
    const int Places = 300;

    /// <summary>The charts that all have in common: reward, its terms, metrics, length, entropy; one line for each
    /// group that has the column.</summary>
    /// <param name="groups">In the order of their colours.</param>
    /// <param name="curves">Of each experiment, by its number.</param>
    public static IReadOnlyList<OverlaidChart> Of(IReadOnlyList<ExperimentGroup> groups, IReadOnlyDictionary<int, ComparedCurve> curves)
    {
        string[] columns = [.. groups.SelectMany(group => group.Members).SelectMany(member => curves[member.Number].Names).Distinct()];
        List<OverlaidChart> charts = [];
        foreach (var (column, title) in Shown(columns))
        {
            OverlaidLine[] lines =
            [
                .. groups.Index().Select(group => Line(group.Index, group.Item, curves, column)).OfType<OverlaidLine>(),
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
    /// all of them reach. What any of them measured stays visible behind it.</summary>
    static OverlaidLine? Line(int colour, ExperimentGroup group, IReadOnlyDictionary<int, ComparedCurve> curves, string column)
    {
        ComparedCurve[] having =
        [
            .. group.Members.Select(member => curves[member.Number]).Where(curve => curve.Smooth(column).X.Count > 0),
        ];
        if (having is [] or [_])
            return having is [var one] ? one.Line(new(column, group.Name), colour) : null;
        CurvePath[] members = [.. having.Select(curve => curve.Smooth(column))];
        var (from, to) = (members.Max(member => member.X[0]), members.Min(member => member.X[^1]));
        if (to < from)
            (from, to) = (members[0].X[0], members[0].X[^1]);
        double[] across = [.. Enumerable.Range(0, Places).Select(i => from + (to - from) * i / (Places - 1))];
        double[][] values = [.. across.Select(place => members.Select(member => member.At(place)).ToArray())];
        return new(group.Name, colour, across, [.. values.Select(all => all.Average())])
        {
            Band = new(across, [.. values.Select(all => all.Min())], [.. values.Select(all => all.Max())]),
            Measured = Extremes([.. having.Select(curve => curve.Measured(column))], from, to),
        };
    }

    /// <summary>Between two places the smallest and the largest value that any of the members has there: along the
    /// smallest, and back along the largest.</summary>
    static CurvePath Extremes(CurvePath[] members, double from, double to)
    {
        var (low, high) = (new double[Places], new double[Places]);
        Array.Fill(low, double.NaN);
        Array.Fill(high, double.NaN);
        foreach (var member in members)
            for (var i = 0; i < member.X.Count; i++)
                if (member.X[i] >= from && member.X[i] <= to)
                {
                    var place = to > from ? (int)((member.X[i] - from) / (to - from) * (Places - 1)) : 0;
                    low[place] = double.IsNaN(low[place]) ? member.Y[i] : Math.Min(low[place], member.Y[i]);
                    high[place] = double.IsNaN(high[place]) ? member.Y[i] : Math.Max(high[place], member.Y[i]);
                }
        double[] across = [.. Enumerable.Range(0, Places).Select(i => from + (to - from) * i / (Places - 1))];
        return CurvePath.Of([.. across, .. across.Reverse()], [.. low, .. high.Reverse()]);
    }
}

/// <summary>A chart with a line for each group.</summary>
/// <param name="Id">Its column.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Lines">In the order of the groups.</param>
internal sealed record OverlaidChart(string Id, string Title, IReadOnlyList<OverlaidLine> Lines);

/// <summary>A line.</summary>
/// <param name="Name">Of the group.</param>
/// <param name="Colour">Place of the group.</param>
/// <param name="X">[points].</param>
/// <param name="Y">[points].</param>
internal sealed record OverlaidLine(string Name, int Colour, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>From the lowest to the highest; null for none.</summary>
    public OverlaidBand? Band { get; init; }

    /// <summary>What was measured, where the line is smoothed or a mean; null for none.</summary>
    public CurvePath? Measured { get; init; }
}

/// <summary>A band behind a line.</summary>
/// <param name="X">[places].</param>
/// <param name="Low">[places].</param>
/// <param name="High">[places].</param>
internal sealed record OverlaidBand(IReadOnlyList<double> X, IReadOnlyList<double> Low, IReadOnlyList<double> High);
