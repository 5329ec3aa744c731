using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pathmind.Scripts;

/// <summary>Says what a name means: its signature and its documentation.</summary>
internal static class Inspector
{
    const int Overloads = 10;                                        // shown, at most

    static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.MinimallyQualifiedFormat
        .AddMemberOptions(SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeConstantValue)
        .AddGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeConstraints)
        .AddKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword);

    /// <summary>What the name at the position, or right before it, means; inside of an argument list without a name, the method that is called.</summary>
    public static ScriptInspection? Inspect(CSharpCompilation compilation, SyntaxTree tree, int position)
    {
        var model = compilation.GetSemanticModel(tree);
        var symbols = Candidates(tree, position).Select(node => Meaning(model, node)).FirstOrDefault(found => found.Length > 0) ?? [];
        if (symbols.Length == 0)
            return null;
        var symbol = symbols[0];
        var signature = string.Join('\n', symbols.Take(Overloads).Select(each => each.ToDisplayString(Format)));
        if (symbols.Length > Overloads)
            signature += $"\n… and {symbols.Length - Overloads} more";
        return new(signature, Documentation(symbol, compilation));
    }

    /// <summary>The nodes that may be meant, the most likely first.</summary>
    static IEnumerable<SyntaxNode> Candidates(SyntaxTree tree, int position)
    {
        var root = tree.GetRoot();
        foreach (var place in new[] { position, position - 1 }.Where(place => place >= 0 && place < root.FullSpan.End))
        {
            var token = root.FindToken(place);
            if (token.Span.Contains(place) && token.Parent is { } parent && (token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsPredefinedType(token.Kind()) || token.IsKind(SyntaxKind.ThisKeyword)))
                yield return parent;
        }
        var before = root.FindToken(Math.Clamp(position - 1, 0, Math.Max(root.FullSpan.End - 1, 0)));
        if (before.Parent?.FirstAncestorOrSelf<ArgumentListSyntax>() is { Parent: { } call })
            yield return call is InvocationExpressionSyntax invocation ? invocation.Expression : call;
    }

    /// <summary>What the node refers to or declares; of a method that is named, but not called yet, all overloads.</summary>
    static ISymbol[] Meaning(SemanticModel model, SyntaxNode node)
    {
        if (model.GetDeclaredSymbol(node) is { } declared)
            return [declared];
        if (node is VariableDeclaratorSyntax or SingleVariableDesignationSyntax)
            return [];
        var info = model.GetSymbolInfo(node);
        if (info.Symbol is IMethodSymbol method)
            return [method, .. model.GetMemberGroup(node).Where(other => !SymbolEqualityComparer.Default.Equals(other, method))];
        if (info.Symbol is not null)
            return [info.Symbol];
        var group = model.GetMemberGroup(node);
        return group.Length > 0 ? [.. group] : [.. info.CandidateSymbols];
    }

    /// <summary>Its own; that of what it overrides or implements; a variable has none of its own, and shows that of its type.</summary>
    static string? Documentation(ISymbol symbol, Compilation compilation)
    {
        for (var each = symbol; each is not null; each = Base(each))
        {
            if (each.GetDocumentationCommentXml() is { Length: > 0 } xml && !xml.Contains("<inheritdoc", StringComparison.Ordinal))
                return DocumentationText.Of(xml);
        }
        var type = symbol switch
        {
            ILocalSymbol local => local.Type,
            IParameterSymbol parameter => parameter.Type,
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.ContainingType,
            _ => null,
        };
        return type is null || SymbolEqualityComparer.Default.Equals(type, symbol) ? null : Documentation(type, compilation);
    }

    static ISymbol? Base(ISymbol symbol)
    {
        var original = symbol is IMethodSymbol { ReducedFrom: { } reduced } ? reduced : symbol.OriginalDefinition;
        if (!SymbolEqualityComparer.Default.Equals(original, symbol))
            return original;
        var overridden = symbol switch
        {
            IMethodSymbol method => method.OverriddenMethod,
            IPropertySymbol property => (ISymbol?)property.OverriddenProperty,
            _ => null,
        };
        return overridden ?? symbol.ContainingType?.AllInterfaces.SelectMany(each => each.GetMembers(symbol.Name))
            .FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol));
    }
}
