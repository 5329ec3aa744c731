namespace Pathmind.Displays;

/// <summary>Contents as lines of text of a given width.</summary>
internal static class TextRenderer
{
    /// <summary>Colour of less important text: #767676, as legible on white as on black (4.5 : 1). Colour 8, "grey", is
    /// not used: terminals define it, and in some themes it equals the background.</summary>
    public static readonly Color Soft = Color.Grey;

    /// <summary>Plain text: no colours, no control characters, no spaces at the end of a line, a line feed after each
    /// line.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 20.</exception>
    public static string Render(DisplayContent content, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 20);
        var text = Render(content, width, TerminalColors.None);
        return string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n') + "\n";
    }

    /// <summary>What a terminal of this width is sent.</summary>
    public static string Render(DisplayContent content, int width, TerminalColors colors) =>
        InvariantText.Of(() => Widget(content, width, isPlain: colors == TerminalColors.None).Render(width, colors));

    /// <summary>The lines of a content, no wider than <paramref name="width"/> characters.</summary>
    static TextBlock Widget(DisplayContent content, int width, bool isPlain) => content switch
    {
        TextLine line => new TextBlock(WrappedText.Of(line.Text, width)),
        ContentList several => TextBlock.Rows(several.Parts.Select(part => Widget(part, width, isPlain))),
        Table table => TableWidget(table, width),
        LinePlot plot => TextPlot.Widget(plot, width),
        PlotGrid grid => TextBlock.Rows(grid.Plots.Select((plot, i) => TextPlot.Widget(plot, width, isSmall: i > 0))),
        BarPlot plot => TextBars.Widget(plot, width),
        IntervalPlot plot => TextIntervals.Widget(plot, width),
        Replay replay => TextBlock.Rows(
            Widget(TextReplay.End(replay), width, isPlain), new TextBlock(WrappedText.Of(Replay.HowToSee, width), new Style(Soft))),
        ReplayMoment moment => TextReplay.Widget(moment, width, isPlain),
        ProgressReport report => TextProgress.Widget(report, width),
        _ => throw new ArgumentException($"There is no text form of {content.GetType().Name}."),
    };

    /// <summary>A title line and the text below it.</summary>
    public static TextBlock Titled(string? title, TextBlock body) =>
        title is null ? body : TextBlock.Rows(new TextBlock(title, new Style(IsBold: true)), body);

    /// <summary>Time as people read it on a clock: 0:07, 12:30, 3:05:00.</summary>
    public static string Clock(TimeSpan time) => time.TotalHours >= 1
        ? $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}"
        : $"{time.Minutes}:{time.Seconds:00}";

    static TextBlock TableWidget(Table table, int width) =>
        Titled(table.Title, TextBlock.Rows(FittedTable.Fit(table, width).Select(fitted => TableWidget(fitted, width))));

    static TextBlock TableWidget(FittedTable fitted, int width) => fitted.Note is { } note
        ? TextBlock.Rows(TextTable.Of(fitted), new TextBlock(WrappedText.Of(note, width), new Style(Soft)))
        : TextTable.Of(fitted);
}
