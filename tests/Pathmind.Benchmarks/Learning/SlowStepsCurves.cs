using System.Globalization;
using Pathmind.Numerics;

namespace Pathmind.Benchmarks;

/// <summary>Of one problem, what each way has made of its decisions: when it is at a goal, and plots against decisions
/// and against time, at several speeds that the simulation could have.</summary>
/// <param name="problem">Its name.</param>
/// <param name="goal">Reward.</param>
internal sealed class SlowStepsCurves(string problem, double goal)
{
    /// <summary>Steps a second that the simulation could make.</summary>
    static readonly double[] Rates = [0.1, 3, 100, 100_000];

    readonly Dictionary<string, List<Point>> curves = [];

    /// <summary>Takes the results of a way at a number of decisions.</summary>
    /// <param name="way">Its name.</param>
    /// <param name="results">[seeds] reward, seconds of computing, decisions, steps of the simulation with those that
    /// judged; a reference lacks these, whose episodes that judge are elsewhere.</param>
    public void Add(string way, double[][] results)
    {
        if (!curves.TryGetValue(way, out var curve))
            curves[way] = curve = [];
        var reward = Estimated.Of([.. results.Select(result => result[0])]);
        curve.Add(new(
            results.Average(result => result[2]), results.Average(result => result.Length > 3 ? result[3] : result[2]),
            results.Average(result => result[1]), reward.Value, reward.Lower(0.975), reward.Upper(0.975)));
    }

    /// <summary>Tells when each way is at the goal, and writes the plots into the folder that PATHMIND_PLOTS names, if
    /// it does.</summary>
    public void Tell(Report report)
    {
        if (curves.Count == 0)
            return;
        report.Tell($"| {problem}, mean of {Figure.Text(goal)} | {string.Join(" | ", curves.Keys)} |");
        foreach (var rate in Rates)
            report.Tell($"| {Figure.Text(rate)} steps/s | {string.Join(" | ", curves.Values.Select(curve => Text(Time(curve, rate))))} |");
        if (Environment.GetEnvironmentVariable("PATHMIND_PLOTS") is not { Length: > 0 } folder)
            return;
        Directory.CreateDirectory(folder);
        Write("decisions", "log₁₀ of the decisions", point => point.Decisions);
        foreach (var rate in Rates)
            Write(
                string.Create(CultureInfo.InvariantCulture, $"at-{rate}"),
                string.Create(CultureInfo.InvariantCulture, $"log₁₀ of the seconds at {rate:#,0.#} steps a second"),
                point => point.Steps / rate + point.Seconds);

        void Write(string name, string axis, Func<Point, double> place) => File.WriteAllText(
            Path.Combine(folder, $"{problem}-{name}.svg"),
            new LinePlot(curves.Select(curve => SeriesOf(curve.Key, [.. curve.Value.OrderBy(place)], place)))
            {
                Title = problem, XLabel = axis, YLabel = "mean reward per episode",
            }.ToSvg());
    }

    static PlotSeries SeriesOf(string way, Point[] points, Func<Point, double> place) => new(
        way, [.. points.Select(point => Math.Log10(place(point)))], [.. points.Select(point => point.Reward)],
        [.. points.Select(point => point.Low)], [.. points.Select(point => point.High)]);

    /// <summary>Seconds until the mean reward is that of the goal; null if it never is.</summary>
    double? Time(List<Point> curve, double rate) =>
        curve.Where(point => point.Reward >= goal).Select(point => (double?)(point.Steps / rate + point.Seconds)).Min();

    static string Text(double? seconds) => seconds switch
    {
        null => "not",
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        < 7_200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3_600:0.0} h"),
    };

    readonly record struct Point(double Decisions, double Steps, double Seconds, double Reward, double Low, double High);
}
