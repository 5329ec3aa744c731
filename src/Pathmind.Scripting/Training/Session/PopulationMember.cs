using Pathmind.Numerics;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>One of the trainings of a population, as it is between two slices.</summary>
/// <param name="number">Its number, from 1.</param>
/// <param name="options">Those that it begins with.</param>
/// <param name="instances">Its simulations.</param>
internal sealed class PopulationMember(int number, TrainingOptions options, ReusedInstances instances)
{
    readonly List<double> scores = [];
    readonly List<int?> origins = [];
    readonly List<IterationRow> rows = [];

    public int Number => number;

    public ReusedInstances Instances => instances;

    public TrainingOptions Options { get; private set; } = options;

    /// <summary>Null before its first slice has learnt anything.</summary>
    public Checkpoint? Checkpoint { get; private set; }

    /// <summary>The episodes by which it is judged, the same for all members; null before one of its own episodes has
    /// ended.</summary>
    public EvaluationEpisodes? Played { get; private set; }

    /// <summary>Whether it reached its goal, or a test showed that nothing is left to be gained.</summary>
    public bool IsOver { get; private set; }

    /// <summary>What is told of it at the end.</summary>
    public PopulationMemberResult Result => new(number, Options.OfAlgorithm, [.. scores], [.. origins]);

    public void Take(SliceResult slice)
    {
        rows.AddRange(slice.Checkpoint.History.Skip(Checkpoint?.History.Length ?? 0));
        (Checkpoint, Played, IsOver) = (slice.Checkpoint, slice.Played ?? Played, slice.IsOver);
    }

    /// <summary>The rows that it has made itself since it was asked before.</summary>
    public IterationRow[] TakeRows()
    {
        IterationRow[] taken = [.. rows];
        rows.Clear();
        return taken;
    }

    /// <summary>Writes down what it was judged by.</summary>
    public void EndGeneration()
    {
        scores.Add(Played?.Mean ?? double.NaN);
        origins.Add(null);
    }

    /// <summary>Goes on from where another one is, with other options and other chance.</summary>
    /// <param name="better">Whose weights it takes.</param>
    /// <param name="options">Those of the better one, changed a little.</param>
    /// <param name="seed">Of the whole training.</param>
    public void Copy(PopulationMember better, TrainingOptions options, int seed)
    {
        Options = options;
        var generation = scores.Count;
        Checkpoint = better.Checkpoint! with
        {
            Environments =
            [
                .. better.Checkpoint.Environments.Select((environment, i) => environment with
                {
                    Chance = StreamState.Of(new(seed, RandomStreams.Member(number, generation, 2 * i))),
                    ActionDraws = StreamState.Of(new(seed, RandomStreams.Member(number, generation, 2 * i + 1))),
                }),
            ],
        };
        origins[^1] = better.Number;
    }

    /// <summary>Order of merit, the best first: limits, then reward, then number.</summary>
    public static int Compare(PopulationMember one, PopulationMember other) =>
        (one.Beyond, -one.Mean, one.Number).CompareTo((other.Beyond, -other.Mean, other.Number));

    /// <summary>Whether a test on the episodes that both played shows that it is worse, with 95 % confidence.</summary>
    public bool IsWorseThan(PopulationMember other)
    {
        if (Beyond != other.Beyond || Played is null || other.Played is null)
            return Beyond > other.Beyond || (Played is null && other.Played is not null);
        return Estimated.Of([.. other.Played.Rewards.Zip(Played.Rewards, (better, own) => better - own)]).Lower() > 0;
    }

    double Beyond => Played?.Excess ?? double.PositiveInfinity;

    double Mean => Played?.Mean ?? double.NegativeInfinity;
}

/// <summary>Simulations of one training after the other: the same instances again.</summary>
/// <param name="create">Makes one; called by one thread at a time.</param>
/// <param name="gate">Held while one is made.</param>
internal sealed class ReusedInstances(Func<Simulation> create, Lock gate)
{
    readonly List<Simulation> made = [];
    int next;

    /// <summary>From here on those that were made are given out again, in the same order.</summary>
    public void Rewind() => next = 0;

    public Simulation New()
    {
        if (next == made.Count)
            lock (gate)
                made.Add(create());
        return made[next++];
    }
}
