using System.Text;

namespace Pathmind.Displays;

/// <summary>What every plot has around its data: title, legend, a vertical axis with grid lines, the names of both
/// axes. Units are pixels, downwards.</summary>
internal sealed class SvgFrame
{
    const double LeftMargin = 72, NarrowMargin = 24, BottomMargin = 52, TopMargin = 16;
    const double TitleHeight = 22, LegendHeight = 20, LabelHeight = 24;

    /// <summary>Width of a character of 12 units height, about; of a bold one; of a bold one of 14 units; of one of 11
    /// units; of the mark before a name; and between entries.</summary>
    const double Character = 7, BoldCharacter = 8, TitleCharacter = 8.5, NoteCharacter = 5.8, LegendMark = 24, LegendGap = 20;

    /// <summary>Where a name begins that stands above the field.</summary>
    const double LabelLeft = 8;

    /// <summary>Space before and after the text at the end of a line.</summary>
    const double EndGap = 6;

    /// <summary>Rows of a legend: with more, nothing would be left of a small plot.</summary>
    const int MostLegendRows = 4;

    readonly StringBuilder svg;
    readonly string yLabel;
    readonly bool hasLabelAbove;

    /// <summary>Writes title, legend and the name of the vertical axis.</summary>
    /// <param name="svg">The document.</param>
    /// <param name="width">Of the plot.</param>
    /// <param name="height">Of the plot.</param>
    /// <param name="title">Above the legend; null for none.</param>
    /// <param name="legend">Lines and areas; may be empty.</param>
    /// <param name="yLabel">Name of the vertical axis: beside it, or above the field where it is longer than that is
    /// high.</param>
    /// <param name="top">Where the field of the data begins at least: plots side by side begin at one height.</param>
    /// <param name="rightMargin">Room for what is written at the ends of lines.</param>
    public SvgFrame(StringBuilder svg, double width, double height, string? title, IReadOnlyList<LegendEntry> legend,
        string yLabel, double top, double rightMargin = NarrowMargin)
    {
        (this.svg, this.yLabel, hasLabelAbove) = (svg, yLabel, IsAbove(yLabel, width, height, title, legend));
        (Right, Bottom) = (width - Math.Max(NarrowMargin, rightMargin), height - BottomMargin);
        Top = Math.Max(top, TopOf(width, height, title, legend, yLabel));
        var head = TopMargin + (title is null ? 0 : TitleHeight);
        if (title is not null)
            svg.Append($"<text x=\"{LeftMargin}\" y=\"{TopMargin + 8}\" font-size=\"14\" "
                + $"font-weight=\"600\">{SvgRenderer.Fitted(title, width - LeftMargin, TitleCharacter)}</text>\n");
        if (hasLabelAbove)
            svg.Append($"<text x=\"{LabelLeft}\" y=\"{Top - 12:0.#}\">")
                .Append($"{SvgRenderer.Fitted(yLabel, width - 2 * LabelLeft, Character)}</text>\n");
        foreach (var (entry, x, row) in Placed(legend, width))
            AppendEntry(entry, x, head + row * LegendHeight + 8);
    }

    /// <summary>Where the field of the data begins, below title, legend and a name that is above it.</summary>
    public static double TopOf(double width, double height, string? title, IReadOnlyList<LegendEntry> legend, string yLabel) =>
        HeadOf(width, title, legend) + (IsAbove(yLabel, width, height, title, legend) ? LabelHeight : 0);

    /// <summary>Height of title and legend.</summary>
    static double HeadOf(double width, string? title, IReadOnlyList<LegendEntry> legend) =>
        TopMargin + (title is null ? 0 : TitleHeight) + (legend.Count == 0 ? 0 : Placed(legend, width)[^1].Row + 1) * LegendHeight;

    /// <summary>Whether the name of the vertical axis is longer than the field is high.</summary>
    static bool IsAbove(string yLabel, double width, double height, string? title, IReadOnlyList<LegendEntry> legend) =>
        Character * yLabel.Length > height - BottomMargin - HeadOf(width, title, legend);

    /// <summary>Edges of the field of the data.</summary>
    public double Left { get; } = LeftMargin;

    /// <inheritdoc cref="Left"/>
    public double Right { get; }

    /// <inheritdoc cref="Left"/>
    public double Top { get; }

    /// <inheritdoc cref="Left"/>
    public double Bottom { get; }

    /// <summary>Steps between the ticks of the vertical axis at most, about.</summary>
    public int VerticalSteps => Math.Max(4, (int)((Bottom - Top) / 35));

    /// <summary>Width of a text at the end of a line, with the space around it, about.</summary>
    public static double WidthOfEnd(string text) => BoldCharacter * text.Length + 2 * EndGap;

    /// <summary>A remark right of the name of the horizontal axis; where that is too narrow, in the corner of the
    /// field.</summary>
    public void AppendNote(string note, string xLabel)
    {
        var needed = NoteCharacter * note.Length + Character * xLabel.Length / 2 + Character;
        var y = (Right - Left) / 2 > needed ? Bottom + 40 : Top + 12;
        svg.Append($"<text x=\"{Right}\" y=\"{y:0.#}\" text-anchor=\"end\" "
            + $"font-size=\"11\">{SvgRenderer.Escape(note)}</text>\n");
    }

    /// <summary>Texts right of the field at given heights, pushed apart where they would touch.</summary>
    public void AppendEnds(IEnumerable<(double Y, string Text, string Color)> ends)
    {
        const double LineHeight = 14;
        var below = double.NegativeInfinity;
        var sorted = ends.OrderBy(end => end.Y).ToArray();
        var room = Bottom - LineHeight * (sorted.Length - 1);
        foreach (var (y, text, color) in sorted)
        {
            below = Math.Min(Math.Max(y, below + LineHeight), Math.Max(room, below + LineHeight));
            svg.Append($"<text x=\"{Right + EndGap:0.#}\" y=\"{below + 4:0.#}\" font-weight=\"600\" "
                + $"fill=\"{color}\">{SvgRenderer.Escape(text)}</text>\n");
            room += LineHeight;
        }
    }

    /// <summary>Writes "no data" in place of the data.</summary>
    public void SayThereIsNoData() =>
        svg.Append($"<text x=\"{(Left + Right) / 2}\" y=\"{(Top + Bottom) / 2}\" text-anchor=\"middle\">no data yet</text>\n");

    /// <summary>Grid lines with their numbers, and the names of both axes.</summary>
    /// <param name="bottom">Value at the lower edge.</param>
    /// <param name="top">Value at the upper edge.</param>
    /// <param name="baseline">Value of the baseline from which the data are drawn.</param>
    /// <param name="xLabel">Name of the horizontal axis.</param>
    public void AppendVerticalAxis(double bottom, double top, double baseline, string xLabel)
    {
        double Y(double value) => Bottom - (value - bottom) / (top - bottom) * (Bottom - Top);
        foreach (var (tick, label) in AxisTicks.Labelled(
            AxisTicks.Within(bottom, top, VerticalSteps, most: 8), Math.Max(Math.Abs(bottom), Math.Abs(top))))
            svg.Append($"<path d=\"M{Left} {Y(tick):0.#}H{Right}\" stroke=\"currentColor\" stroke-opacity=\".2\"/>")
                .Append($"<text x=\"{Left - 8}\" y=\"{Y(tick) + 4:0.#}\" text-anchor=\"end\">{label}</text>\n");
        svg.Append($"<path d=\"M{Left} {Y(baseline):0.#}H{Right}\" stroke=\"currentColor\" stroke-opacity=\".6\"/>\n")
            .Append($"<text x=\"{(Left + Right) / 2}\" y=\"{Bottom + 40}\" text-anchor=\"middle\">"
                + $"{SvgRenderer.Fitted(xLabel, Right - Left, Character)}</text>\n");
        if (!hasLabelAbove)
            svg.Append($"<text transform=\"translate(16 {(Top + Bottom) / 2:0.#}) rotate(-90)\" "
                + $"text-anchor=\"middle\">{SvgRenderer.Escape(yLabel)}</text>\n");
    }

    /// <summary>Numbers along the lower edge.</summary>
    /// <param name="left">Value at the left edge.</param>
    /// <param name="right">Value at the right edge.</param>
    /// <param name="smallest">The smallest step between ticks; 0 for none.</param>
    public void AppendHorizontalTicks(double left, double right, double smallest)
    {
        var ticks = AxisTicks.Within(left, right, wanted: Math.Max(4, (int)((Right - Left) / 77)), most: 5, smallest);
        foreach (var (tick, label) in AxisTicks.Labelled(ticks, Math.Max(Math.Abs(left), Math.Abs(right))))
            AppendHorizontalMark(Left + (tick - left) / (right - left) * (Right - Left), label);
    }

    /// <summary>A mark with its name below the lower edge.</summary>
    public void AppendHorizontalMark(double x, string name) =>
        svg.Append($"<path d=\"M{x:0.#} {Bottom:0.#}v5\" stroke=\"currentColor\" stroke-opacity=\".6\"/>")
            .Append($"<text x=\"{x:0.#}\" y=\"{Bottom + 19:0.#}\" text-anchor=\"middle\">{SvgRenderer.Escape(name)}</text>\n");

    /// <summary>Entries next to each other, in as many rows as they need, long names cut. What exceeds
    /// <see cref="MostLegendRows"/> is counted by the last entry.</summary>
    static List<(LegendEntry Entry, double X, int Row)> Placed(IReadOnlyList<LegendEntry> legend, double width)
    {
        List<(LegendEntry Entry, double X, int Row)> placed = [];
        var (x, row, room) = (LeftMargin, 0, (int)((width - LeftMargin - LegendMark - LegendGap) / Character));
        foreach (var entry in legend)
        {
            var name = entry.Name.Length <= room ? entry.Name : $"{entry.Name[..(room - 1)]}…";
            var needed = LegendMark + LegendGap + Character * name.Length;
            if (x > LeftMargin && x + needed > width)
                (x, row) = (LeftMargin, row + 1);
            placed.Add((entry with { Name = name }, x, row));
            x += needed;
        }
        return row < MostLegendRows ? placed : Counted(placed, width);
    }

    /// <summary>The entries of the rows there is room for; instead of the last ones, how many are not shown.</summary>
    static List<(LegendEntry Entry, double X, int Row)> Counted(List<(LegendEntry Entry, double X, int Row)> placed, double width)
    {
        var shown = placed.FindLastIndex(place => place.Row < MostLegendRows
            && (place.X == LeftMargin || place.X + Character * More(placed.Count).Length <= width));
        return [.. placed[..shown],
            (new LegendEntry(More(placed.Count - shown), "") { IsNote = true }, placed[shown].X, placed[shown].Row)];

        static string More(int count) => $"… and {count} more";
    }

    void AppendEntry(LegendEntry entry, double x, double y)
    {
        if (entry.IsPoint)
            svg.Append($"<circle cx=\"{x + 9:0.#}\" cy=\"{y - 4:0.#}\" r=\"4\" {SvgRenderer.PointPaint(entry.Color, entry.Dash)}/>");
        else if (entry.IsArea)
            svg.Append($"<path d=\"M{x:0.#} {y - 9:0.#}h18v10h-18z\" fill=\"{entry.Color}\" fill-opacity=\"{entry.Opacity}\"/>");
        else if (!entry.IsNote)
            svg.Append($"<path d=\"M{x:0.#} {y - 4:0.#}h18\" stroke=\"{entry.Color}\" stroke-width=\"3\"")
                .Append($"{SvgRenderer.DashAttribute(entry.Dash)}/>");
        svg.Append($"<text x=\"{(entry.IsNote ? x : x + LegendMark):0.#}\" y=\"{y:0.#}\">{SvgRenderer.Escape(entry.Name)}</text>\n");
    }
}

/// <summary>A line or an area of a plot, and its name.</summary>
internal sealed record LegendEntry(string Name, string Color)
{
    /// <summary>Whether it is drawn as an area: a band, bars.</summary>
    public bool IsArea { get; init; }

    /// <summary>Whether it is drawn as a point: the series has points that no line joins.</summary>
    public bool IsPoint { get; init; }

    /// <summary>Whether it is text alone, without a mark.</summary>
    public bool IsNote { get; init; }

    /// <summary>How the line is interrupted.</summary>
    public LineDash Dash { get; init; }

    /// <summary>Opacity of the area, in (0, 1].</summary>
    public double Opacity { get; init; } = 1;
}

/// <summary>Dash pattern of a line; the names are Plotly's.</summary>
internal enum LineDash
{
    /// <summary>An unbroken line.</summary>
    Solid,

    /// <summary>A line of dashes.</summary>
    Dash,

    /// <summary>A line of dots.</summary>
    Dot,

    /// <summary>A line of alternating dashes and dots.</summary>
    DashDot,
}
