namespace Pathmind;

/// <summary>One line of a <see cref="LinePlot"/>. Where Y is NaN or infinite the line is interrupted.</summary>
public sealed record PlotSeries
{
    /// <summary>A line.</summary>
    /// <param name="name">Its name in the legend.</param>
    /// <param name="x">[N] finite, ascending.</param>
    /// <param name="y">[N] in the unit of the vertical axis.</param>
    /// <param name="low">[N] lower edge of the band; null for no band.</param>
    /// <param name="high">[N] upper edge of the band; null for no band.</param>
    /// <exception cref="ArgumentException">Lengths differ, only one edge of a band is given, or an x is not finite or descends.</exception>
    public PlotSeries(string name, IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<double>? low = null, IReadOnlyList<double>? high = null)
    {
        if (y.Count != x.Count || (low?.Count ?? x.Count) != x.Count || (high?.Count ?? x.Count) != x.Count)
            throw new ArgumentException($"The line '{name}' has {x.Count} x, {y.Count} y, {low?.Count ?? 0} low and {high?.Count ?? 0} high: give as many of each, or no band.");
        if (low is null != high is null)
            throw new ArgumentException($"The line '{name}' has one edge of a band only: give low and high, or neither.");
        for (var i = 0; i < x.Count; i++)
            if (!double.IsFinite(x[i]) || (i > 0 && x[i] < x[i - 1]))
                throw new ArgumentException($"The line '{name}' has x[{i}] = {x[i]}: x must be finite and ascending.");
        (Name, X, Y, Low, High) = (name, x, y, low, high);
    }

    /// <summary>Name in the legend.</summary>
    public string Name { get; }

    /// <summary>What the band shows, in the legend: <c>worst to best</c>; null for no entry.</summary>
    public string? BandName { get; init; }

    /// <summary>[N] positions along the horizontal axis.</summary>
    public IReadOnlyList<double> X { get; }

    /// <summary>[N] values.</summary>
    public IReadOnlyList<double> Y { get; }

    /// <summary>[N] lower edge of the band; null without a band.</summary>
    public IReadOnlyList<double>? Low { get; }

    /// <summary>[N] upper edge of the band; null without a band.</summary>
    public IReadOnlyList<double>? High { get; }
}
