using System.Globalization;

namespace Pathmind;

/// <summary>A number of a <see cref="Reward"/> or of <see cref="Metrics"/>, kept as float64. Numbers of all types and
/// bools convert to it; it converts to a double.</summary>
/// <param name="Number">The number.</param>
public readonly record struct TermValue(double Number) : IFormattable
{
    /// <summary>The number.</summary>
    public static implicit operator double(TermValue value) => value.Number;

    /// <summary>A number.</summary>
    public static implicit operator TermValue(double number) => new(number);

    /// <summary>A number, rounded to float64.</summary>
    public static implicit operator TermValue(decimal number) => new((double)number);

    /// <summary>A number.</summary>
    public static implicit operator TermValue(Half number) => new((double)number);

    /// <summary>A whole number.</summary>
    public static implicit operator TermValue(uint number) => new(number);              // without it a byte would be ambiguous

    /// <summary>A whole number; beyond ±2^53 float64 rounds it.</summary>
    public static implicit operator TermValue(long number) => new(number);

    /// <summary>A whole number; beyond 2^53 float64 rounds it.</summary>
    public static implicit operator TermValue(ulong number) => new(number);

    /// <summary>1 for true, 0 for false.</summary>
    public static implicit operator TermValue(bool flag) => new(flag ? 1 : 0);

    /// <summary>Writes the number with a decimal point in every culture.</summary>
    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => Number.ToString(format, formatProvider);
}
