using Pathmind.Displays;

namespace Pathmind;

/// <summary>Numbers of a heuristic by name: <c>parameters["reorder_point"]</c>.</summary>
public sealed class Parameters : IEquatable<Parameters>
{
    readonly double[] values;

    internal Parameters(IReadOnlyList<string> names, double[] values) => (Names, this.values) = (names, values);

    /// <summary>The names, in the order of the ranges.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The numbers, in the order of the names.</summary>
    public IReadOnlyList<double> Values => values;

    /// <summary>A number; of a range of whole numbers a whole one, so that <c>(int)parameters["level"]</c> is
    /// exact.</summary>
    /// <exception cref="KeyNotFoundException">There is no number of this name; the message lists those there
    /// are.</exception>
    public double this[string name]
    {
        get
        {
            for (var i = 0; i < values.Length; i++)
                if (Names[i] == name)
                    return values[i];
            throw new KeyNotFoundException($"There is no parameter '{name}'. There are: {string.Join(", ", Names)}.");
        }
    }

    /// <summary>Whether all numbers are the same.</summary>
    public bool Equals(Parameters? other) => other is not null && values.AsSpan().SequenceEqual(other.values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Parameters);

    /// <inheritdoc/>
    public override int GetHashCode() => values.Aggregate(0, HashCode.Combine);

    /// <summary><c>s = 12, S = 57</c>.</summary>
    public override string ToString() => string.Join(", ", Names.Zip(values, (name, value) => $"{name} = {CellText.Number(value)}"));
}
