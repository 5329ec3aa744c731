using Pathmind.Words;

namespace Pathmind;

/// <summary>Bars of one colour in a <see cref="BarPlot"/>. A bar whose value is NaN or infinite is left out.</summary>
public sealed record BarSeries
{
    /// <summary>Bars.</summary>
    /// <param name="name">Name in the legend.</param>
    /// <param name="values">[N] heights, in the unit of the vertical axis.</param>
    /// <param name="deviations">[N] half lengths of the marks of spread, at least 0; null for no marks.</param>
    /// <exception cref="ArgumentException">There are other numbers of values and deviations, or a deviation is
    /// negative.</exception>
    public BarSeries(string name, IReadOnlyList<double> values, IReadOnlyList<double>? deviations = null)
    {
        if (deviations is not null && (deviations.Count != values.Count || deviations.Any(deviation => deviation < 0)))
            throw new ArgumentException(
                $"The bars '{name}' have {Counted.Of(values.Count, "value")} and {Counted.Of(deviations.Count, "deviation")}: give "
                + "one each, at least 0, or none.");
        (Name, Values, Deviations) = (name, values, deviations);
    }

    /// <summary>Name in the legend.</summary>
    public string Name { get; }

    /// <summary>[N] heights.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>[N] half lengths of the marks of spread; null without.</summary>
    public IReadOnlyList<double>? Deviations { get; }

    /// <summary>Lowest and highest point that the bars and their marks reach; 0 belongs to them.</summary>
    internal (double Low, double High) Reach()
    {
        var (low, high) = (0.0, 0.0);
        for (var i = 0; i < Values.Count; i++)
            if (double.IsFinite(Values[i]))
            {
                var deviation = Deviations?[i] is { } given && double.IsFinite(given) ? given : 0;
                (low, high) = (Math.Min(low, Values[i] - deviation), Math.Max(high, Values[i] + deviation));
            }
        return (low, high);
    }
}
