using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pathmind.Files;

namespace Pathmind.Displays;

/// <summary>A replay as the JSON that its script reads. All texts are those that a table of the kit would show: the
/// script computes no number.</summary>
/// <remarks><c>columns</c>: name, agent, part. <c>shapes</c>: SVG elements, or [viewBox] for the size that begins a
/// frame. Of an episode, <c>values</c> and <c>sums</c> have one text per column: the steps' cells between bars, an
/// empty one for the same as the one before. <c>frames</c> is one array per frame: the frame's shapes at first, then
/// what differs from the frame before: pairs of place and shape, or −1, how many shapes stay at the beginning and at
/// the end, and the new ones between them.</remarks>
internal sealed class ReplayData
{
    /// <summary>Characters of the whole, about: a notebook with it stays below 1 MB.</summary>
    const int Budget = 800_000;

    /// <summary>Points of the line that shows the reward so far.</summary>
    const int TrendPoints = 240;

    readonly ReplayScene scene;
    readonly Dictionary<int, int> places = [];                          // number of a shape in the film → in the JSON
    readonly List<string> shapes = [];
    readonly List<string> notes = [];
    int spent;

    ReplayData(ReplayScene scene)
    {
        this.scene = scene;
        if (scene.IsWithoutSeen)
            notes.Add("Observations are left out: there are too many for a page. log.Steps has them.");
    }

    /// <summary>The JSON, without a character that could end a script element.</summary>
    public static string Of(ReplayScene scene)
    {
        var data = new ReplayData(scene);
        return JsonText.Of(data.Write, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Replace("<", "\\u003c");
    }

    void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("agents", scene.Agents);
        json.WriteStartArray("columns");
        foreach (var column in scene.Columns)
        {
            json.WriteStartArray();
            json.WriteStringValue(column.Name);
            json.WriteNumberValue(column.Agent);
            json.WriteNumberValue((int)column.Part);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteStartArray("episodes");
        var written = 0;
        foreach (var episode in scene.Episodes)
            if (written == 0 || spent < Budget)
            {
                WriteEpisode(json, episode);
                written++;
            }
        json.WriteEndArray();
        json.WriteStartArray("shapes");
        foreach (var shape in shapes)
            json.WriteStringValue(shape);
        json.WriteEndArray();
        if (written < scene.Episodes.Count)
            notes.Add($"The first {written:N0} of {scene.Episodes.Count:N0} episodes, so that the page stays small. Another one: "
                + "log.Replay(episode).");
        json.WriteString("note", string.Join(" ", notes));
        json.WriteEndObject();
    }

    void WriteEpisode(Utf8JsonWriter json, ReplayEpisode episode)
    {
        json.WriteStartObject();
        json.WriteNumber("number", episode.Number);
        json.WriteString("ending", episode.End);
        var shown = WriteFrames(json, episode);
        json.WriteNumber("steps", shown);
        json.WriteStartArray("values");
        foreach (var column in scene.Columns)
            WriteCells(json, shown, row => column.Cell(episode.FirstRow + row));
        json.WriteEndArray();
        json.WriteStartArray("sums");
        foreach (var column in scene.Columns.Where(column => column.Part == ReplayPart.Term))
        {
            var sum = 0.0;
            WriteCells(json, shown, row => sum += Number(column.Cell(episode.FirstRow + row)));
        }
        json.WriteEndArray();
        WriteTrend(json, episode, shown);
        json.WriteEndObject();
    }

    /// <returns>Steps that are shown: fewer than the episode has if its drawings would exceed the budget.</returns>
    int WriteFrames(Utf8JsonWriter json, ReplayEpisode episode)
    {
        var frames = scene.FramesOf(episode);
        json.WriteStartArray("frames");
        var count = 0;
        for (var before = Array.Empty<int>(); count < frames.Count && spent < Budget; before = frames[count++])
            WriteFrame(json, before, frames[count], isFirst: count == 0);
        json.WriteEndArray();
        var shown = scene.Film is null ? episode.Rows : Math.Max(count - 1, 0);
        if (shown < episode.Rows)
            notes.Add($"Episode {episode.Number} is shown up to step {shown:N0} of {episode.Rows:N0}: its drawings are too many for "
                + "a page.");
        return shown;
    }

    void WriteFrame(Utf8JsonWriter json, int[] before, int[] frame, bool isFirst)
    {
        json.WriteStartArray();
        if (isFirst)
            Write(frame);
        else if (before.Length == frame.Length)
            for (var i = 0; i < frame.Length; i++)
            {
                if (frame[i] != before[i])
                    Write([i], [frame[i]]);
            }
        else
        {
            var shorter = Math.Min(before.Length, frame.Length);
            var start = before.AsSpan().CommonPrefixLength(frame);
            var end = 0;
            while (end < shorter - start && before[^(end + 1)] == frame[^(end + 1)])
                end++;
            Write([-1, start, end], frame[start..^end]);
        }
        json.WriteEndArray();
        spent += 3;

        void Write(params int[][] parts)
        {
            int[] own = parts.Length == 2 ? parts[0] : [];
            foreach (var number in own)
                json.WriteNumberValue(number);
            foreach (var shape in parts[^1])
                json.WriteNumberValue(PlaceOf(shape, frame));
            spent += 5 * (own.Length + parts[^1].Length);
        }
    }

    int PlaceOf(int shape, int[] frame)
    {
        if (places.TryGetValue(shape, out var place))
            return place;
        var (drawn, size) = (scene.Film!.Shapes[shape], scene.Film.Shapes[frame[0]].Numbers);
        shapes.Add(drawn.Kind == Drawings.ShapeKind.Size
            ? SvgDrawing.ViewBox(size[0], size[1])
            : SvgDrawing.Element(drawn, size[0], size[1]));
        spent += shapes[^1].Length + 8;
        return places[shape] = shapes.Count - 1;
    }

    void WriteCells(Utf8JsonWriter json, int count, Func<int, object?> cell)
    {
        var (text, last) = (new StringBuilder(), "");
        for (var row = 0; row < count; row++)
        {
            var value = CellText.Of(cell(row), null) is { Length: > 0 } written ? written.Replace('|', '¦') : "–";
            text.Append(row == 0 ? "" : "|").Append(value == last ? "" : value);
            last = value;
        }
        json.WriteStringValue(text.ToString());
        spent += text.Length;
    }

    /// <summary>The first reward column so far: that of all agents and terms, as points of a line in a field of 1000 ×
    /// 100.</summary>
    void WriteTrend(Utf8JsonWriter json, ReplayEpisode episode, int shown)
    {
        var total = scene.Columns.FirstOrDefault(column => column.Part == ReplayPart.Term);
        var sums = new double[shown + 1];
        for (var row = 0; row < shown && total is not null; row++)
            sums[row + 1] = sums[row] + Number(total.Cell(episode.FirstRow + row));
        var (low, high) = (sums.Min(), sums.Max());
        StringBuilder points = new();
        for (var i = 0; i <= Math.Min(shown, TrendPoints); i++)
        {
            var at = shown <= TrendPoints ? i : (int)((long)i * shown / TrendPoints);
            points.Append(i == 0 ? "" : " ").Append($"{1000.0 * at / Math.Max(shown, 1):0.#},"
                + $"{(high == low ? 50 : 96 - 92 * (sums[at] - low) / (high - low)):0.#}");
        }
        json.WriteString("trend", points.ToString());
    }

    static double Number(object? cell) =>
        cell is not null && Convert.ToDouble(cell, null) is var number && !double.IsNaN(number) ? number : 0;
}
