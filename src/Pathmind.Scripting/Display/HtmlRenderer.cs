using System.Net;
using System.Text;

namespace Pathmind.Displays;

/// <summary>Contents as HTML for a notebook: text in the page's own colour, lines in a grey of middle lightness, so that it is readable on light and dark.</summary>
internal static class HtmlRenderer
{
    const string Rule = "1px solid rgba(128,128,128,.45)", Cell = "padding:.2em .7em;white-space:nowrap;";

    /// <summary>With the triangle, which pages with <c>summary { display: block }</c> take away.</summary>
    const string Summary = "<summary style=\"display:list-item;cursor:pointer\">";

    public static string Render(DisplayContent content) => InvariantText.Of(() => content switch
    {
        TextLine line when line.Text.Contains('\n') => $"<pre style=\"white-space:pre-wrap\">{WebUtility.HtmlEncode(line.Text)}</pre>",
        TextLine line => $"<div>{Escape(line.Text)}</div>",
        Several several => string.Join("\n", several.Parts.Select(Render)),
        Table table => RenderTable(table),
        ProgressReport report => RenderProgress(report),
        _ when SvgRenderer.IsPicture(content) => SvgRenderer.Render(content),
        _ => throw new ArgumentException($"There is no HTML form of {content.GetType().Name}."),
    });

    public static string Escape(string text) => WebUtility.HtmlEncode(text).Replace("\n", "<br>");

    static string RenderTable(Table table)
    {
        var html = new StringBuilder("<div style=\"overflow-x:auto;max-width:100%\">");
        var (first, last) = table.Shown();
        AppendTable(html, table, 0, first, table.Rows.Count - last, table.Rows.Count);
        if (table is { PageRows: { } size } && table.Rows.Count > first + last)
            AppendPages(html, table, size);
        return html.Append("</div>").ToString();
    }

    /// <summary>All rows, a page at a time, each behind a line that opens it: works without script.</summary>
    static void AppendPages(StringBuilder html, Table table, int size)
    {
        var count = table.PagedRows;
        html.Append($"\n<details>{Summary}{(count == table.Rows.Count ? "All" : $"The first {count:N0} of")} {table.Rows.Count:N0} rows</summary>");
        for (var from = 0; from < count; from += size)
        {
            var to = Math.Min(from + size, count);
            html.Append($"\n<details style=\"margin-left:1.2em\">{Summary}rows {from + 1:N0} – {to:N0}</summary>");
            AppendTable(html, table with { Title = null }, from, to, to, to);
            html.Append("</details>");
        }
        html.Append("</details>");
    }

    /// <summary>The rows from <paramref name="from"/> and, after a row that counts those left out, from <paramref name="resume"/>; ends are not included.</summary>
    static void AppendTable(StringBuilder html, Table table, int from, int to, int resume, int end)
    {
        html.Append("<table style=\"color:inherit;border-collapse:collapse;font-variant-numeric:tabular-nums;margin:.5em 0\">\n");
        if (table.Title is { } title)
            html.Append($"<caption style=\"caption-side:top;text-align:left;font-weight:600;color:inherit;padding:.2em .7em\">{Escape(title)}</caption>\n");
        html.Append("<thead><tr>");
        foreach (var column in table.Columns)
            html.Append($"<th scope=\"col\" style=\"padding:.2em .7em;{Align(column)}border-bottom:{Rule};vertical-align:bottom\">{Escape(column.Header).Replace("_", "_<wbr>")}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        for (var row = from; row < to; row++)
            AppendRow(html, table, row);
        if (resume - to is > 0 and var left)
            html.Append($"<tr><td colspan=\"{table.Columns.Count}\" style=\"{Cell}text-align:left;opacity:.7;border-top:{Rule};border-bottom:{Rule}\">… {left} more</td></tr>\n");
        for (var row = resume; row < end; row++)
            AppendRow(html, table, row);
        html.Append("</tbody>\n</table>");
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
        if (report.Picture is null && Sparkline.WithEnds(report.Trend, 32) is { Length: > 0 } line)
            values.Add($"<span style=\"opacity:.7\">{Escape(report.TrendLabel ?? "")}</span> <span style=\"color:{SvgRenderer.SeriesColor(0)}\">{line}</span>");
        html.Append($"<div>{string.Join(" · ", values)}</div></div>");
        return report.Picture is { } picture ? html.Append('\n').Append(Render(picture)).ToString() : html.ToString();
    }
}
