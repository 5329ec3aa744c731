namespace Pathmind.Displays;

/// <summary>A line plot of box-drawing characters, which every monospaced font has in the width of its letters; each
/// line has its name and last value at its end.</summary>
internal static class TextPlot
{
    const int Height = 12, SmallHeight = 8, MostColumns = 72, LongestName = 24;
    const string Marks = "•ox+*#";
    static readonly Color[] Colors = [Color.Blue, Color.Orange, Color.DarkGreen, Color.Purple, Color.Red, Color.Turquoise];

    public static TextBlock Widget(LinePlot plot, int width, bool isSmall = false)
    {
        var height = isSmall ? SmallHeight : Height;
        if (PlotRange.Of(plot, withBands: false, ticks: 4) is not { } range)
            return TextRenderer.Titled(plot.Title, new TextBlock("no data yet"));
        var ticks = AxisTicks.Labelled(
            AxisTicks.Within(range.Bottom, range.Top, wanted: 4, most: 8), Math.Max(Math.Abs(range.Bottom), Math.Abs(range.Top))).ToArray();
        var margin = ticks.Max(tick => tick.Label.Length) + 1;
        var ends = Ends(plot, range, height, Math.Min(LongestName, (width - margin) / 3));
        var columns = Math.Clamp(width - margin - 2 - ends.Max(end => end?.Text.Length + 1 ?? 0), 10, MostColumns);
        var (cells, owner) = Draw(plot, range, columns, height);
        var body = new TextBlock($"{plot.YLabel}\n", new Style(TextRenderer.Soft));
        for (var row = 0; row < height; row++)
        {
            var tick = ticks.FirstOrDefault(tick => Row(range, tick.Tick, height) == row).Label;
            body.Append((tick ?? "").PadLeft(margin)).Append(tick is null ? "│" : "┤");
            for (var column = 0; column < columns; column++)
                body.Append(cells[row, column].ToString(), ColorOf(owner[row, column]));
            if (ends[row] is { } end)
                body.Append($" {end.Text}", ColorOf(end.Series));
            body.Append("\n");
        }
        AppendAxis(body, range, margin, columns);
        body.Append($"\n{new string(' ', margin + 1)}{plot.XLabel.PadLeft((columns + plot.XLabel.Length) / 2)}");
        if (range.Note is { } note)
            body.Append($"\n{new string(' ', margin + 1)}({note})");
        return TextRenderer.Titled(plot.Title, body);
    }

    static Style ColorOf(int series) => new(Colors[series % Colors.Length]);

    static int Row(PlotRange range, double y, int height) => (int)Math.Round((1 - range.Up(y)) * (height - 1));

    /// <summary>The horizontal axis with its numbers below it.</summary>
    static void AppendAxis(TextBlock body, PlotRange range, int margin, int columns)
    {
        var (axis, numbers) = (new string('─', columns).ToCharArray(), new string(' ', columns + 8).ToCharArray());
        var ticks = AxisTicks.Within(range.Left, range.Right, wanted: Math.Max(2, columns / 14), most: 5, range.SmallestStep);
        var free = 0;
        foreach (var (tick, label) in AxisTicks.Labelled(ticks, Math.Max(Math.Abs(range.Left), Math.Abs(range.Right))))
        {
            var column = (int)Math.Round(range.Across(tick) * (columns - 1));
            var start = Math.Clamp(column - label.Length / 2, 0, Math.Max(0, columns - label.Length));
            axis[column] = '┬';
            if (start < free)
                continue;
            label.CopyTo(0, numbers, start, label.Length);
            free = start + label.Length + 1;
        }
        body.Append($"{new string(' ', margin)}└{new string(axis)}\n{new string(' ', margin + 1)}{new string(numbers).TrimEnd()}");
    }

    /// <summary>[rows] what is written at the right of each row: a line's name, if there are several, and its last
    /// value. Where two meet, one moves to the next free row; what has no row is counted in the last one.</summary>
    static (int Series, string Text)?[] Ends(LinePlot plot, PlotRange range, int height, int longest)
    {
        var ends = new (int Series, string Text)?[height];
        var left = 0;
        foreach (var (series, s) in plot.Series.Select((series, s) => (series, s)).Where(place => place.series.Y.Any(double.IsFinite)))
        {
            var value = series.Y.Last(double.IsFinite);
            var name = series.Name.Length <= longest ? series.Name : $"{series.Name[..Math.Max(1, longest - 1)]}…";
            var text = !series.IsJoined ? $"{Marks[s % Marks.Length]} {name}" : plot.Series.Count == 1 ? CellText.Number(value)
                : $"{name} {CellText.Number(value)}";
            if (!series.IsJoined && plot.Series.Count == 1)
                continue;
            var wanted = Row(range, value, height);
            var free = Enumerable.Range(0, plot.Series.Count <= height ? height : height - 1).OrderBy(row => Math.Abs(row - wanted))
                .FirstOrDefault(row => ends[row] is null, -1);
            if (free < 0)
                left++;
            else
                ends[free] = (s, text);
        }
        if (left > 0)
            ends[^1] = (0, $"… and {left} more");
        return ends;
    }

    /// <summary>The first line is drawn last: it is above the others.</summary>
    static (char[,] Cells, int[,] Owner) Draw(LinePlot plot, PlotRange range, int columns, int height)
    {
        var (cells, owner) = (new char[height, columns], new int[height, columns]);
        for (var row = 0; row < height; row++)
            for (var column = 0; column < columns; column++)
                cells[row, column] = ' ';
        for (var s = plot.Series.Count - 1; s >= 0; s--)
            if (plot.Series[s].IsJoined)
                DrawLine(Columns(plot.Series[s], range, columns), s);
            else
                for (var i = 0; i < plot.Series[s].X.Count; i++)
                    if (double.IsFinite(plot.Series[s].Y[i]))
                        Set(Row(range, plot.Series[s].Y[i], height), (int)Math.Round(range.Across(plot.Series[s].X[i]) * (columns - 1)),
                            Marks[s % Marks.Length], s);
        return (cells, owner);

        void DrawLine(double[] values, int series)
        {
            for (var column = 0; column < columns; column++)
                if (double.IsFinite(values[column]))
                {
                    var row = Row(range, values[column], height);
                    var before = column > 0 && double.IsFinite(values[column - 1]) ? Row(range, values[column - 1], height) : row;
                    for (var between = Math.Min(row, before) + 1; between < Math.Max(row, before); between++)
                        Set(between, column, '│', series);
                    Set(before, column, row == before ? '─' : row < before ? '╯' : '╮', series);
                    if (row != before)
                        Set(row, column, row < before ? '╭' : '╰', series);
                }
        }

        void Set(int row, int column, char character, int series) => (cells[row, column], owner[row, column]) = (character, series);
    }

    /// <summary>[columns] mean of the points in each column, or the line between two points; NaN where there is
    /// none.</summary>
    static double[] Columns(PlotSeries series, PlotRange range, int columns)
    {
        var (sums, counts) = (new double[columns], new int[columns]);
        for (var i = 0; i < series.X.Count; i++)
            if (double.IsFinite(series.Y[i]))
            {
                var column = (int)Math.Round(range.Across(series.X[i]) * (columns - 1));
                (sums[column], counts[column]) = (sums[column] + series.Y[i], counts[column] + 1);
            }
        double[] values = [.. sums.Zip(counts, (sum, count) => count == 0 ? double.NaN : sum / count)];
        foreach (var (from, to) in PlotRange.Segments(series.Y))
        {
            var (first, last) = (
                (int)Math.Round(range.Across(series.X[from]) * (columns - 1)), (int)Math.Round(range.Across(series.X[to]) * (columns - 1)));
            for (var column = first + 1; column < last; column++)
                values[column] = values[first] + (values[last] - values[first]) * (column - first) / (last - first);
        }
        return values;
    }
}
