using System.Globalization;

namespace Pathmind;

/// <summary>What is wanted of a number that an episode ends with: as small or as large as possible, or within a
/// bound.</summary>
public sealed record Goal
{
    Goal(bool wantsMore, double? bound) => (WantsMore, Bound) = (wantsMore, bound);

    /// <summary>The smaller, the better.</summary>
    public static Goal Minimise { get; } = new(wantsMore: false, bound: null);

    /// <summary>The larger, the better.</summary>
    public static Goal Maximise { get; } = new(wantsMore: true, bound: null);

    /// <summary>Whether larger numbers are better: <see cref="Maximise"/> and <see cref="AtLeast"/>.</summary>
    public bool WantsMore { get; }

    /// <summary>The number that is to be reached or not to be exceeded; null for <see cref="Minimise"/> and
    /// <see cref="Maximise"/>, which have none.</summary>
    public double? Bound { get; }

    /// <summary>The mean over the episodes is to be this or more.</summary>
    /// <exception cref="ArgumentException">The bound is not a finite number.</exception>
    public static Goal AtLeast(double bound) => new(wantsMore: true, Finite(bound, nameof(AtLeast)));

    /// <summary>The mean over the episodes is to be this or less.</summary>
    /// <exception cref="ArgumentException">The bound is not a finite number.</exception>
    public static Goal AtMost(double bound) => new(wantsMore: false, Finite(bound, nameof(AtMost)));

    /// <summary><c>minimise</c>, <c>at most 0.02</c>, <c>at least −5</c>.</summary>
    public override string ToString() => ForFile.Replace(" -", " −");

    /// <summary>The same with the hyphen that programs read for a minus.</summary>
    internal string ForFile => (WantsMore, Bound) switch
    {
        (true, null) => "maximise",
        (false, null) => "minimise",
        (true, { } bound) => string.Create(CultureInfo.InvariantCulture, $"at least {bound}"),
        (false, { } bound) => string.Create(CultureInfo.InvariantCulture, $"at most {bound}"),
    };

    /// <summary>Whether a number is on the right side of the bound; NaN never is. Without a bound none is.</summary>
    internal bool IsMetBy(double number) => WantsMore ? number >= Bound : number <= Bound;

    static double Finite(double bound, string name) => double.IsFinite(bound)
        ? bound
        : throw new ArgumentException($"Goal.{name}({bound}): the bound must be a finite number, as in Goal.{name}(0.95).");
}
