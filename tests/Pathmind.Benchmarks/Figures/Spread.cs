namespace Pathmind.Benchmarks;

/// <summary>Between which numbers the samples of a figure lie.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
/// <param name="Kind">Which ends: the quartiles of a timing, the extremes of results over seeds.</param>
/// <param name="Samples">How many samples there are.</param>
internal readonly record struct Spread(double Low, double High, SpreadKind Kind, int Samples);

/// <summary>What the ends of a <see cref="Spread"/> are.</summary>
internal enum SpreadKind
{
    Quartiles,
    Extremes,
}
