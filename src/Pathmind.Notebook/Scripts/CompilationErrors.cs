using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Pathmind.Notebook.Scripts;

/// <summary>Explains why code does not compile.</summary>
internal static partial class CompilationErrors
{
    /// <summary>One error of all diagnostics: place, source line, and a mark below what is wrong.</summary>
    public static ScriptError Explain(IReadOnlyList<Diagnostic> diagnostics, ScriptFiles files)
    {
        var lines = new List<string>();
        // one mistake of a script's own rules yields several errors in its line
        var explained = new HashSet<(string, int)>();
        foreach (var diagnostic in diagnostics)
        {
            var place = diagnostic.Location.GetLineSpan();
            if (explained.Contains((place.Path, place.StartLinePosition.Line)))
                continue;
            if (IsUsingDeclaration(diagnostic))
                explained.Add((place.Path, place.StartLinePosition.Line));
            lines.Add(Headline(diagnostic, files));
            lines.AddRange(Excerpt(diagnostic.Location));
        }
        return new("CompilationError", Headline(diagnostics[0], files), lines, null);
    }

    static string Headline(Diagnostic diagnostic, ScriptFiles files) =>
        $"{Place(diagnostic.Location, files)}error {diagnostic.Id}: {Sentence(diagnostic.GetMessage(), Hint(diagnostic))}";

    /// <summary>The compiler's messages have no full stop; one is added where a hint follows.</summary>
    static string Sentence(string message, string hint) => hint.Length == 0 || message.EndsWith('.') ? message + hint : $"{message}.{hint}";

    static string Place(Location location, ScriptFiles files)
    {
        if (!location.IsInSource)
            return "";
        var start = location.GetLineSpan().StartLinePosition;
        return $"{files.Title(location.SourceTree.FilePath)}, line {start.Line + 1}, column {start.Character + 1}: ";
    }

    static IEnumerable<string> Excerpt(Location location)
    {
        if (!location.IsInSource)
            return [];
        var span = location.GetLineSpan();
        var line = location.SourceTree.GetText().Lines[span.StartLinePosition.Line].ToString();
        var start = span.StartLinePosition.Character;
        var end = span.EndLinePosition.Line == span.StartLinePosition.Line ? span.EndLinePosition.Character : line.Length;
        var indentation = line.Length - line.TrimStart().Length;
        // A tab stays a tab, so that the mark is below its place at any width of tabs.
        var before = new string([.. line.Take(start).Skip(indentation).Select(character => character == '\t' ? '\t' : ' ')]);
        return ["    " + line.Trim(), $"    {before}{new string('^', Math.Max(end - start, 1))}"];
    }

    /// <summary>What to do where C# as a script differs from C# in a project.</summary>
    static string Hint(Diagnostic diagnostic) => diagnostic.Id switch
    {
        _ when IsUsingDeclaration(diagnostic) =>
            " A script has no top-level using declaration: write using (var x = …) { … }, or leave out the word using.",
        "CS1525" when diagnostic.GetMessage().Contains("'%'", StringComparison.Ordinal) =>
            " A magic such as %train must be above the C# of its cell: move it to the top.",
        "CS0029" or "CS0266" when ObservedSequence().IsMatch(diagnostic.GetMessage()) =>
            " C# converts no interface: make it a list, as in numbers.ToList().",
        "CS7021" => " A script has no namespaces: leave out the namespace and keep what is in it.",
        "CS1109" => " In a script an extension method is declared outside of classes: static int Twice(this int x) => 2 * x;",
        "CS0120" => " A class of a script sees its static and const variables only: hand the value to its constructor, or declare the "
        + "variable static.",
        "CS8345" => " A Span cannot be a variable of the session: put the code that uses it into a method, or into braces { … }.",
        _ => "",
    };

    static bool IsUsingDeclaration(Diagnostic diagnostic) => diagnostic.Location.IsInSource && UsingDeclaration().IsMatch(
        diagnostic.Location.SourceTree.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString());

    [GeneratedRegex(@"^(await\s+)?using\s+[\w<>\[\]?,. ]+\s+\w+\s*=.*\S")]
    private static partial Regex UsingDeclaration();

    [GeneratedRegex(@"System\.\w+(\.\w+)*\.I[A-Z]\w*<.*'Pathmind\.ObservationValue'")]
    private static partial Regex ObservedSequence();
}
