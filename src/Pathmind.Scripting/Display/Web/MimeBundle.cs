namespace Pathmind.Displays;

/// <summary>The forms of a content by MIME type.</summary>
internal static class MimeBundle
{
    public const string Text = "text/plain", Html = "text/html", Svg = "image/svg+xml", Plotly = "application/vnd.plotly.v1+json";

    public static IReadOnlyDictionary<string, string> Of(DisplayContent content)
    {
        Dictionary<string, string> bundle =
            new() { [Text] = content.ToText(DisplayContent.DefaultWidth), [Html] = HtmlRenderer.Render(content) };
        if (SvgRenderer.IsPicture(content))
            (bundle[Svg], bundle[Plotly]) = (SvgRenderer.Render(content), PlotlyFigure.Of(content));
        return bundle;
    }

    /// <summary>What a content shows in one output, or each of its parts in a separate output if there are pictures
    /// among them, so that a front end can choose the form of each. The picture of a progress report comes after it, in
    /// place of its small trend.</summary>
    public static IEnumerable<DisplayContent> Outputs(DisplayContent content) => content switch
    {
        ContentList several when several.Parts.Any(HasPicture) => several.Parts.SelectMany(Outputs),
        ProgressReport { Picture: { } picture } report => [report with { Picture = null, Trend = [] }, .. Outputs(picture)],
        _ => [content],
    };

    static bool HasPicture(DisplayContent content) =>
        SvgRenderer.IsPicture(content) || content is ProgressReport { Picture: not null } || content is ContentList several
        && several.Parts.Any(HasPicture);
}
