using Pathmind.Displays;

namespace Pathmind;

/// <summary>One number of a policy in a comparison: its reward, the length of its episodes, a reward term, a
/// metric.</summary>
public sealed record ComparedNumber
{
    /// <summary>A difference so much smaller than its interval would take more than a hundred times the episodes: then
    /// their number says nothing.</summary>
    const double FarTooMany = 100;

    internal ComparedNumber(string name, Estimate value) => (Name, Value) = (name, value);

    /// <summary><c>reward</c>, <c>steps</c>, or the name of a term or metric.</summary>
    public string Name { get; }

    /// <summary>What is wanted of it; null if the simulation states no goal. Of the reward more is better
    /// always.</summary>
    public Goal? Goal { get; internal init; }

    /// <summary>The mean over the episodes, with its interval.</summary>
    public Estimate Value { get; }

    /// <summary>How much more it is than the first policy's, over pairs of the same episode; null for the first
    /// policy.</summary>
    public Estimate? Difference { get; internal init; }

    /// <summary>How it compares with the first policy's.</summary>
    public Verdict Verdict { get; internal init; }

    /// <summary>Whether a goal with a bound is kept: the whole interval is on the right side; null if the episodes do
    /// not tell yet, or if there is no bound.</summary>
    public bool? IsKept { get; internal init; }

    /// <summary>About how many more episodes would tell what they do not tell yet; 0 if all is told. Infinite if
    /// nothing differs so far.</summary>
    public double MoreEpisodes { get; internal init; }

    /// <summary>Episodes that were played.</summary>
    internal int Episodes { get; init; }

    internal bool HasBound => Goal?.Bound is not null;

    /// <summary>Whether the episodes leave nothing open that a goal, or the reward, asks.</summary>
    internal bool IsTold => HasBound ? IsKept is not null : Verdict != Verdict.NotTold;

    /// <summary>The comparison with the first policy in words; empty for the first.</summary>
    internal string InWords => Verdict switch
    {
        Verdict.First => "",
        Verdict.NoDifference when Difference is { Low: 0, High: 0 } => "the same",
        Verdict.NoDifference => $"no difference above {Largest}",
        Verdict.NotTold when MoreEpisodes < FarTooMany * Episodes => $"not told yet: about {Rounded(MoreEpisodes)} more episodes",
        Verdict.NotTold when double.IsFinite(Difference!.Value.HalfWidth) => $"not told: no difference above {Largest}",
        Verdict.NotTold => "not told yet",
        var told => told.ToString().ToLowerInvariant(),
    };

    /// <summary>Whether the bound is kept, in words; empty without a bound.</summary>
    internal string BoundInWords => (HasBound, IsKept) switch
    {
        (false, _) => "",
        (_, true) => "kept",
        (_, false) => "not kept",
        _ when MoreEpisodes < FarTooMany * Episodes => $"not told: about {Rounded(MoreEpisodes)} more",
        _ => "not told",
    };

    /// <summary>In the digits of the difference, which stands beside it, and not below it.</summary>
    string Largest => Difference!.Value is var difference
        ? difference.RoundedUp(Math.Max(Math.Abs(difference.Low), Math.Abs(difference.High))) : "";

    /// <summary>Two digits of it: it is an estimate.</summary>
    static string Rounded(double number)
    {
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(number)) - 1));
        return (Math.Ceiling(number / unit) * unit).ToString("#,0");
    }
}
