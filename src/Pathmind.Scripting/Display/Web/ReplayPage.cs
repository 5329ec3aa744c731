using System.Security.Cryptography;
using System.Text;

namespace Pathmind.Displays;

/// <summary>A replay as HTML. What is in the page without its script are the first and the last picture and the table;
/// the script puts the player in their place. It builds all of it from data: nothing of a simulation's texts is read as
/// HTML, except shapes, whose texts were escaped.</summary>
internal static class ReplayPage
{
    const string Style = """
        :root{color-scheme:light dark;--replay-paper:#fff}
        body{margin:0;padding:1.5rem 1rem 3rem;background:var(--replay-paper);color:#1c2430;font:15px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI",Helvetica,Arial,sans-serif}
        main{max-width:64rem;margin:0 auto}
        @media(prefers-color-scheme:dark){:root{--replay-paper:#14171c}body{color:#e6e9ee}}
        """;

    /// <summary>A page of its own.</summary>
    public static string Document(Replay replay) => InvariantText.Of(() =>
        $"{HtmlPage.Begin(replay.Scene.Title, Style)}{Render(replay)}\n{HtmlPage.End}");

    /// <summary>A part of a page.</summary>
    public static string Render(Replay replay)
    {
        var scene = replay.Scene;
        var data = ReplayData.Of(scene);
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data)))[..12];
        return $"""
            <div class="pathmind-replay" data-replay="{id}" style="max-width:64em">
            <div style="margin:.4em 0"><strong>{SvgRenderer.Escape(scene.Title)}</strong></div>
            <div data-static>
            {Pictures(scene)}{HtmlTable.Render(scene.Steps)}
            </div>
            <script type="application/json">{data}</script>
            <script>{ReplayScript.Text.Replace("$ID$", id)}</script>
            </div>
            """;
    }

    /// <summary>The first and the last picture of the first episode.</summary>
    static string Pictures(ReplayScene scene)
    {
        var frames = scene.FramesOf(scene.Episodes[0]);
        if (frames.Count == 0)
            return "";
        return "<div style=\"display:flex;flex-wrap:wrap;gap:1em\">"
            + Figure(frames[0], "At the beginning") + Figure(frames[^1], $"After step {frames.Count - 1:N0}") + "</div>\n";

        string Figure(int[] frame, string caption) => "<figure style=\"flex:1 1 16em;max-width:26em;margin:0\">"
            + $"{SvgDrawing.Image(scene.Film!.DrawingOf(frame), caption)}<figcaption style=\"opacity:.7\">{caption}</figcaption></figure>";
    }
}
