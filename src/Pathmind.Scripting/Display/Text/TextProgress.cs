namespace Pathmind.Displays;

/// <summary>A progress report as two lines that fit a width: title and bar, figures and trend. What matters least is
/// shortened or left out first.</summary>
internal static class TextProgress
{
    const int LongestBar = 40, ShortestBar = 10, LongestTrend = 24, ShortestTrend = 8;
    static readonly Style Dim = new(TextRenderer.Soft), Bright = new(Color.Green), Bold = new(IsBold: true);

    public static TextBlock Widget(ProgressReport report, int width)
    {
        var (first, second) = (FirstLine(report, width), SecondLine(report, width));
        return second.Length == 0 ? first : TextBlock.Rows(first, second);
    }

    /// <summary>Title, bar, per cent, time left. Where it is narrow the bar gets shorter; then the time is left out,
    /// then the bar.</summary>
    static TextBlock FirstLine(ProgressReport report, int width)
    {
        var percent = report.Fraction is { } share ? $" {Math.Floor(share * 100),3} %" : "";
        var remaining = report.Remaining is { } time ? $"  {TextRenderer.Clock(time)} left" : "";
        if (report.Title.Length + 2 + ShortestBar + percent.Length + remaining.Length > width)
            remaining = "";
        var title = Shortened(report.Title, width - percent.Length - remaining.Length);
        var between = title.Length > 0 ? "  " : "";
        var bar = Math.Min(LongestBar, width - title.Length - between.Length - percent.Length - remaining.Length);
        var line = new TextBlock(title, Bold);
        if (report.Fraction is { } fraction && bar >= ShortestBar)
        {
            var filled = (int)Math.Round(fraction * bar);
            line.Append(between).Append(new string('━', filled), Bright).Append(new string('─', bar - filled), Dim);
        }
        return line.Append(percent).Append(remaining);
    }

    /// <summary>Figures, then the trend. Where it is narrow the trend gets shorter; then it is left out, then the
    /// figures in the middle.</summary>
    static TextBlock SecondLine(ProgressReport report, int width)
    {
        const string Between = " · ";
        var values = report.Values.ToList();
        int Used() => values.Sum(value => value.Label.Length + 1 + value.Value.Length) + Between.Length * Math.Max(0, values.Count - 1);
        while (values.Count > 1 && Used() > width)
            values.RemoveAt(values.Count / 2);
        var room = width - (values.Count > 0 ? Used() + Between.Length : 0);
        var ends = Sparkline.WithEnds(report.Trend, 1).Length - 1;
        var trend = room - ends >= ShortestTrend || ends + report.Trend.Count <= room
            ? Sparkline.WithEnds(report.Trend, Math.Min(LongestTrend, room - ends))
            : "";
        var line = new TextBlock();
        var between = "";
        foreach (var (figure, value) in values)
        {
            line.Append(between).Append(figure, Dim).Append(Shortened($" {value}", Math.Max(2, width - figure.Length)));
            between = Between;
        }
        return trend.Length == 0 ? line : line.Append(between).Append(trend, Bright);
    }

    static string Shortened(string text, int length) => text.Length <= length ? text : $"{text[..Math.Max(0, length - 1)]}…";
}
