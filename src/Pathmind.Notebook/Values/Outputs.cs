using System.Diagnostics.CodeAnalysis;
using Pathmind.Hosting;
using Pathmind.Notebook.Values;

namespace Pathmind;

/// <summary>What a cell or a script may call anywhere to show something: <c>Display(x)</c>,
/// <c>Display(HTML("&lt;b&gt;bold&lt;/b&gt;"))</c>.</summary>
[SuppressMessage("Naming", "CA1708", Justification = "Display has two spellings: notebooks that were written elsewhere have the other.")]
public static class Outputs
{
    /// <summary>Shows a value: in a notebook as its richest form, on a console as text.</summary>
    /// <param name="value">Anything: a table, a plot, a sequence of records, an image's bytes.</param>
    /// <param name="mimeType">What a text is, such as text/html; null lets the value decide.</param>
    /// <returns>What replaces the output by another value.</returns>
    public static DisplayedValue Display(object? value, string? mimeType = null)
    {
        var shown = mimeType is null ? value : new MimeValue(mimeType, value?.ToString() ?? "");
        if (Pathmind.Display.Current is NotebookDisplay notebook)
            return new(notebook.ShowBundle(ValueFormatter.Format(shown)));
        if (ValueFormatter.Form(shown) is var form && form is DisplayContent content)
            Pathmind.Display.Current.Show(content);                  // as wide as the terminal
        else
            Console.WriteLine(((IReadOnlyDictionary<string, string>)form)["text/plain"]);
        return new(next => Console.WriteLine(next["text/plain"]));
    }

    /// <summary>The same as <see cref="Display"/>, under the name that it has in notebooks of .NET
    /// Interactive.</summary>
    [SuppressMessage("Style", "IDE1006", Justification = "A word of notebooks that were written elsewhere.")]
    public static DisplayedValue display(object? value, string? mimeType = null) => Display(value, mimeType);

    /// <summary>Removes what the cell has shown so far.</summary>
    /// <param name="wait">Only when the next output comes, so that nothing flickers.</param>
    public static void ClearOutput(bool wait = false) => (Pathmind.Display.Current as NotebookDisplay)?.Clear?.Invoke(wait);

    /// <summary>HTML, to be the value of a cell or shown by <see cref="Display"/>.</summary>
    public static MimeValue HTML(string html) => new("text/html", html);

    /// <summary>An SVG element.</summary>
    public static MimeValue SVG(string svg) => new("image/svg+xml", svg);

    /// <summary>The bytes of a PNG file.</summary>
    public static MimeValue PNG(byte[] png) => new("image/png", Convert.ToBase64String(png));

    /// <summary>JSON as a tree that can be opened and closed: text that is JSON, or any object, which is
    /// serialised.</summary>
    public static MimeValue JSON(object value) =>
        new("application/json", value as string ?? System.Text.Json.JsonSerializer.Serialize(value));

    /// <summary>Markdown.</summary>
    public static MimeValue Markdown(string markdown) => new("text/markdown", markdown);

    /// <summary>LaTeX: <c>Latex(@"$\gamma = 0.99$")</c>.</summary>
    public static MimeValue Latex(string latex) => new("text/latex", latex);
}
