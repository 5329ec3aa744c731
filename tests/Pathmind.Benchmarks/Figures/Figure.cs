namespace Pathmind.Benchmarks;

/// <summary>One measured row.</summary>
/// <param name="Name">As in <c>train.cartpole.sb3</c>: stable, so that figures of different commits can be
/// compared.</param>
/// <param name="Value">Median or mean of the samples, as <paramref name="Spread"/> goes with.</param>
/// <param name="Unit">Of the value and of the spread.</param>
/// <param name="Goal">Null if the row only informs.</param>
/// <param name="Spread">Of the samples.</param>
/// <param name="Load">Load average of the last minute, just before the row was measured; NaN if the system has
/// none.</param>
internal sealed record Figure(string Name, double Value, string Unit, Goal? Goal, Spread Spread, double Load)
{
    /// <summary>met, missed, or nothing without a goal.</summary>
    public string Verdict => Goal is not { } goal ? "" : goal.IsMetBy(Value) ? "met" : "missed";

    /// <summary>A number for people: whole from 1000 on, else four significant digits.</summary>
    public static string Text(double number) => Displays.CellText.Number(Math.Abs(number) >= 1000 ? Math.Round(number) : number);

    /// <summary>Median and quartiles: a timing is disturbed to one side only, and the median hardly notices.</summary>
    public static Figure Median(string name, string unit, Goal? goal, IReadOnlyCollection<double> samples, double load) => new(
        name, Samples.Quantile(samples, 0.5), unit, goal,
        new(Samples.Quantile(samples, 0.25), Samples.Quantile(samples, 0.75), SpreadKind.Quartiles, samples.Count), load);

    /// <summary>Mean and extremes: a seed that fails shall show.</summary>
    public static Figure Mean(string name, string unit, Goal? goal, IReadOnlyCollection<double> samples, double load) => new(
        name, samples.Average(), unit, goal, new(samples.Min(), samples.Max(), SpreadKind.Extremes, samples.Count), load);
}
