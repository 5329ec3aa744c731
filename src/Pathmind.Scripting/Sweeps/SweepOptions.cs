using System.Globalization;
using Pathmind.Sweeps;

namespace Pathmind;

/// <summary>Which options of a training are tried, and how they are looked for (docs/search.md).</summary>
public sealed record SweepOptions
{
    /// <summary>What is tried of each parameter, by its name: an option of the algorithm (<c>LearningRate</c>; a number
    /// for <c>Hidden</c> is the width of each layer), <c>Steps</c> or <c>Simulations</c>, a weight of a reward term
    /// (<c>RewardWeights.waste</c>), or a settable public property of the simulation
    /// (<c>Simulation.Price</c>).</summary>
    /// <example><code>Ranges = new() { ["LearningRate"] = SweepRange.Logarithmic(1e-5, 1e-2), ["Hidden"] =
    /// SweepRange.Of(32, 64) }</code></example>
    public OrderedDictionary<string, SweepRange> Ranges { get; init; } = [];

    /// <summary>How points are chosen.</summary>
    public SweepMethod Method { get; init; } = SweepMethod.GaussianProcess;

    /// <summary>Points that are tried, at least 1; null for 20, and for all of a grid.</summary>
    public int? Trials { get; init; }

    /// <summary>Steps of all trials together after which no further trial begins, at least 1; null for no
    /// limit.</summary>
    public long? Budget { get; init; }

    /// <summary>Seeds of each trial, 1 .. 100; the same for all. A trial is as good as their mean.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Trials under way at once, 1 .. 256, by the clock of the search, which counts steps: a new point is
    /// chosen without their results. It changes what is tried; threads do not.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>Whether the options as they were given are tried first, to be compared with; not in a grid.</summary>
    public bool IncludesGiven { get; init; } = true;

    /// <summary>Stops trials early that are behind others of as many steps (ASHA); null for never.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>What is looked for: <c>reward</c> (the sum of all terms, as the simulation gives them), <c>steps</c> of
    /// an episode, a metric at the end of an episode, or a reward term's sum over an episode; in greedy
    /// episodes.</summary>
    public string Metric { get; init; } = "reward";

    /// <summary>Whether the metric is to be as small as possible.</summary>
    public bool Minimizes { get; init; }

    /// <summary>What a trial costs, where some cost more than others: then points are looked for that are good for
    /// their cost.</summary>
    public SweepCost Cost { get; init; }

    /// <summary>Reads a file (YAML), as docs/search.md describes it.</summary>
    /// <exception cref="ArgumentException">It cannot be read, or something in it is not possible: the message names the
    /// line, and what is allowed.</exception>
    public static SweepOptions Read(string path) => SweepFile.Read(path);

    /// <summary>Everything that decides what is tried, in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Method}, {Seeds} seeds, {Parallel} parallel, given {IncludesGiven}, {EarlyStopping}, {(Minimizes ? "min" : "max")} {Metric}, ")
        + $"cost {Cost}; " + string.Join("; ", Ranges.Select(one => $"{one.Key}: {one.Value}, {one.Value.GridPoints}"));

    /// <exception cref="ArgumentException">Values out of range; the message names every one.</exception>
    internal void Validate()
    {
        (bool Holds, string Rule)[] rules =
        [
            (Ranges.Count is >= 1 and <= 30, $"Ranges has {Ranges.Count} entries, but must have 1 .. 30"),
            (Trials is null or (>= 1 and <= 100_000), $"Trials is {Trials}, but must be in 1 .. 100000"),
            (Budget is null or >= 1, $"Budget is {Budget}, but must be at least 1"),
            (Seeds is >= 1 and <= 100, $"Seeds is {Seeds}, but must be in 1 .. 100"),
            (Parallel is >= 1 and <= 256, $"Parallel is {Parallel}, but must be in 1 .. 256"),
            (EarlyStopping is null or { Factor: >= 2 and <= 100, Rungs: >= 2 and <= 10 },
                $"EarlyStopping is {EarlyStopping}, but Factor must be in 2 .. 100 and Rungs in 2 .. 10"),
        ];
        if (rules.Where(rule => !rule.Holds).Select(rule => rule.Rule).ToArray() is { Length: > 0 } violations)
            throw new ArgumentException($"Options of a sweep out of range: {string.Join("; ", violations)}.");
    }
}

/// <summary>How a sweep chooses points.</summary>
public enum SweepMethod
{
    /// <summary>By a Gaussian process of the score, and of the cost, where the next one promises most.</summary>
    GaussianProcess,

    /// <summary>At random.</summary>
    Random,

    /// <summary>All combinations, the last parameter first.</summary>
    Grid,
}

/// <summary>What a trial of a sweep costs.</summary>
public enum SweepCost
{
    /// <summary>The steps that it makes.</summary>
    Steps,

    /// <summary>The seconds that it takes: then what is tried depends on the machine and its load.</summary>
    Seconds,
}

/// <summary>Early stopping of trials by asynchronous successive halving (Li et al., arXiv:1810.05934): of the trials
/// that made a share of the steps only the best go on to the next share.</summary>
public sealed record EarlyStopping
{
    /// <summary>η: one in so many goes on, and then makes so many times the steps; 2 .. 100.</summary>
    public int Factor { get; init; } = 3;

    /// <summary>Stages, the last of which are all steps; 2 .. 10. With 3 and a factor of 3 trials are judged after a
    /// ninth and a third of their steps.</summary>
    public int Rungs { get; init; } = 3;
}
