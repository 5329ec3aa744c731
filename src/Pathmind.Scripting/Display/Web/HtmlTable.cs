using System.Text;

namespace Pathmind.Displays;

/// <summary>A table as HTML: wide ones are scrolled sideways, with their first columns in sight; all rows of a long one
/// are behind a line that opens them.</summary>
internal static class HtmlTable
{
    /// <summary>Cells are closer to each other on a phone.</summary>
    const string Rule = "1px solid rgba(128,128,128,.45)", Padding = "padding:.2em clamp(.2em,1.2vw,.7em);";

    /// <summary>A line that opens what is below it, as a list item: pages with <c>summary { display: block }</c> would
    /// hide the triangle.</summary>
    const string Summary = "<summary style=\"display:list-item;cursor:pointer\">";

    /// <summary>Characters of a line in a notebook, about; only wider tables are scrolled. The width of a column that
    /// stays, in em.</summary>
    const int PageCharacters = 135, StickyWidth = 5;

    /// <summary>The front end's background. A page that does not name it may be light or dark: there, what passes below
    /// is blurred.</summary>
    const string Opaque = "background:var(--jp-layout-color0,var(--vscode-editor-background,rgba(128,128,128,.15)));"
        + "backdrop-filter:blur(12px);";

    /// <summary>Cells of all pages together, about: a notebook's file stays small.</summary>
    const int MostPagedCells = 6000, FewestPagedRows = 40;

    public static string Render(Table table)
    {
        var html = new StringBuilder("<div style=\"overflow-x:auto;max-width:100%\">");
        if (table.Title is { } title)
            html.Append($"<div style=\"{Padding}margin-top:.5em\"><strong>{HtmlRenderer.Escape(title)}</strong></div>");
        var (first, last) = table.Shown();
        Append(html, table, [.. Enumerable.Range(0, first), .. Enumerable.Range(table.Rows.Count - last, last)], first);
        if (table is { PageRows: { } size } && table.Rows.Count > first + last)
            AppendPages(html, table, size);
        return html.Append("</div>").ToString();
    }

    /// <summary>All rows, or the first and the last of very many, a page at a time, each behind a line that opens it:
    /// works without script.</summary>
    static void AppendPages(StringBuilder html, Table table, int size)
    {
        var count = table.Rows.Count;
        var most = Math.Clamp(MostPagedCells / table.Columns.Count, FewestPagedRows, Table.MostPagedRows);
        var half = count <= most ? count : most / 2;
        html.Append($"\n<details>{Summary}{(half == count ? "All" : $"The first and last {half:N0} of")} {count:N0} rows</summary>");
        AppendParts(0, half);
        if (half < count)
        {
            html.Append($"\n<div style=\"margin-left:1.2em;opacity:.7\">… {count - 2 * half:N0} "
                + $"more{(table.AllRows is { } how ? $". {HtmlRenderer.Escape(how)}" : "")}</div>");
            AppendParts(count - half, count);
        }
        html.Append("</details>");

        void AppendParts(int start, int end)
        {
            for (var from = start; from < end; from += size)
            {
                var to = Math.Min(from + size, end);
                html.Append($"\n<details style=\"margin-left:1.2em\">{Summary}rows {from + 1:N0} – {to:N0}</summary>");
                Append(html, table, [.. Enumerable.Range(from, to - from)], to - from);
                html.Append("</details>");
            }
        }
    }

    /// <summary>Some rows; after <paramref name="first"/> of them, how many are left out.</summary>
    static void Append(StringBuilder html, Table table, int[] rows, int first)
    {
        html.Append("<table style=\"color:inherit;border-collapse:collapse;font-variant-numeric:tabular-nums;margin:.3em 0 .5em\">\n");
        if (table.Columns.Any(column => column.Header.Length > 0))
            AppendHeaders(html, table);
        html.Append("<tbody>\n");
        var texts = WrittenCells.Of(table, rows, '\u2007', '\u2008');
        for (var row = 0; row < rows.Length; row++)
        {
            if (row == first)
                html.Append($"<tr><td colspan=\"{table.Columns.Count}\" "
                    + $"style=\"{Padding}text-align:left;opacity:.7;border-top:{Rule};border-bottom:{Rule}\">")
                    .Append($"… {table.Rows.Count - rows.Length:N0} more</td></tr>\n");
            html.Append("<tr>");
            for (var i = 0; i < table.Columns.Count; i++)
                html.Append($"<td style=\"{Padding}{Wrapping(table, i)}{Style(table, i)}\">{HtmlRenderer.Escape(texts[row][i])}</td>");
            html.Append("</tr>\n");
        }
        html.Append("</tbody>\n</table>");
    }

    static void AppendHeaders(StringBuilder html, Table table)
    {
        html.Append("<thead>");
        AppendGroups(html, table);
        html.Append("<tr>");
        for (var i = 0; i < table.Columns.Count; i++)
            html.Append($"<th scope=\"col\" style=\"{Padding}{Style(table, i)}border-bottom:{Rule};vertical-align:bottom\">")
                .Append(HtmlRenderer.Escape(table.Columns[i].Group?.Header ?? table.Columns[i].Header).Replace("_", "_<wbr>"))
                .Append("</th>");
        html.Append("</tr></thead>\n");
    }

    /// <summary>A header over the columns of each group, if there are groups.</summary>
    static void AppendGroups(StringBuilder html, Table table)
    {
        if (table.Columns.All(column => column.Group is null))
            return;
        html.Append("<tr>");
        for (var i = 0; i < table.Columns.Count;)
        {
            var (name, from) = (table.Columns[i].Group?.Name, i);
            while (i < table.Columns.Count && table.Columns[i].Group?.Name == name && (name is not null || i == from))
                i++;
            html.Append(name is null
                ? $"<th style=\"{Style(table, from)}\"></th>"
                : $"<th scope=\"colgroup\" colspan=\"{i - from}\" "
                + $"style=\"{Padding}text-align:left;border-bottom:{Rule};border-left:{Rule}\">{HtmlRenderer.Escape(name)}</th>");
        }
        html.Append("</tr>");
    }

    /// <summary>Numbers stay in one line; words are broken where the page is narrow, unless the table is scrolled
    /// anyway.</summary>
    static string Wrapping(Table table, int index) =>
        table.Columns[index].Alignment == ColumnAlignment.Left && !IsScrolled(table) ? "" : "white-space:nowrap;";

    /// <summary>Whether the table is wider than a page, judged by its headers.</summary>
    static bool IsScrolled(Table table)
    {
        const int Space = 3, ShortestColumn = 4;
        var headers = table.Columns.Select(column => column.Group?.Header ?? column.Header);
        return headers.Sum(header => Math.Max(header.Length, ShortestColumn) + Space) > PageCharacters;
    }

    static string Style(Table table, int index)
    {
        var column = table.Columns[index];
        var style = column.Alignment == ColumnAlignment.Right ? "text-align:right;" : "text-align:left;";
        if (index > 0 && column.Group is { } group && table.Columns[index - 1].Group?.Name != group.Name)
            style += $"border-left:{Rule};";
        if (!column.StaysInSight || !IsScrolled(table))
            return style;
        var before = table.Columns.Take(index).Count(other => other.StaysInSight);
        return $"{style}position:sticky;left:{before * StickyWidth}em;width:{StickyWidth}em;"
            + $"min-width:{StickyWidth}em;max-width:{StickyWidth}em;box-sizing:border-box;{Opaque}";
    }
}
