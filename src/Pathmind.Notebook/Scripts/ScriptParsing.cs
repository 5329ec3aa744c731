using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Pathmind.Notebook.Scripts;

/// <summary>How the text of a submission is read.</summary>
internal static class ScriptParsing
{
    /// <summary>C# of the newest version in its script form.</summary>
    public static CSharpParseOptions Options { get; } = new(LanguageVersion.Latest, DocumentationMode.Parse, SourceCodeKind.Script);

    /// <summary>The tree of a submission; its encoding lets line numbers be written into the code.</summary>
    public static SyntaxTree Parse(string code, string name = "") =>
        CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), Options, name);

    /// <summary>Whether the code can be run, or goes on in the next line.</summary>
    public static ScriptCompleteness Completeness(string code)
    {
        var tree = ScriptSource.Read(code, "").Tree;
        var errors = tree.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        if (errors.Any(error => error.Id == "CS1010"))               // a string that its own line does not end, no other line can
            return ScriptCompleteness.Invalid;
        // The compiler calls a raw string without its end complete; the error reports the missing end.
        if (!SyntaxFactory.IsCompleteSubmission(tree) || errors.Any(error => error.Id == "CS8997"))
            return ScriptCompleteness.Incomplete;
        return errors.Length == 0 ? ScriptCompleteness.Complete : ScriptCompleteness.Invalid;
    }
}
