using Pathmind.Words;

namespace Pathmind;

/// <summary>The best numbers that were found for a heuristic.</summary>
public sealed class TuningResult : IDisplayable
{
    readonly EpisodeLog log;
    readonly int candidates, played;

    internal TuningResult(
        Parameters parameters, Policy policy, EpisodeLog log, Estimate score, IReadOnlyList<TuningGeneration> history, int candidates,
        int played) =>
        (Parameters, Policy, this.log, Score, History, this.candidates, this.played) =
            (parameters, policy, log, score, history, candidates, played);

    /// <summary>The numbers, by name.</summary>
    public Parameters Parameters { get; }

    /// <summary>The heuristic with these numbers.</summary>
    public Policy Policy { get; }

    /// <summary>Its reward per episode with the 95 % interval, in episodes that the search did not play.</summary>
    public Estimate Score { get; }

    /// <summary>One row per generation of candidates.</summary>
    public IReadOnlyList<TuningGeneration> History { get; }

    /// <summary>One row per generation.</summary>
    public Table ToTable() => new(
        [new("generation"), new("episodes"), new("mean reward"), new("best reward"), new("centre", ColumnAlignment.Left)],
        [
            .. History.Select(
                row => (object?[])[row.Generation, row.Episodes, row.Mean, row.Best, row.Center.ToString()]),
        ])
    {
        Title = $"Search in {log.Simulation}", ShownRows = 10,
    };

    /// <summary>Mean and best reward of the candidates over the search.</summary>
    public LinePlot Plot()
    {
        double[] episodes = [.. History.Select(row => (double)row.Episodes)];
        return new(
            new PlotSeries("best candidate", episodes, [.. History.Select(row => row.Best)]),
            new PlotSeries("mean of a generation", episodes, [.. History.Select(row => row.Mean)]))
        {
            Title = $"Search in {log.Simulation}", XLabel = "episodes of the search", YLabel = "reward per episode",
        };
    }

    /// <summary>What was found, and how the search went.</summary>
    public DisplayContent ToDisplay() => new ContentList(new TextLine(ToString()), Plot());

    /// <summary><c>s = 12, S = 57: reward 45.1 ± 1.2 in 200 new episodes of Shop, after 480 candidates in 9,600
    /// episodes</c>.</summary>
    public override string ToString() => $"{Parameters}: reward {Score} in {log.Episodes.Count} new episodes of {log.Simulation}, after "
        + $"{Counted.Of(candidates, "candidate")} in {Counted.Of(played, "episode")}";
}

/// <summary>One generation of candidates in a search.</summary>
/// <param name="Generation">Counted from 1.</param>
/// <param name="Episodes">Played by all candidates so far.</param>
/// <param name="Mean">Mean reward per episode of the generation's candidates.</param>
/// <param name="Best">The best reward per episode of all candidates so far, in the episodes of the search: luck
/// included.</param>
/// <param name="Center">Where the next generation is drawn around.</param>
public sealed record TuningGeneration(int Generation, int Episodes, double Mean, double Best, Parameters Center);
