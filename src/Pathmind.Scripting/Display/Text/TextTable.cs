namespace Pathmind.Displays;

/// <summary>A table that fits, in a frame.</summary>
internal static class TextTable
{
    static readonly Style Frame = new(TextRenderer.Soft), Bold = new(IsBold: true);

    public static TextBlock Of(FittedTable table)
    {
        string[][] headers = [.. table.Headers.Select(header => header.Split('\n'))];
        string[][][] rows = [.. table.Rows.Select(row => row.Select((cell, column) => Lines(table, cell, column)).ToArray())];
        int[] widths = [
            .. headers.Select((header, column) => rows.Select(row => row[column]).Append(header).Max(cell => cell.Max(TextBlock.WidthOf)))];
        TextBlock block = new(Border(widths, "╭┬╮"), Frame);
        AppendRow(block, headers, widths, table.Alignments, Bold);
        block.Append($"\n{Border(widths, "├┼┤")}", Frame);
        foreach (var row in rows)
            AppendRow(block, row, widths, table.Alignments, style: default);
        return block.Append($"\n{Border(widths, "╰┴╯")}", Frame);
    }

    static string[] Lines(FittedTable table, string cell, int column) =>
        (table.Wrapped is { } wrapped && wrapped.Column == column ? WrappedText.Of(cell, wrapped.Width) : cell).Split('\n');

    static string Border(int[] widths, string corners) =>
        $"{corners[0]}{string.Join(corners[1], widths.Select(width => new string('─', width + 2)))}{corners[2]}";

    /// <summary>A row of cells, as many lines high as the highest of them.</summary>
    static void AppendRow(TextBlock block, string[][] cells, int[] widths, IReadOnlyList<ColumnAlignment> alignments, Style style)
    {
        for (var line = 0; line < cells.Max(cell => cell.Length); line++)
        {
            block.Append("\n│", Frame);
            for (var column = 0; column < cells.Length; column++)
            {
                var text = line < cells[column].Length ? cells[column][line] : "";
                var space = new string(' ', widths[column] - TextBlock.WidthOf(text));
                block.Append(alignments[column] == ColumnAlignment.Right ? $" {space}" : " ").Append(text, style)
                    .Append(alignments[column] == ColumnAlignment.Right ? " " : $"{space} ").Append("│", Frame);
            }
        }
    }
}
