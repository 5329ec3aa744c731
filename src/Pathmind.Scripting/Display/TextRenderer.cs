using Spectre.Console;
using Spectre.Console.Rendering;

namespace Pathmind.Displays;

/// <summary>Contents as Spectre.Console widgets of a given width, and as plain text.</summary>
internal static class TextRenderer
{
    /// <summary>Of what matters less: #767676, as legible on white as on black (4.5 : 1). Colour 8, "grey", is the terminal's own, and in some themes that of the background.</summary>
    public static readonly Color Soft = Color.Grey46;

    /// <summary>Plain text: no colours, no control characters, no spaces at the end of a line, a line feed after each line.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 20.</exception>
    public static string Render(DisplayContent content, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 20);
        var writer = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        var text = Write(content, console, writer);
        return string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n') + "\n";
    }

    /// <summary>What a console that writes to <paramref name="writer"/> makes of a content.</summary>
    public static string Write(DisplayContent content, IAnsiConsole console, StringWriter writer) => InvariantText.Of(() =>
    {
        console.Write(Widget(content, console.Profile.Width));
        return writer.ToString();
    });

    /// <summary>The widget of a content, no wider than <paramref name="width"/> characters.</summary>
    static IRenderable Widget(DisplayContent content, int width) => content switch
    {
        TextLine line => new Text(WrappedText.Of(line.Text, width)),
        Several several => new Rows(several.Parts.Select(part => Widget(part, width))),
        Table table => TableWidget(table, width),
        LinePlot plot => TextPlot.Widget(plot, width),
        PlotGrid grid => new Rows(grid.Plots.Select((plot, i) => TextPlot.Widget(plot, width, isSmall: i > 0))),
        BarPlot plot => TextBars.Widget(plot, width),
        ProgressReport report => TextProgress.Widget(report, width),
        _ => throw new ArgumentException($"There is no text form of {content.GetType().Name}."),
    };

    /// <summary>A title line and what it stands above.</summary>
    public static IRenderable Titled(string? title, IRenderable body) =>
        title is null ? body : new Rows(new Text(title, new Style(decoration: Decoration.Bold)), body);

    /// <summary>Time as people read it on a clock: 0:07, 12:30, 3:05:00.</summary>
    public static string Clock(TimeSpan time) => time.TotalHours >= 1
        ? $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}"
        : $"{time.Minutes}:{time.Seconds:00}";

    static IRenderable TableWidget(Table table, int width) =>
        Titled(table.Title, new Rows(FittedTable.Fit(table, width).Select(fitted => TableWidget(fitted, width))));

    static IRenderable TableWidget(FittedTable fitted, int width)
    {
        var widget = new Spectre.Console.Table().Border(TableBorder.Rounded).BorderColor(Soft);
        for (var i = 0; i < fitted.Headers.Count; i++)
        {
            var column = new Spectre.Console.TableColumn(new Text(fitted.Headers[i], new Style(decoration: Decoration.Bold))) { NoWrap = true };
            if (fitted.Wrapped is { } wrapped && wrapped.Column == i)
                (column.NoWrap, column.Width) = (false, wrapped.Width);
            widget.AddColumn(fitted.Alignments[i] == ColumnAlignment.Right ? column.RightAligned() : column.LeftAligned());
        }
        foreach (var row in fitted.Rows)
            widget.AddRow(row.Select(cell => new Text(cell)));
        return fitted.Note is { } note ? new Rows(widget, new Text(WrappedText.Of(note, width), new Style(Soft))) : widget;
    }
}
