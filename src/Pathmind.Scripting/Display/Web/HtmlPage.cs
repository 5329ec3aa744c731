namespace Pathmind.Displays;

/// <summary>The frame of a page of its own: no file and no network beside it.</summary>
internal static class HtmlPage
{
    /// <summary>All before the content.</summary>
    /// <param name="title">Not escaped yet.</param>
    /// <param name="style">CSS.</param>
    public static string Begin(string title, string style) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{SvgRenderer.Escape(title)}</title>
        <style>
        {style}
        </style>
        </head>
        <body>
        <main>

        """;

    /// <summary>All after it.</summary>
    public const string End = "</main>\n</body>\n</html>\n";
}
