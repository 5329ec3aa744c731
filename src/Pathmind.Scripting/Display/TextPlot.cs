using Spectre.Console;
using Spectre.Console.Rendering;

namespace Pathmind.Displays;

/// <summary>A line plot of Braille characters: each shows 2 × 4 dots, so 60 × 12 characters make 120 × 48 dots.</summary>
internal static class TextPlot
{
    const int Height = 12;
    static readonly Color[] Colors = [Color.DodgerBlue1, Color.Orange1, Color.Green3, Color.MediumPurple, Color.IndianRed, Color.Turquoise4];

    /// <summary>Bits of the dots of a Braille character (U+2800), [row][column].</summary>
    static readonly byte[][] Dots = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

    public static IRenderable Widget(LinePlot plot, int width)
    {
        if (PlotRange.Of(plot, withBands: false) is not { } range)
            return TextRenderer.Titled(plot.Title, new Text("no data yet"));
        var ticks = AxisTicks.Within(range.Bottom, range.Top, wanted: 4, most: 8);
        var labels = AxisTicks.Labels(ticks);
        var margin = labels.Max(label => label.Length) + 1;
        var columns = Math.Clamp(width - margin - 2, 10, 72);
        var (cells, owner) = Draw(plot, range, columns);
        var body = new Paragraph($"{plot.YLabel}\n", new Style(TextRenderer.Soft));
        for (var row = 0; row < Height; row++)
        {
            var tick = Array.FindIndex(ticks, value => (int)((1 - range.Up(value)) * Height) == row);
            body.Append((tick < 0 ? "" : labels[tick]).PadLeft(margin)).Append(tick < 0 ? "│" : "┤");
            for (var column = 0; column < columns; column++)
                body.Append((cells[row, column] == 0 ? ' ' : (char)(0x2800 + cells[row, column])).ToString(), new Style(Colors[owner[row, column] % Colors.Length]));
            body.Append("\n");
        }
        body.Append(new string(' ', margin) + "└" + new string('─', columns) + "\n");
        var (left, right) = (CellText.Number(range.Left), CellText.Number(range.Right));
        body.Append(new string(' ', margin + 1) + left + plot.XLabel.PadLeft((columns + plot.XLabel.Length) / 2 - left.Length).PadRight(columns - left.Length - right.Length) + right);
        if (plot.Series.Count > 1)
            AppendLegend(body, plot.Series, indent: margin + 1, width);
        return TextRenderer.Titled(plot.Title, body);
    }

    /// <summary>A mark and a name for each line, as many beside each other as there is room for; names longer than a line are cut.</summary>
    static void AppendLegend(Paragraph body, IReadOnlyList<PlotSeries> series, int indent, int width)
    {
        const string Between = "  ";
        var used = width;
        for (var i = 0; i < series.Count; i++)
        {
            var (name, room) = (series[i].Name, width - indent - 2);
            if (name.Length > room)
                name = $"{name[..Math.Max(0, room - 1)]}…";
            var isFirst = used + Between.Length + 2 + name.Length > width;
            body.Append(isFirst ? $"\n{new string(' ', indent)}" : Between).Append("━ ", new Style(Colors[i % Colors.Length])).Append(name);
            used = (isFirst ? indent : used + Between.Length) + 2 + name.Length;
        }
    }

    static (byte[,] Cells, int[,] Owner) Draw(LinePlot plot, PlotRange range, int columns)
    {
        var (cells, owner) = (new byte[Height, columns], new int[Height, columns]);
        for (var s = 0; s < plot.Series.Count; s++)
            foreach (var (from, to) in PlotRange.Segments(plot.Series[s]))
            {
                var (x0, y0) = Dot(plot.Series[s], from);
                var (x1, y1) = Dot(plot.Series[s], to);
                var length = Math.Max(1, (int)Math.Ceiling(Math.Max(Math.Abs(x1 - x0), Math.Abs(y1 - y0))));
                for (var i = 0; i <= length; i++)
                    Set(s, x0 + (x1 - x0) * i / length, y0 + (y1 - y0) * i / length);
            }
        return (cells, owner);

        (double X, double Y) Dot(PlotSeries series, int i) =>
            (range.Across(series.X[i]) * (2 * columns - 1), (1 - range.Up(series.Y[i])) * (4 * Height - 1));

        void Set(int series, double x, double y)
        {
            var (column, row) = ((int)Math.Round(x), (int)Math.Round(y));
            cells[row / 4, column / 2] |= Dots[row % 4][column % 2];
            owner[row / 4, column / 2] = series;
        }
    }
}
