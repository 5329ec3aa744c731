using System.Net;
using System.Text;

namespace Pathmind.Displays;

/// <summary>Contents as HTML for a notebook: text in the page's own colour, lines in a grey of middle lightness, so
/// that it is readable on light and dark.</summary>
internal static class HtmlRenderer
{
    public static string Render(DisplayContent content) => InvariantText.Of(() => content switch
    {
        TextLine line when line.Text.Contains('\n') => "<pre "
            + $"style=\"white-space:pre-wrap;color:inherit;background:none\">{WebUtility.HtmlEncode(line.Text)}</pre>",
        TextLine line => $"<div>{Escape(line.Text)}</div>",
        ContentList several => string.Join("\n", several.Parts.Select(Render)),
        Table table => HtmlTable.Render(table),
        ProgressReport report => RenderProgress(report),
        Replay replay => ReplayPage.Render(replay),
        ReplayMoment moment => SvgDrawing.Image(moment.Drawing, moment.Scene.Title),
        _ when SvgRenderer.IsPicture(content) => SvgRenderer.Image(content),
        _ => throw new ArgumentException($"There is no HTML form of {content.GetType().Name}."),
    });

    public static string Escape(string text) => WebUtility.HtmlEncode(text).Replace("\n", "<br>");

    static string RenderProgress(ProgressReport report)
    {
        var html = new StringBuilder($"<div style=\"max-width:42em\"><div><strong>{Escape(report.Title)}</strong>");
        if (report.Fraction is { } fraction)
            html.Append(fraction == 1 ? " · done" : $" {Math.Floor(fraction * 100)} %");
        if (report.Remaining is { } remaining)
            html.Append($" · {TextRenderer.Clock(remaining)} left");
        html.Append("</div>");
        if (report.Fraction is { } share and < 1)
            html.Append("<div style=\"background:rgba(128,128,128,.25);border-radius:3px;height:6px;margin:.3em 0\">")
                .Append($"<div style=\"background:{SvgRenderer.SeriesColor(0)};border-radius:3px;"
                    + $"height:6px;width:{share * 100:0.#}%\"></div></div>");
        var values = report.Values.Select(value => $"<span style=\"opacity:.7\">{Escape(value.Label)}</span> {Escape(value.Value)}")
            .ToList();
        if (report.Picture is null && Sparkline.WithEnds(report.Trend, 32) is { Length: > 0 } line)
            values.Add($"<span style=\"color:{SvgRenderer.SeriesColor(0)}\">{line}</span>");
        html.Append($"<div>{string.Join(" · ", values)}</div></div>");
        // An element, not an image: while it is replaced several times a second an image would flicker.
        return report.Picture is { } picture ? html.Append('\n').Append(SvgRenderer.Render(picture)).ToString() : html.ToString();
    }
}
