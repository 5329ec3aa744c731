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
    /// <exception cref="ArgumentException">Lengths differ, only one edge of a band is given, or an x is not finite or
    /// descends.</exception>
    public PlotSeries(string name, IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<double>? low = null,
        IReadOnlyList<double>? high = null)
    {
        if (y.Count != x.Count || (low?.Count ?? x.Count) != x.Count || (high?.Count ?? x.Count) != x.Count)
            throw new ArgumentException(
                $"The line '{name}' has {x.Count} x, {y.Count} y, {low?.Count ?? 0} low and {high?.Count ?? 0} high: give as many of "
                + "each, or no band.");
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

    /// <summary>[N] the values before smoothing, drawn thin behind the line; null for none.</summary>
    public IReadOnlyList<double>? Raw { get; init; }

    /// <summary>Whether a line joins neighbouring points; not where each point is separate, as an episode is.</summary>
    public bool IsJoined { get; init; } = true;

    /// <summary>[N] lower edge of the band; null without a band.</summary>
    public IReadOnlyList<double>? Low { get; }

    /// <summary>[N] upper edge of the band; null without a band.</summary>
    public IReadOnlyList<double>? High { get; }

    /// <summary>The same line with about as many points, for drawing. With a band, groups of neighbours become one: the
    /// mean, within the lowest and the highest; without, each group keeps its lowest and its highest point, so that no
    /// peak is lost.</summary>
    /// <param name="points">At least 2.</param>
    internal PlotSeries Thinned(int points)
    {
        if (X.Count <= points)
            return this;
        var groups = Low is null ? points / 2 : points;
        var bounds = Enumerable.Range(0, groups + 1).Select(i => (int)((long)i * X.Count / groups)).ToArray();
        var members = Enumerable.Range(0, groups).Select(i => Enumerable.Range(bounds[i], bounds[i + 1] - bounds[i]).ToArray()).ToArray();
        if (Low is not null && High is not null)
            return new PlotSeries(
                Name, [.. members.Select(group => X[group[^1]])], Means(Y), Each(Low, Enumerable.Min), Each(High, Enumerable.Max))
            {
                BandName = BandName, IsJoined = IsJoined, Raw = Raw is null ? null : Means(Raw),
            };
        int[] kept = [.. members.SelectMany(Extremes)];
        return new(Name, At(X), At(Y)) { IsJoined = IsJoined, Raw = Raw is null ? null : At(Raw) };

        double[] At(IReadOnlyList<double> values) => [.. kept.Select(i => values[i])];
        double[] Means(IReadOnlyList<double> values) => Each(values, Enumerable.Average);
        double[] Each(IReadOnlyList<double> values, Func<IEnumerable<double>, double> of) =>
            [.. members.Select(group => of(Finite(values, group).DefaultIfEmpty(double.NaN)))];
    }

    static IEnumerable<double> Finite(IReadOnlyList<double> values, int[] group) => group.Select(i => values[i]).Where(double.IsFinite);

    /// <summary>Places of the lowest and the highest point, in their order; of any point if none is finite.</summary>
    IEnumerable<int> Extremes(int[] group)
    {
        var values = Raw ?? Y;
        var finite = group.Where(i => double.IsFinite(values[i])).ToArray();
        return finite.Length == 0 ? [group[0]] : new[] { finite.MinBy(i => values[i]), finite.MaxBy(i => values[i]) }.Distinct().Order();
    }
}
