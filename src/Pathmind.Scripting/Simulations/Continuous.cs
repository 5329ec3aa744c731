namespace Pathmind;

/// <summary>One or several real numbers (float32), each within its bounds; a bound may be infinite.</summary>
public sealed record Continuous : ActionSpace
{
    /// <summary>Numbers that share their bounds.</summary>
    /// <param name="size">How many numbers; at least 1.</param>
    /// <param name="low">Smallest value; may be -∞.</param>
    /// <param name="high">Largest value; may be +∞; above <paramref name="low"/>.</param>
    /// <exception cref="ArgumentException">No room between the bounds, or NaN.</exception>
    public Continuous(int size = 1, float low = float.NegativeInfinity, float high = float.PositiveInfinity)
        : this([size], low, high)
    {
    }

    /// <summary>An array of numbers that share their bounds; an action lists them row by row.</summary>
    /// <param name="shape">Lengths of the dimensions, each at least 1.</param>
    /// <param name="low">Smallest value; may be -∞.</param>
    /// <param name="high">Largest value; may be +∞; above <paramref name="low"/>.</param>
    /// <exception cref="ArgumentException">A length below 1, no room between the bounds, or NaN.</exception>
    public Continuous(int[] shape, float low = float.NegativeInfinity, float high = float.PositiveInfinity)
        : this(shape, Repeat(low, shape), Repeat(high, shape))
    {
    }

    /// <summary>Makes a space of numbers with separate bounds.</summary>
    /// <param name="low">[size] smallest values.</param>
    /// <param name="high">[size] largest values, each above its low.</param>
    /// <exception cref="ArgumentException">Different lengths, no room between two bounds, or NaN.</exception>
    public Continuous(float[] low, float[] high)
        : this([low.Length], [.. low], [.. high])
    {
    }

    /// <summary>All three as stored; <paramref name="shape"/> must have as many elements as there are bounds.</summary>
    internal Continuous(int[] shape, float[] low, float[] high)
    {
        if (low.Length != high.Length || low.Length == 0)
            throw new ArgumentException(
                $"Continuous needs as many low bounds as high bounds, at least one; got {low.Length} and {high.Length}.");
        for (var i = 0; i < low.Length; i++)
            if (!(low[i] < high[i]))
                throw new ArgumentException($"Continuous: low[{i}] = {low[i]} must be below high[{i}] = {high[i]}.");
        (Shape, Low, High) = ([.. shape], low, high);
    }

    /// <summary>Lengths of the dimensions.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Smallest value of each number; -∞ where there is none.</summary>
    public IReadOnlyList<float> Low { get; }

    /// <summary>Largest value of each number; +∞ where there is none.</summary>
    public IReadOnlyList<float> High { get; }

    /// <summary>How many numbers an action has.</summary>
    public int Size => Low.Count;

    internal override IEnumerable<ActionSpace> Parts => [this];

    /// <inheritdoc/>
    public bool Equals(Continuous? other) =>
        other is not null && Shape.SequenceEqual(other.Shape) && Low.SequenceEqual(other.Low) && High.SequenceEqual(other.High);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Size, Low[0], High[0]);

    /// <inheritdoc/>
    public override string ToString()
    {
        var bounds = Low.Zip(High, (low, high) => $"{low} .. {high}").Distinct().ToArray();
        return $"Continuous({string.Join("×", Shape)}, {(bounds.Length <= 4 ? string.Join(", ", bounds) : "bounds of each number")})";
    }

    static float[] Repeat(float bound, int[] shape)
    {
        if (shape.Length == 0 || shape.Any(length => length < 1))
            throw new ArgumentException($"Continuous: every length of the shape must be at least 1; got [{string.Join(", ", shape)}].");
        var all = new float[shape.Aggregate((product, length) => checked(product * length))];
        Array.Fill(all, bound);
        return all;
    }
}
