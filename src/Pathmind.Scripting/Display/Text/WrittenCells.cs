namespace Pathmind.Displays;

/// <summary>Cells of a table as text. In columns of numbers the decimal points are aligned, and in those of means ±
/// deviations the signs: numbers with fewer decimals are padded with spaces.</summary>
internal static class WrittenCells
{
    /// <summary>[rows][columns] texts.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">Which of its rows.</param>
    /// <param name="digit">A space of the width of a digit.</param>
    /// <param name="point">A space of the width of a decimal point.</param>
    public static string[][] Of(Table table, int[] rows, char digit, char point)
    {
        object?[][] cells = [.. rows.Select(row => table.Rows[row].ToArray())];
        string[][] texts = [.. cells.Select(row => table.Columns.Select((column, i) => CellText.Of(row[i], column.Format)).ToArray())];
        for (var column = 0; column < table.Columns.Count; column++)
            if (table.Columns[column].Alignment == ColumnAlignment.Right)
                Align(column);
        return texts;

        void Align(int column)
        {
            int[] aligned = [.. Enumerable.Range(0, cells.Length).Where(row => IsNumber(cells[row][column], texts[row][column]))];
            var halves = aligned.Select(row => texts[row][column].Split(" ± ")).ToArray();
            if (halves.Any(parts => parts.Any(part => part.Contains('E', StringComparison.Ordinal))))
                return;
            for (var half = 0; half < 2; half++)
            {
                var own = halves.Where(parts => parts.Length > half).ToArray();
                var decimals = own.Select(parts => Decimals(parts[half])).DefaultIfEmpty().Max();
                var length = 0;
                foreach (var parts in own)
                {
                    var missing = decimals - Decimals(parts[half]);
                    if (missing > 0)
                        parts[half] += Decimals(parts[half]) == 0 ? point + new string(digit, missing - 1) : new string(digit, missing);
                    length = Math.Max(length, parts[half].Length);
                }
                if (half == 1)
                    foreach (var parts in own)
                        parts[half] = new string(digit, length - parts[half].Length) + parts[half];
            }
            for (var i = 0; i < aligned.Length; i++)
                texts[aligned[i]][column] = string.Join(" ± ", halves[i]);
        }
    }

    static bool IsNumber(object? value, string text) =>
        value is not (string or bool or Enum) && text.Length > 0 && char.IsAsciiDigit(text[^1]);

    /// <summary>Characters from the decimal point on: 0, or at least 2.</summary>
    static int Decimals(string number) => number.IndexOf('.') is >= 0 and var at ? number.Length - at : 0;
}
