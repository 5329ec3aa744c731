using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.QuickInfo;

namespace Pathmind.Notebook.Scripts;

/// <summary>Inspects a name: its signature and its documentation.</summary>
internal static partial class Inspector
{
    /// <summary>What the name at the position, or right before it, means; inside of an argument list without a name,
    /// the method that is called. Null if nothing is known.</summary>
    public static async Task<ScriptInspection?> InspectAsync(Document document, int position)
    {
        var root = (await document.GetSyntaxRootAsync().ConfigureAwait(false))!;
        var service = QuickInfoService.GetService(document)!;
        foreach (var place in Places(root, position))
        {
            if (await service.GetQuickInfoAsync(document, place).ConfigureAwait(false) is { } info
                && Signature(info) is { Length: > 0 } signature)
                return new(signature, Documentation(info));
        }
        return null;
    }

    static string Signature(QuickInfoItem info) =>
        Text(info, kind => kind is QuickInfoSectionKinds.Description
            or QuickInfoSectionKinds.TypeParameters or QuickInfoSectionKinds.AnonymousTypes);

    static string? Documentation(QuickInfoItem info) => Text(info, kind => kind is QuickInfoSectionKinds.DocumentationComments
        or QuickInfoSectionKinds.ReturnsDocumentationComments or QuickInfoSectionKinds.ValueDocumentationComments
        or QuickInfoSectionKinds.Exception or QuickInfoSectionKinds.RemarksDocumentationComments) is { Length: > 0 } text ? text : null;

    /// <summary>Sections of some kinds; classes of cells, which are the compiler's matter, are left out of
    /// names.</summary>
    static string Text(QuickInfoItem info, Func<string, bool> isWanted)
    {
        var sections = info.Sections.Where(section => isWanted(section.Kind)).Select(section => section.Text.Trim());
        return ClassOfCell().Replace(string.Join('\n', sections).ReplaceLineEndings("\n"), "");
    }

    [GeneratedRegex(@"\bSubmission#\d+\.")]
    private static partial Regex ClassOfCell();

    /// <summary>Where to ask, the most likely place first.</summary>
    static IEnumerable<int> Places(SyntaxNode root, int position)
    {
        foreach (var place in new[] { position, position - 1 }.Where(place => place >= 0 && place < root.FullSpan.End))
        {
            var token = root.FindToken(place);
            if (token.Span.Contains(place) && (token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsKeywordKind(token.Kind())))
                yield return token.SpanStart;
        }
        var before = root.FindToken(Math.Clamp(position - 1, 0, Math.Max(root.FullSpan.End - 1, 0)));
        switch (before.Parent?.FirstAncestorOrSelf<ArgumentListSyntax>()?.Parent)
        {
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member }:
                yield return member.Name.SpanStart;
                break;
            case InvocationExpressionSyntax invocation:
                yield return invocation.Expression.SpanStart;
                break;
            case ObjectCreationExpressionSyntax { Type: QualifiedNameSyntax name }:
                yield return name.Right.SpanStart;
                break;
            case ObjectCreationExpressionSyntax creation:
                yield return creation.Type.SpanStart;
                break;
            case ImplicitObjectCreationExpressionSyntax creation:
                yield return creation.SpanStart;
                break;
        }
    }
}

/// <summary>Signature and documentation of a symbol.</summary>
internal sealed record ScriptInspection(string Signature, string? Documentation);
