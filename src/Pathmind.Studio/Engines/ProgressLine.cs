using System.Text.Json;
using Pathmind.Reporting;

namespace Pathmind.Studios.Engines;

/// <summary>Reads the lines of <c>pathmind train --progress json</c>.</summary>
internal static class ProgressLine
{
    /// <summary>Names and values of an iteration; null if the line is something else.</summary>
    public static IEnumerable<(string Name, double? Value)>? TryReadRow(string line) => Read(line, "progress", fields =>
        fields.EnumerateObject().Where(field => field.Name is not ("event" or "total_steps"))
            .Select(field => (field.Name, field.Value.ValueKind == JsonValueKind.Number ? field.Value.GetDouble() : (double?)null))
            .ToArray());

    /// <summary>How it ended; null if the line is something else.</summary>
    public static ExperimentEnd? TryReadEnd(string line) => Read(line, "end", fields => new ExperimentEnd
    {
        Stop = fields.GetProperty("stop").GetString() ?? "", Message = fields.GetProperty("message").GetString() ?? "",
        Rows = int.MaxValue,                                             // at most five rows a second are printed: the folder has all
    });

    static T? Read<T>(string line, string kind, Func<JsonElement, T> read)
        where T : class
    {
        if (!line.StartsWith('{'))
            return null;
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.TryGetProperty("event", out var name) && name.ValueEquals(kind) ? read(json.RootElement) : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
