using Microsoft.CodeAnalysis.CSharp.Syntax;
using Pathmind.Commands;
using Pathmind.Notebook.Scripts;

namespace Pathmind.Notebook.Jupyter;

/// <summary>Lines of notebooks that were written for .NET Interactive: <c>#!train</c> is <c>%train</c>, <c>#!csharp</c>
/// states what is the case anyway; everything else that begins like them is an error.</summary>
internal static class PolyglotLines
{
    const int SignLength = 2;                                            // of #! and of %%

    /// <summary>The cell as this kernel writes it, with every line and position in its place.</summary>
    /// <exception cref="CommandException">A line is not known here, or is below the C# of its cell.</exception>
    public static string Translate(string code)
    {
        if (!code.Contains("#!", StringComparison.Ordinal))
            return code;
        var text = code.ToCharArray();
        List<(int Line, string Word)> magics = [];
        foreach (var (at, length) in Lines(code))
        {
            var line = code.AsSpan(0, at).Count('\n') + 1;
            var words = code.Substring(at + SignLength, length - SignLength);
            var word = words.Split([' ', '\t'], 2)[0];
            if (Magics.Names.Contains(word))
            {
                text.AsSpan(at, SignLength).Fill('%');
                magics.Add((line, word));
            }
            else if (word is "csharp" or "c#" or "C#" || at == 0 && word.StartsWith('/'))
                text.AsSpan(at, length).Fill(' ');
            else
                throw Unknown(line, word);
        }
        var translated = new string(text);
        var read = MagicCell.Parse(translated).Magics.Select(magic => magic.Number).ToHashSet();
        foreach (var (line, word) in magics.Where(magic => !read.Contains(magic.Line)))
            throw new CommandException(
                $"Line {line}: #!{word} is below the C# of its cell. Move it to the top: it acts when the C# has run.");
        return translated;
    }

    /// <summary>Where such lines are, outside of texts and comments.</summary>
    static IEnumerable<(int At, int Length)> Lines(string code) =>
        from trivia in ScriptParsing.Parse(code, "").GetRoot().DescendantTrivia()
        where trivia.IsDirective && trivia.GetStructure() is DirectiveTriviaSyntax { IsActive: true }
        let at = trivia.SpanStart
        where code.AsSpan(at).StartsWith("#!")
        let end = code.IndexOfAny(['\r', '\n'], at)
        select (at, (end < 0 ? code.Length : end) - at);

    static CommandException Unknown(int line, string word) => new(
        $"Line {line}: there is no '#!{word}' in this kernel. There are {string.Join(", ", Magics.Names.Select(name => $"#!{name}"))}, "
        + "the same as with %, and #!csharp; its only language is C#.");
}
