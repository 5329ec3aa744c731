using Pathmind.Studios.Experiments;
using Pathmind.Training;

namespace Pathmind.Studios.Lab;

/// <summary>Curves of two tries over each other. The reward that is trained on is none of them: with other weights it
/// has another unit.</summary>
internal static class LabCurves
{
    /// <summary>Place of the earlier try's colour, a quiet one, and of the new one's.</summary>
    const int Quiet = 7, Strong = 0;

    const string Steps = "steps", Sum = "reward_sum";

    /// <summary>The simulation's reward, each term, each metric, the length of the episodes.</summary>
    /// <param name="terms">Names of the reward terms.</param>
    /// <param name="before">The earlier try; null for none.</param>
    /// <param name="now">The present one; null for none.</param>
    public static IReadOnlyList<OverlaidChart> Of(IReadOnlyList<string> terms, LabTry? before, LabTry? now)
    {
        List<(string Name, int Colour, Curve Curve)> curves = [];
        foreach (var (name, colour, tried) in new[] { ("before", Quiet, before), ("now", Strong, now) })
            if (tried?.Rows.Count > 0)
                curves.Add((name, colour, CurveOf(tried)));
        string[] columns = [.. curves.SelectMany(curve => curve.Curve.Names).Distinct()];
        List<OverlaidChart> charts = [];
        Add(Sum, "Sum of the terms per episode");
        if (terms.Count > 1)
            foreach (var term in terms)
                Add(ProgressColumns.TermPrefix + term, $"{term} per episode");
        foreach (var metric in columns.Where(FigureColumns.IsMetric))
            Add(metric, FigureColumns.NameOf(metric));
        Add("length_mean", "Steps per episode");
        return charts;

        void Add(string column, string title) => charts.Add(new(column, title,
        [
            .. curves.Select(curve => Line(curve.Name, curve.Colour, curve.Curve, column, terms)).Where(line => line.X.Count > 0),
        ]));
    }

    static Curve CurveOf(LabTry tried)
    {
        Curve curve = new();
        foreach (var rows in tried.Rows)
            curve.Add(rows);
        return curve;
    }

    static OverlaidLine Line(string name, int colour, Curve curve, string column, IReadOnlyList<string> terms)
    {
        List<double> x = [], y = [];
        var across = curve[Steps];
        for (var row = 0; row < across.Count; row++)
            if ((column == Sum ? terms.Sum(term => At(ProgressColumns.TermPrefix + term, row)) : At(column, row)) is var value
                && double.IsFinite(value))
            {
                x.Add(across[row]);
                y.Add(value);
            }
        return new(name, colour, x, y);

        double At(string of, int row) => curve[of] is { Count: > 0 } values ? values[row] : double.NaN;
    }
}
