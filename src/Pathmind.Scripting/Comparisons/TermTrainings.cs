using Pathmind.Words;

namespace Pathmind;

/// <summary>What each reward term teaches by itself: a training on all terms and one on each term alone, with the same
/// seed and steps; all policies then played the same episodes, and so did random actions.</summary>
public sealed class TermTrainings : IDisplayable
{
    readonly IReadOnlyDictionary<string, int> signs;

    /// <param name="all">The training on all terms.</param>
    /// <param name="terms">Those on one term each.</param>
    /// <param name="signs">1 for each term, -1 for one whose weight is negative.</param>
    /// <param name="comparison">Random actions, then all terms, then each one.</param>
    internal TermTrainings(
        TrainingResult all, IReadOnlyDictionary<string, TrainingResult> terms, IReadOnlyDictionary<string, int> signs,
        Comparison comparison) =>
        (All, Terms, this.signs, Comparison) = (all, terms, signs, comparison);

    /// <summary>The training on all terms, as the options say.</summary>
    public TrainingResult All { get; }

    /// <summary>The trainings on one term each, by its name; empty if there is only one term. After one that was
    /// stopped by hand there are no further ones.</summary>
    public IReadOnlyDictionary<string, TrainingResult> Terms { get; }

    /// <summary>Random actions, then the policy of all terms, then that of each one, in the same episodes; goals and
    /// metrics are judged as in every comparison.</summary>
    public Comparison Comparison { get; }

    /// <summary>One row per term: its sum over an episode by random actions and by the policy that was trained on it
    /// alone, the difference with its 95 % interval, and whether it was learnt.</summary>
    public Table ToTable() => new(
        [
            new("term", ColumnAlignment.Left), new("random"), new("trained on it alone"), new("difference"), new("", ColumnAlignment.Left),
        ],
        [.. Terms.Keys.Select((term, i) => Row(term, Comparison.Policies[0][term], Comparison.Policies[2 + i][term]))])
    {
        Title = $"What each reward term of {All.History.Simulation} teaches: its sum over an episode, "
            + $"{Counted.Of(Comparison.Episodes, "episode")}",
        ShownRows = Math.Max(2, Terms.Count),
    };

    /// <summary>What each term teaches, then how all policies did in everything.</summary>
    public DisplayContent ToDisplay() => Terms.Count > 0
        ? new ContentList(ToTable(), Comparison.ToTable(), Comparison.ToNumbersTable())
        : new ContentList(
            new TextLine($"{All.History.Simulation} has one reward term: what it teaches is the training itself."), Comparison.ToTable());

    /// <summary>Writes the tables as text, as wide as the terminal or 120 characters.</summary>
    public override string ToString() => ToDisplay().ToString();

    object?[] Row(string term, ComparedNumber random, ComparedNumber alone)
    {
        var (difference, sign) = (alone.Difference!.Value, signs[term]);
        var (low, high) = sign > 0 ? (difference.Low, difference.High) : (-difference.High, -difference.Low);
        var verdict = low > 0 ? "learnt"
            : high < 0 ? "worse than random"
            : (low, high) is (0, 0) ? "never differs from random"
            : "not told from chance";
        return [term, $"{random.Value}", $"{alone.Value}", difference.Signed, verdict];
    }
}
