namespace Pathmind;

/// <summary>One or several whole numbers, each in 0 .. <see cref="Choices"/> - 1.</summary>
public sealed record Discrete : ActionSpace
{
    /// <summary>A choice, or <paramref name="size"/> independent choices.</summary>
    /// <param name="choices">Number of alternatives; at least 1.</param>
    /// <param name="size">Number of choices made in a step; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Discrete(int choices, int size = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(choices, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        (Choices, Size) = (choices, size);
    }

    /// <summary>Number of alternatives of each choice.</summary>
    public int Choices { get; }

    /// <summary>Number of choices made in a step.</summary>
    public int Size { get; }

    internal override IEnumerable<ActionSpace> Parts => [this];

    /// <inheritdoc/>
    public override string ToString() => Size == 1 ? $"Discrete({Choices})" : $"Discrete({Choices}, size {Size})";
}
