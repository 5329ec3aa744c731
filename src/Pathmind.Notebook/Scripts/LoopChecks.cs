using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Pathmind.Notebook.Scripts;

/// <summary>Puts a check into each loop of a text, behind each label, and at the start of a text that declares methods,
/// whose own checks then take the same form (<see cref="MethodChecks"/>). Lines keep their numbers.</summary>
internal static class LoopChecks
{
    /// <summary>The text with checks; the same tree if it has neither loops nor methods, or cannot be read.</summary>
    /// <param name="tree">The text.</param>
    /// <param name="session">Number of the session.</param>
    public static SyntaxTree Insert(SyntaxTree tree, int session)
    {
        var check = $"global::Pathmind.Notebook.Scripts.{nameof(LoopCheck)}.{nameof(LoopCheck.Turn)}({session});";
        var nodes = tree.GetRoot().DescendantNodesAndSelf();
        var insertions = nodes.SelectMany(node => Insertions(node, check)).OrderBy(each => each.At).ToArray();
        if (insertions.Length == 0 || tree.GetDiagnostics().Any(each => each.Severity == DiagnosticSeverity.Error))
            return tree;
        var (source, text, copied) = (tree.GetText().ToString(), new StringBuilder(), 0);
        foreach (var (at, inserted) in insertions)
        {
            text.Append(source, copied, at - copied).Append(inserted);
            copied = at;
        }
        text.Append(source, copied, source.Length - copied);
        return tree.WithChangedText(SourceText.From(text.ToString(), tree.GetText().Encoding));
    }

    static (int At, string Text)[] Insertions(SyntaxNode node, string check) => node switch
    {
        CompilationUnitSyntax { Members: [{ } first, ..] members } when members.Any(DeclaresMethods) => [(first.SpanStart, check)],
        LabeledStatementSyntax label => [(label.ColonToken.Span.End, check)],
        WhileStatementSyntax loop => Body(loop.Statement, check),
        DoStatementSyntax loop => Body(loop.Statement, check),
        ForStatementSyntax loop => Body(loop.Statement, check),
        CommonForEachStatementSyntax loop => Body(loop.Statement, check),
        _ => [],
    };

    static bool DeclaresMethods(MemberDeclarationSyntax member) => member is BaseTypeDeclarationSyntax or BaseMethodDeclarationSyntax
        or GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax };

    static (int At, string Text)[] Body(StatementSyntax body, string check) => body is BlockSyntax block
        ? [(block.OpenBraceToken.Span.End, check)]
        : [(body.SpanStart, $"{{{check}"), (body.Span.End, "}")];
}
