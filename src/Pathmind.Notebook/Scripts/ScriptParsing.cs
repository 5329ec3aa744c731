using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Pathmind.Scripts;

/// <summary>How the text of a submission is read.</summary>
internal static class ScriptParsing
{
    /// <summary>C# of the newest version in its script form.</summary>
    public static CSharpParseOptions Options { get; } = new(LanguageVersion.Latest, DocumentationMode.Parse, SourceCodeKind.Script);

    /// <summary>The tree of a submission; its encoding lets line numbers be written beside the code.</summary>
    public static SyntaxTree Parse(string code, string name = "") => CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), Options, name);
}
