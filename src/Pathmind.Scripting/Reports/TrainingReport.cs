using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Pathmind.Displays;

namespace Pathmind.Reports;

/// <summary>A training as one HTML page: needs no network, and no script except to play the episode; follows light and
/// dark, fits a phone.</summary>
internal static class TrainingReport
{
    /// <summary>Of the reports' pages.</summary>
    public const string Style = """
        :root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --page: #f6f7f9; --card: #ffffff; --line: #e1e5ea; --accent: #2f6fb7 }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #9aa5b4; --page: #14171c; --card: #1c2027; --line: #2d333d; --accent: #6aa8ea } }
        * { box-sizing: border-box }
        body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Helvetica, Arial, sans-serif }
        main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1rem 4rem }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 }
        h2 { font-size: 1.1rem; margin: 0 0 .8rem }
        p { margin: .4rem 0 }
        .soft { color: var(--soft) }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.3rem 1.4rem; margin-top: 1.2rem; overflow-x: auto }
        .tiles { display: flex; flex-wrap: wrap; gap: 1.2rem; margin-top: 1.2rem }
        .tiles div { flex: 1 1 9rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .8rem 1.1rem }
        .tiles b { display: block; font-size: 1.5rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums }
        .tiles small { font-size: .6em; white-space: nowrap }
        .tiles .trained b { color: var(--accent) }
        svg { display: block; width: 100%; max-width: 100%; height: auto }
        .narrow { display: none }
        td { vertical-align: top }
        table { font-size: .9rem }
        pre { overflow-x: auto; font-size: .82rem; line-height: 1.45 }
        summary { cursor: pointer }
        @media (max-width: 30rem) { .wide { display: none } .narrow { display: block } }
        @media (max-width: 30rem) { main { padding: 1.4rem .7rem 2rem } section { padding: 1rem .8rem; border-radius: 10px } h1 { font-size: 1.5rem } }
        @media print { body { background: none } section, .tiles div { break-inside: avoid } }
        """;

    /// <param name="training">The training.</param>
    /// <param name="options">What the report shows in addition.</param>
    /// <param name="comparison">The trained policy and others; null for none.</param>
    /// <param name="episode">An episode of the trained policy; null for none.</param>
    public static string Render(TrainingResult training, ReportOptions options, Comparison? comparison, EpisodeLog? episode)
    {
        var title = options.Title ?? $"Training of {training.History.Simulation}";
        var html = new StringBuilder(HtmlPage.Begin(title, Style));
        html.Append($"<h1>{Escape(title)}</h1>\n");
        html.Append(string.Concat(training.Text.Split('\n').Select(line => $"<p class=\"soft\">{Escape(line)}</p>"))).Append('\n');
        AppendTiles(html, training, comparison);
        foreach (var (i, plot) in training.History.PlotAll().Plots.Index())
            AppendSection(html, i == 0 ? "Reward over the training" : Capitalised(plot.YLabel), Picture(plot with { Title = null }));
        if (comparison is not null)
            AppendSection(html, "Compared with other policies",
                Picture(comparison.Plot() with { Title = null }) + comparison.ToHtml());
        if (episode is not null)
            AppendSection(html, "One episode of the trained policy",
                Picture(episode.Plot() with { Title = null }) + episode.Replay().ToHtml() + episode.Episodes.ToTable().ToHtml());
        AppendOrigin(html, training, options);
        return html.Append(HtmlPage.End).ToString();
    }

    /// <summary>The figures that matter most, next to each other.</summary>
    static void AppendTiles(StringBuilder html, TrainingResult training, Comparison? comparison)
    {
        html.Append("<div class=\"tiles\">");
        foreach (var policy in comparison?.Policies.Reverse() ?? [])
            AppendTile(html, policy.Name, $"{policy.Reward.Value}", "reward per episode", isTrained: policy == comparison!.Policies[^1]);
        if (comparison is null && training.Reward is { } reward)
            AppendTile(html, "without exploration", CellText.Number(reward), "mean reward per episode", isTrained: true);
        else if (comparison is null && training.History.LastOrDefault(row => row.RewardMean is not null) is { } last)
            AppendTile(
                html, "at the end, with exploration", CellText.Number(last.Terms.Values.Sum()), "mean reward per episode", isTrained: true);
        if (training.History.Count > 0)
            AppendTile(html, "trained for", CellText.Number(training.History[^1].Steps), $"steps in {training.History[^1].Seconds:0.#} s",
                isTrained: false);
        html.Append("</div>\n");
    }

    static void AppendTile(StringBuilder html, string above, string number, string below, bool isTrained) => html
        .Append($"<div{(isTrained ? " class=\"trained\"" : "")}><span class=\"soft\">{Escape(above)}</span>")
        .Append($"<b>{(number.Split(" ± ") is [var mean, var half] ? $"{mean} <small>± {half}</small>" : number)}</b>")
        .Append($"<span class=\"soft\">{below}</span></div>");

    static void AppendSection(StringBuilder html, string title, string content) =>
        html.Append($"<section>\n<h2>{Escape(title)}</h2>\n{content}\n</section>\n");

    /// <summary>Everything that is needed to reproduce the training.</summary>
    static void AppendOrigin(StringBuilder html, TrainingResult training, ReportOptions options)
    {
        var policy = training.Policy;
        List<object?[]> rows =
        [
            ["simulation", policy.Simulation], ["observations", string.Join(", ", policy.ObservationNames)],
            ["actions", policy.Space.ToString()],
            ["reward terms", string.Join(", ", policy.RewardTerms)],
            .. from entry in policy.Metadata
               where entry.Key != "options"
               select (object?[])[entry.Key.Replace('_', ' '), entry.Value],
            ["report written by", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}"],
        ];
        if (options.Date is { } date)
            rows.Add(["date", $"{date:yyyy-MM-dd HH:mm zzz}"]);
        Table table = new([new("", ColumnAlignment.Left), new("", ColumnAlignment.Left)], rows) { ShownRows = Math.Max(2, rows.Count) };
        var settings = policy.Metadata.TryGetValue("options", out var json)
            ? $"<details><summary>All options</summary><pre>{Escape(json)}</pre></details>"
            : "";
        AppendSection(html, "What was trained, with what", table.ToHtml().Replace("white-space:nowrap;", "") + settings);
    }

    /// <summary>The plot for a wide page and for a phone, of which the style sheet shows one.</summary>
    public static string Picture(DisplayContent plot) =>
        $"<div class=\"wide\">{SvgRenderer.Render(plot)}</div>\n<div class=\"narrow\">{SvgRenderer.RenderNarrow(plot)}</div>\n";

    static string Capitalised(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    static string Escape(string text) => WebUtility.HtmlEncode(text);
}
