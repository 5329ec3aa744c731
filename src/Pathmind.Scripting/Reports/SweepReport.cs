using System.Net;
using System.Text;
using System.Text.Json;
using Pathmind.Displays;
using Pathmind.Files;

namespace Pathmind.Reports;

/// <summary>A sweep as one HTML page, in the style of a training's: no script, no network, light and dark.</summary>
internal static class SweepReport
{
    public static string Render(SweepResult result, DateTimeOffset? date)
    {
        var title = $"Sweep of {result.Simulation}";
        var html = new StringBuilder(HtmlPage.Begin(title, TrainingReport.Style));
        html.Append($"<h1>{Escape(title)}</h1>\n<p class=\"soft\">{Escape(result.Message)}</p>\n");
        html.Append("<div class=\"tiles\">");
        Tile(html, "the best trial", CellText.Number(result.Best.Score!.Value.Mean), result.Metric, true);
        if (result.Trials.FirstOrDefault(trial => trial is { IsGiven: true, Score: not null }) is { } given)
            Tile(html, "options as given", CellText.Number(given.Score!.Value.Mean), result.Metric, false);
        Tile(html, "tried", CellText.Number(result.Trials.Count), "trials", false);
        Tile(html, "made", CellText.Number(result.Trials.Sum(trial => trial.Steps)), "steps in all", false);
        html.Append("</div>\n");
        Section(html, "What was tried", result.ToTable().ToHtml());
        foreach (var plot in result.Plots().Plots)
            Section(html, $"{plot.YLabel} over {plot.XLabel}", TrainingReport.Picture(plot with { Title = null }));
        Section(html, "Options of the best trial", $"<pre>{Escape(Indented($"{result.Options}"))}</pre>"
            + (date is { } day ? $"<p class=\"soft\">{day:yyyy-MM-dd HH:mm zzz}</p>" : ""));
        return html.Append(HtmlPage.End).ToString();
    }

    static void Tile(StringBuilder html, string above, string number, string below, bool isBest) => html.Append(
        $"<div{(isBest ? " class=\"trained\"" : "")}><span class=\"soft\">{above}</span><b>{number}</b>"
        + $"<span class=\"soft\">{Escape(below)}</span></div>");

    static void Section(StringBuilder html, string title, string content) =>
        html.Append($"<section>\n<h2>{Escape(title)}</h2>\n{content}\n</section>\n");

    static string Indented(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonText.Of(document.WriteTo, new() { Indented = true });
    }

    static string Escape(string text) => WebUtility.HtmlEncode(text);
}
