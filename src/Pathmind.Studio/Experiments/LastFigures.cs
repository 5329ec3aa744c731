using System.Text.Json;
using Pathmind.Reporting;

namespace Pathmind.Studios.Experiments;

/// <summary>The newest values of a training's reward terms and metrics, by the names of their columns: what a list of
/// experiments shows without reading their curves. Kept as JSON.</summary>
internal static class LastFigures
{
    /// <summary>Figures of an experiment at most: they are written with every batch of rows.</summary>
    const int Most = 200;

    /// <summary>Reads what <see cref="After"/> wrote; empty if it is something else.</summary>
    public static OrderedDictionary<string, double> Parse(string text)
    {
        try
        {
            return text.Length == 0 ? [] : JsonSerializer.Deserialize<OrderedDictionary<string, double>>(text) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>The same after more rows: a column without a value in them keeps what it has.</summary>
    public static string After(string before, ProgressBatch rows)
    {
        var figures = Parse(before);
        foreach (var (place, column) in rows.Columns.Index().Where(column => FigureColumns.IsFigure(column.Item)))
            if (rows.Rows.LastOrDefault(row => row[place] is not null)?[place] is { } value
                && (figures.Count < Most || figures.ContainsKey(column)))
                figures[column] = value;
        return figures.Count == 0 ? "" : JsonSerializer.Serialize(figures);
    }
}
