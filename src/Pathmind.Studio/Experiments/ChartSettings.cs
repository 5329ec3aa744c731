using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Pathmind.Studios.Experiments;

/// <summary>How curves are drawn: all of it stands in the address, so that a link shows the same.</summary>
public sealed record ChartSettings
{
    public const double MostSmoothing = 0.98, UsualSmoothing = 0.6;

    /// <summary>Columns that can be across, with their names.</summary>
    public static IReadOnlyList<string> Axes { get; } = ["steps", "seconds", "episodes"];

    /// <summary>One of <see cref="Axes"/>.</summary>
    public string Axis { get; init; } = Axes[0];

    /// <summary>Weight of what was before, in [0, <see cref="MostSmoothing"/>].</summary>
    public double Smoothing { get; init; } = UsualSmoothing;

    public bool IsLogarithmic { get; init; }

    /// <summary>First and last place that are seen; null for all.</summary>
    public double[]? Zoom { get; init; }

    /// <summary>Reads an address; what is out of range is as usual.</summary>
    /// <param name="query">With or without its question mark.</param>
    public static ChartSettings Parse(string query)
    {
        var given = QueryHelpers.ParseQuery(query);
        return new()
        {
            Axis = Axes.Contains(One("axis")) ? One("axis") : Axes[0], IsLogarithmic = One("log") == "1",
            Smoothing = Number(One("smoothing")) is >= 0 and <= MostSmoothing and var smoothing ? smoothing : UsualSmoothing,
            Zoom = One("zoom").Split('~') is [var from, var to] && Number(from) is { } low && Number(to) is { } high && low < high
                ? [low, high] : null,
        };

        string One(string name) => given.GetValueOrDefault(name).FirstOrDefault() ?? "";

        static double? Number(string text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? number : null;
    }

    /// <summary>The parts of an address that say it, without the zoom; null for what is as usual.</summary>
    public Dictionary<string, string?> ToQuery() => new()
    {
        ["axis"] = Axis == Axes[0] ? null : Axis,
        ["smoothing"] = Smoothing == UsualSmoothing ? null : Smoothing.ToString(CultureInfo.InvariantCulture),
        ["log"] = IsLogarithmic ? "1" : null,
    };
}
