namespace Pathmind.Benchmarks;

/// <summary>What a figure shall reach.</summary>
internal readonly record struct Goal
{
    Goal(double bound, bool higherIsBetter) => (Bound, HigherIsBetter) = (bound, higherIsBetter);

    public double Bound { get; }

    public bool HigherIsBetter { get; }

    public static Goal AtLeast(double bound) => new(bound, higherIsBetter: true);

    public static Goal AtMost(double bound) => new(bound, higherIsBetter: false);

    /// <summary>Whether a value reaches it; NaN never does.</summary>
    public bool IsMetBy(double value) => HigherIsBetter ? value >= Bound : value <= Bound;
}
