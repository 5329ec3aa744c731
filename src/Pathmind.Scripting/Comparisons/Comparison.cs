using Pathmind.Comparisons;
using Pathmind.Rollouts;
using Pathmind.Words;

namespace Pathmind;

/// <summary>How several policies did in the same episodes: means with intervals, differences to the first policy in
/// pairs of the same episode, and which is better as far as the episodes tell.</summary>
/// <remarks>The intervals hold with 95 %, by Student's t. Those of the differences hold for all policies together;
/// where the number of episodes was not given, all hold whenever the comparison ended: docs/comparing.md.</remarks>
public sealed class Comparison : IDisplayable
{
    internal Comparison(IReadOnlyList<EpisodeLog> logs, Goals goals, int looks, double tolerance)
    {
        (Logs, Goals) = (logs, goals);
        Policies = new PairedStatistics(logs, goals, looks, tolerance).Judge();
    }

    /// <summary>One log per policy, in the order of the policies; summaries only.</summary>
    public IReadOnlyList<EpisodeLog> Logs { get; }

    /// <summary>The policies with their numbers, in their order.</summary>
    public IReadOnlyList<ComparedPolicy> Policies { get; }

    /// <summary>What the simulation wants of its numbers.</summary>
    public Goals Goals { get; }

    /// <summary>Episodes that each policy played.</summary>
    public int Episodes => Logs[0].Episodes.Count;

    /// <summary>One row per policy: its reward per episode with the 95 % interval, the difference to the first policy
    /// with its interval, and the verdict.</summary>
    public Table ToTable() => ComparisonTables.OfReward(this);

    /// <summary>One row per number: those with a goal first, each metric, the length of the episodes, and each reward
    /// term if there are several; one column per policy.</summary>
    public Table ToNumbersTable() => ComparisonTables.OfNumbers(this);

    /// <summary>Writes a CSV file with one row per policy: policy, episodes, then reward, steps, each reward term if
    /// there are several, and each metric: the mean, its deviation (<c>reward_deviation</c>), the ends of its interval
    /// (<c>reward_low</c>, <c>reward_high</c>), the difference to the first policy with the ends of its interval
    /// (<c>reward_difference</c>, <c>reward_difference_low</c>, <c>reward_difference_high</c>), and the verdict
    /// (<c>reward_verdict</c>).</summary>
    /// <param name="path">The file; its folder is made if it is not there.</param>
    /// <param name="format">For programs, or for Excel.</param>
    /// <exception cref="ArgumentException">The path is empty, or nothing can be written there.</exception>
    /// <exception cref="IOException">The file cannot be written; what was there stays.</exception>
    public void WriteCsv(string path, CsvFormat format = CsvFormat.Standard) => ComparisonColumns.Of(this).WriteCsv(path, format);

    /// <summary>Mean reward per episode of each policy, with its 95 % interval.</summary>
    public IntervalPlot Plot() => Plot("reward");

    /// <summary>The mean of a number of each policy, with its 95 % interval.</summary>
    /// <param name="name"><c>reward</c>, <c>steps</c>, a reward term or a metric.</param>
    /// <exception cref="KeyNotFoundException">There is no such number; the message lists those there are.</exception>
    public IntervalPlot Plot(string name)
    {
        ComparedNumber[] numbers = [.. Policies.Select(policy => policy[name])];
        return new(
            [.. Logs.Select(log => log.Policy)],
            [.. numbers.Select(number => number.Value)])
        {
            Title = Title, XLabel = $"{name}{(name == "steps" ? "" : " per episode")}, mean with 95 % interval",
            Mark = numbers[0].Goal?.Bound is { } bound ? bound : Policies.Count > 1 ? numbers[0].Value.Mean : null,
        };
    }

    /// <summary>The tables and the plot; of a single policy no plot, since a single point shows nothing.</summary>
    public DisplayContent ToDisplay() =>
        Logs.Count == 1 ? Tables : new ContentList([.. Tables.Parts, Plot() with { Title = null }]);

    /// <summary>Writes the tables as text, as wide as the terminal or 120 characters.</summary>
    public override string ToString() => Tables.ToString();

    /// <summary>Writes the tables as HTML for a notebook.</summary>
    public string ToHtml() => Tables.ToHtml();

    ContentList Tables => new([ToTable(), ToNumbersTable()]);

    internal string Title => $"{Counted.Of(Episodes, "episode")} of "
        + $"{Logs[0].Simulation}{(Logs.Count > 1 ? ", the same for each policy" : "")}";
}
