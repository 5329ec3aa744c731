using System.Globalization;
using Pathmind.Drawings;
using Pathmind.Words;

namespace Pathmind.Displays;

/// <summary>One moment of an episode as text: its picture, how far the episode is, what was gained so far, and what the
/// metrics are.</summary>
internal static class TextReplay
{
    /// <summary>Lines of a picture at most: a terminal of 24 lines has room for it and for what stands below.</summary>
    const int MostRows = 17;

    /// <summary>The moment after the last step of the first episode; the table where nothing was drawn.</summary>
    public static DisplayContent End(Replay replay) => replay.Scene.FramesOf(replay.Scene.Episodes[0]) is { Count: > 0 } frames
        ? new ReplayMoment(replay.Scene, frames.Count - 1)
        : replay.Scene.Steps with { Title = replay.Scene.Title };

    /// <param name="moment">Which one.</param>
    /// <param name="width">Characters per line, at most.</param>
    /// <param name="isPlain">Whether there are no colours.</param>
    public static TextBlock Widget(ReplayMoment moment, int width, bool isPlain)
    {
        var (scene, step) = (moment.Scene, moment.Step);
        var episode = scene.Episodes[0];
        var frames = scene.FramesOf(episode);
        var last = frames.Count - 1;
        var picture = TextDrawing.Of(moment.Drawing, width, MostRows, isPlain);
        var where = $"step {step:N0} of {Counted.Of(episode.Rows, "step")}{(step == episode.Rows ? $" · {episode.End}" : "")}";
        var done = last == 0 ? 0 : Math.Max(0, width - where.Length - 2) * step / last;
        return TextBlock.Rows(
            new TextBlock(scene.Title, new(IsBold: true)), picture,
            new TextBlock(where).Append($"  {new string('━', done)}", new(Color.Blue))
                .Append(new string('─', Math.Max(0, width - where.Length - 2 - done)), new(TextRenderer.Soft)),
            new TextBlock(Numbers(scene, ReplayPart.Term, step, width)), new TextBlock(Numbers(scene, ReplayPart.Metric, step, width)));
    }

    /// <summary>The reward so far and that of each term, or the metrics; as many as fit into a line.</summary>
    static string Numbers(ReplayScene scene, ReplayPart part, int step, int width)
    {
        var episode = scene.Episodes[0];
        var whose = scene.Agents > 1 ? -1 : 0;
        var text = "";
        foreach (var column in scene.Columns.Where(column => column.Agent == whose && column.Part == part))
        {
            var rows = Enumerable.Range(episode.FirstRow, step).Select(row => column.Cell(row));
            var value = part == ReplayPart.Term ? rows.Sum(Number) : rows.LastOrDefault(cell => cell is not null);
            var number = CellText.Of(value, null) is { Length: > 0 } written ? written : "–";
            var next = $"{(text.Length == 0 ? "" : " · ")}{column.Name} {number}";
            if (text.Length + next.Length > width)
                break;
            text += next;
        }
        return text;
    }

    static double Number(object? cell) =>
        cell is not null && Convert.ToDouble(cell, CultureInfo.InvariantCulture) is var number && !double.IsNaN(number) ? number : 0;
}

/// <summary>A moment of a replay's first episode, which was drawn.</summary>
/// <param name="Scene">Of the replay.</param>
/// <param name="Step">Steps made; 0 for the beginning.</param>
internal sealed record ReplayMoment(ReplayScene Scene, int Step) : DisplayContent
{
    /// <summary>What was drawn then.</summary>
    public Drawing Drawing => Scene.Film!.DrawingOf(Scene.FramesOf(Scene.Episodes[0])[Step]);
}
