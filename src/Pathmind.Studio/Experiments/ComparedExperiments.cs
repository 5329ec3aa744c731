namespace Pathmind.Studios.Experiments;

/// <summary>Experiments beside each other. A parameter of pages, which are public to the compiler.</summary>
public sealed class ComparedExperiments
{
    ComparedExperiments()
    {
    }

    internal static ComparedExperiments Empty { get; } = new();

    /// <summary>In the order of their colours.</summary>
    internal IReadOnlyList<ExperimentGroup> Groups { get; private init; } = [];

    /// <summary>One row per figure.</summary>
    internal IReadOnlyList<ComparedFigure> Figures { get; private init; } = [];

    /// <summary>A line for each group.</summary>
    internal IReadOnlyList<OverlaidChart> Charts { get; private init; } = [];

    /// <summary>The same with one of the charts.</summary>
    internal ComparedExperiments Only(string chart) =>
        new() { Groups = Groups, Figures = Figures, Charts = [.. Charts.Where(one => one.Id == chart)] };

    /// <summary>The same without a figure.</summary>
    internal ComparedExperiments Without(string figure) =>
        new() { Groups = Groups, Figures = [.. Figures.Where(one => one.Name != figure)], Charts = Charts };

    /// <summary>The groups as they are now.</summary>
    /// <param name="cache">Where curves are.</param>
    /// <param name="groups">What is compared.</param>
    /// <param name="axis">Column across: steps, seconds, episodes.</param>
    /// <param name="smoothing">Weight of what was before, per point of the screen, in [0, 1).</param>
    internal static async Task<ComparedExperiments> ReadAsync(
        CurveCache cache, IReadOnlyList<ExperimentGroup> groups, string axis, double smoothing)
    {
        Dictionary<int, ComparedCurve> curves = [];
        foreach (var member in groups.SelectMany(group => group.Members))
            curves[member.Number] = await cache.ReadAsync(member.Number, curve => ComparedCurve.Of(curve, axis, smoothing));
        return new() { Groups = groups, Figures = ComparedFigures.Of(groups, curves), Charts = ComparedCurves.Of(groups, curves) };
    }
}
