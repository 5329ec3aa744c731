using System.Text.Json;

namespace Pathmind.Benchmarks;

/// <summary>Figures as a JSON array, to be compared by programs.</summary>
internal static class FigureFile
{
    static readonly JsonSerializerOptions Json =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one object a figure: name, value, unit, goal (a number or null), better ("higher", "lower", or
    /// null without a goal), met, spread [from, to], spread_kind ("quartiles" or "extremes"), samples, load, cpu,
    /// commit. A number that is not finite is null: a time without an end, say.</summary>
    public static void Write(Stream stream, IEnumerable<Figure> figures, string cpu, string commit) => JsonSerializer.Serialize(
        stream,
        figures.Select(figure => new
        {
            name = figure.Name,
            value = Finite(figure.Value),
            unit = figure.Unit,
            goal = figure.Goal?.Bound,
            better = figure.Goal is not { } goal ? null : goal.WantsMore ? "higher" : "lower",
            met = figure.Goal?.IsMetBy(figure.Value),
            spread = new[] { Finite(figure.Spread.Low), Finite(figure.Spread.High) },
            spread_kind = figure.Spread.Kind == SpreadKind.Quartiles ? "quartiles" : "extremes",
            samples = figure.Spread.Samples,
            load = Finite(figure.Load),
            cpu,
            commit,
        }),
        Json);

    static double? Finite(double number) => double.IsFinite(number) ? number : null;
}
