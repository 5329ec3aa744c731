using Pathmind.Simulations;

namespace Pathmind;

/// <summary>One or several whole numbers, each in 0 .. <see cref="Choices"/> - 1; with a name for each number, if
/// they have names.</summary>
/// <remarks>Names are for people: tables, files and plots show them, and a heuristic may return one. The policy
/// decides the number.</remarks>
/// <example><code>new Discrete(4)    new Discrete(["up", "right", "down", "left"])   
/// Discrete.Of&lt;Move&gt;()</code></example>
public sealed record Discrete : ActionSpace
{
    /// <summary>Names that a text lists in full; of more it shows the first and the last.</summary>
    const int ShownNames = 8;

    /// <summary>A choice, or <paramref name="size"/> independent choices.</summary>
    /// <param name="choices">Number of alternatives; at least 1.</param>
    /// <param name="size">Number of choices made in a step; at least 1.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    public Discrete(int choices, int size = 1)
    {
        if (choices < 1)
            throw new ArgumentException(
                $"Discrete has {choices} alternatives, but needs at least 1: write how many there are, as in new Discrete(4).");
        if (size < 1)
            throw new ArgumentException(
                $"Discrete makes {size} choices in a step, but must make at least 1, as in new Discrete(4, size: 2).");
        (Choices, Size, Names) = (choices, size, []);
    }

    /// <summary>A choice among named alternatives, or <paramref name="size"/> independent choices among the same
    /// ones.</summary>
    /// <param name="names">[choices] name of 0, of 1, …; at least one, none empty, all different.</param>
    /// <param name="size">Number of choices made in a step; at least 1.</param>
    /// <exception cref="ArgumentException">A name is empty or there twice, or a number is below 1.</exception>
    public Discrete(IReadOnlyList<string> names, int size = 1)
        : this(names.Count, size)
    {
        if (names.Index().FirstOrDefault(entry => string.IsNullOrWhiteSpace(entry.Item), (Index: -1, Item: "")) is { Index: >= 0 } empty)
            throw new ArgumentException(
                $"Discrete: the name of choice {empty.Index} is empty: "
                + $"give each of the {names.Count} choices a name, or write new Discrete({names.Count}).");
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Discrete: two choices are called '{twice.Key}': give each a different name.");
        Names = [.. names];
    }

    Discrete(int size, string[] enumNames)
        : this(enumNames.Length, size) => Names = enumNames;

    /// <summary>A choice among the values of an enum, which are its numbers: <c>(Move)Action[0].Choice</c>, or
    /// <c>Action[0].As&lt;Move&gt;()</c>.</summary>
    /// <typeparam name="TEnum">An enum whose values are 0, 1, 2, … without a gap, as they are if none is
    /// written.</typeparam>
    /// <param name="size">Number of choices made in a step; at least 1.</param>
    /// <exception cref="ArgumentException">The enum has other values, two names for one value, or none.</exception>
    public static Discrete Of<TEnum>(int size = 1)
        where TEnum : struct, Enum => new(size, ChoiceEnum<TEnum>.Require());

    /// <summary>Number of alternatives of each choice.</summary>
    public int Choices { get; }

    /// <summary>Number of choices made in a step.</summary>
    public int Size { get; }

    /// <summary>[Choices] name of each alternative; empty if they have none.</summary>
    public IReadOnlyList<string> Names { get; }

    internal override IEnumerable<ActionSpace> Parts => [this];

    /// <inheritdoc/>
    public bool Equals(Discrete? other) =>
        other is not null && Choices == other.Choices && Size == other.Size
        && (ReferenceEquals(Names, other.Names) || Names.SequenceEqual(other.Names));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Choices, Size);

    /// <inheritdoc/>
    public override string ToString()
    {
        var alternatives = Names.Count == 0 ? $"{Choices}"
            : Names.Count <= ShownNames ? string.Join(", ", Names) : $"{string.Join(", ", Names.Take(ShownNames - 1))}, … {Names[^1]}";
        return $"Discrete({alternatives}{(Size == 1 ? "" : $", size {Size}")})";
    }
}
