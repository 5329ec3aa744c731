using System.Net;
using System.Text;

namespace Pathmind.Displays;

/// <summary>Contents as HTML for a notebook: text in the page's own colour, lines in a grey of middle lightness, so that it is readable on light and dark.</summary>
internal static class HtmlRenderer
{
    const string Rule = "1px solid rgba(128,128,128,.45)", Cell = "padding:.2em .7em;white-space:nowrap;";

    public static string Render(DisplayContent content) => content switch
    {
        TextLine line => $"<div>{Escape(line.Text)}</div>",
        Several several => string.Join("\n", several.Parts.Select(Render)),
        Table table => RenderTable(table),
        LinePlot plot => SvgRenderer.Render(plot),
        ProgressReport report => RenderProgress(report),
        _ => throw new ArgumentException($"There is no HTML form of {content.GetType().Name}."),
    };

    public static string Escape(string text) => WebUtility.HtmlEncode(text).Replace("\n", "<br>");

    static string RenderTable(Table table)
    {
        var html = new StringBuilder("<div style=\"overflow-x:auto;max-width:100%\"><table style=\"border-collapse:collapse;font-variant-numeric:tabular-nums;margin:.5em 0\">\n");
        if (table.Title is { } title)
            html.Append($"<caption style=\"caption-side:top;text-align:left;font-weight:600;color:inherit;padding:.2em .7em\">{Escape(title)}</caption>\n");
        html.Append("<thead><tr>");
        foreach (var column in table.Columns)
            html.Append($"<th scope=\"col\" style=\"padding:.2em .7em;{Align(column)}border-bottom:{Rule};vertical-align:bottom\">{Escape(column.Header).Replace("_", "_<wbr>")}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        var (first, last) = table.Shown();
        for (var row = 0; row < first; row++)
            AppendRow(html, table, row);
        if (table.Rows.Count - first - last is > 0 and var left)
            html.Append($"<tr><td colspan=\"{table.Columns.Count}\" style=\"{Cell}text-align:left;opacity:.7;border-top:{Rule};border-bottom:{Rule}\">… {left} more</td></tr>\n");
        for (var row = table.Rows.Count - last; row < table.Rows.Count; row++)
            AppendRow(html, table, row);
        return html.Append("</tbody>\n</table></div>").ToString();
    }

    static void AppendRow(StringBuilder html, Table table, int index)
    {
        html.Append("<tr>");
        var row = table.Rows[index];
        for (var i = 0; i < table.Columns.Count; i++)
            html.Append($"<td style=\"{Cell}{Align(table.Columns[i])}\">{Escape(CellText.Of(row[i], table.Columns[i].Format))}</td>");
        html.Append("</tr>\n");
    }

    static string Align(TableColumn column) => column.Alignment == ColumnAlignment.Right ? "text-align:right;" : "text-align:left;";

    static string RenderProgress(ProgressReport report)
    {
        var html = new StringBuilder($"<div style=\"max-width:42em\"><div><strong>{Escape(report.Title)}</strong>");
        if (report.Fraction is { } fraction)
            html.Append($" {Math.Floor(fraction * 100)} %");
        if (report.Remaining is { } remaining)
            html.Append($" · {TextRenderer.Clock(remaining)} left");
        html.Append("</div>");
        if (report.Fraction is { } share)
            html.Append("<div style=\"background:rgba(128,128,128,.25);border-radius:3px;height:6px;margin:.3em 0\">")
                .Append($"<div style=\"background:{SvgRenderer.SeriesColor(0)};border-radius:3px;height:6px;width:{share * 100:0.#}%\"></div></div>");
        var values = report.Values.Select(value => $"<span style=\"opacity:.7\">{Escape(value.Label)}</span> {Escape(value.Value)}").ToList();
        if (Sparkline.WithEnds(report.Trend, 32) is { Length: > 0 } line)
            values.Add($"<span style=\"opacity:.7\">{Escape(report.TrendLabel ?? "")}</span> <span style=\"color:{SvgRenderer.SeriesColor(0)}\">{line}</span>");
        return html.Append($"<div>{string.Join(" · ", values)}</div></div>").ToString();
    }
}
