namespace Pathmind.Displays;

/// <summary>A bar plot as lines of text: a name, a bar, the value; bars of negative values are as long and marked by
/// their number.</summary>
internal static class TextBars
{
    const int LongestBar = 40, ShortestBar = 4, LongestName = 24;

    public static TextBlock Widget(BarPlot plot, int width)
    {
        var largest = plot.Series.SelectMany(series => series.Values).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        (string Name, string Value, double Size)[] rows =
        [
            .. from i in Enumerable.Range(0, plot.Labels.Count)
               from series in plot.Series
               let name = plot.Series.Count == 1 ? plot.Labels[i] : $"{plot.Labels[i]} {series.Name}"
               select (Shortened(name), Value(series, i, largest), double.IsFinite(series.Values[i]) ? Math.Abs(series.Values[i]) : 0),
        ];
        var (names, values) = (rows.Max(row => row.Name.Length), rows.Max(row => row.Value.Length));
        var longest = Math.Clamp(width - names - values - 2, ShortestBar, LongestBar);
        var body = new TextBlock($"{plot.YLabel}", new Style(TextRenderer.Soft));
        foreach (var (name, value, size) in rows)
            body.Append($"\n{name.PadLeft(names)} ")
                .Append(new string('━', largest > 0 ? (int)Math.Round(size / largest * longest) : 0), new Style(Color.Blue))
                .Append($" {value}");
        return TextRenderer.Titled(plot.Title, body);
    }

    static string Value(BarSeries series, int i, double largest) =>
        CellText.Number(series.Values[i], largest)
        + (series.Deviations?[i] is { } deviation ? $" ± {CellText.Number(deviation, largest)}" : "");

    static string Shortened(string name) => name.Length <= LongestName ? name : $"{name[..(LongestName - 1)]}…";
}
