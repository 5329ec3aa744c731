namespace Pathmind;

/// <summary>Where a number of a heuristic is looked for: <c>(0, 100)</c> for whole numbers, <c>(0.0, 1.0)</c> for real
/// ones; both ends belong to it.</summary>
public readonly record struct ParameterRange
{
    ParameterRange(double low, double high, bool isWhole)
    {
        if (!(double.IsFinite(low) && double.IsFinite(high) && low < high))
            throw new ArgumentException($"The range ({low}, {high}) is no range: give two finite numbers, the smaller one first.");
        (Low, High, IsWhole) = (low, high, isWhole);
    }

    /// <summary>The smallest number.</summary>
    public double Low { get; }

    /// <summary>The largest number.</summary>
    public double High { get; }

    /// <summary>Whether only whole numbers are tried.</summary>
    public bool IsWhole { get; }

    /// <summary>How many numbers there are; infinite for real ones.</summary>
    internal double Count => IsWhole ? High - Low + 1 : double.PositiveInfinity;

    /// <summary>A range of whole numbers.</summary>
    /// <exception cref="ArgumentException">The first is not below the second.</exception>
    public static implicit operator ParameterRange((int Low, int High) range) => new(range.Low, range.High, isWhole: true);

    /// <summary>A range of real numbers.</summary>
    /// <exception cref="ArgumentException">One is not finite, or the first is not below the second.</exception>
    public static implicit operator ParameterRange((double Low, double High) range) => new(range.Low, range.High, isWhole: false);

    /// <summary>The number at a place of the range; each whole number has a part of the same size.</summary>
    /// <param name="share">Outside of [0, 1] the range goes on as in a mirror.</param>
    internal double At(double share)
    {
        var folded = Math.Abs(share % 2);
        folded = folded > 1 ? 2 - folded : folded;
        return IsWhole ? Math.Min(High, Low + Math.Floor(folded * Count)) : Low + folded * (High - Low);
    }
}
