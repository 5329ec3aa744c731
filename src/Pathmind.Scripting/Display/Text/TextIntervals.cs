namespace Pathmind.Displays;

/// <summary>An interval plot as lines of text: a name, the interval with its point, the numbers.</summary>
internal static class TextIntervals
{
    const int Widest = 60, Narrowest = 8, LongestName = 24;

    public static TextBlock Widget(IntervalPlot plot, int width)
    {
        string[] names = [.. plot.Labels.Select(name => name.Length <= LongestName ? name : $"{name[..(LongestName - 1)]}…")];
        string[] values = [.. plot.Values.Select(value => value.ToString())];
        var (nameWidth, valueWidth) = (names.Max(TextBlock.WidthOf), values.Max(value => value.Length));
        var field = Math.Clamp(width - nameWidth - valueWidth - 2, Narrowest, Widest);
        var (low, high) = plot.Range();
        var body = new TextBlock(plot.XLabel, new Style(TextRenderer.Soft));
        for (var i = 0; i < names.Length; i++)
            body.Append($"\n{new string(' ', nameWidth - TextBlock.WidthOf(names[i]))}{names[i]} ")
                .Append(Row(plot.Values[i], plot.Mark), new Style(Color.Blue))
                .Append($" {values[i]}");
        return TextRenderer.Titled(plot.Title, body);

        string Row(Estimate value, double? mark)
        {
            var row = new char[field];
            Array.Fill(row, ' ');
            if (mark is { } at)
                row[Place(at)] = '┊';
            if (double.IsFinite(value.HalfWidth))
            {
                var (from, to) = (Place(value.Low), Place(value.High));
                Array.Fill(row, '─', from, to - from + 1);
                (row[from], row[to]) = ('├', '┤');
            }
            if (double.IsFinite(value.Mean))
                row[Place(value.Mean)] = '●';
            return new(row);
        }

        int Place(double number) => Math.Clamp((int)Math.Floor((number - low) / (high - low) * field), 0, field - 1);
    }
}
