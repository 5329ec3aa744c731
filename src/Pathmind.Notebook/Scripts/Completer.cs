using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pathmind.Scripts;

/// <summary>Says what can stand at a place of a text.</summary>
internal static class Completer
{
    static readonly string[] Keywords =
    [
        .. SyntaxFacts.GetKeywordKinds().Where(kind => SyntaxFacts.IsReservedKeyword(kind)).Select(SyntaxFacts.GetText),
        "async", "await", "dynamic", "from", "get", "global", "init", "nameof", "not", "or", "orderby", "partial", "record", "required", "select", "set", "value", "var", "when", "where", "with", "yield",
    ];

    /// <summary>Candidates for the name that ends at the position, those of the same case first.</summary>
    /// <param name="compilation">Of the text.</param>
    /// <param name="tree">The text.</param>
    /// <param name="position">UTF-16 index.</param>
    public static ScriptCompletions Complete(CSharpCompilation compilation, SyntaxTree tree, int position)
    {
        var text = tree.GetText();
        var start = position;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(text[start - 1]))
            start--;
        if (IsInText(tree, start, position))
            return new(position, position, []);
        var prefix = text.ToString(new(start, position - start));
        var found = Symbols(compilation.GetSemanticModel(tree), tree, start, out var isMember)
            .Where(symbol => symbol.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && symbol.CanBeReferencedByName && !symbol.IsImplicitlyDeclared && !IsHidden(symbol))
            .Select(symbol => new ScriptCompletion(symbol.Name, Kind(symbol)))
            .Concat(isMember ? [] : Keywords.Where(keyword => keyword.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Select(keyword => new ScriptCompletion(keyword, "keyword")))
            .DistinctBy(candidate => candidate.Text)
            .OrderByDescending(candidate => candidate.Text.StartsWith(prefix, StringComparison.Ordinal))
            .ThenBy(candidate => candidate.Text, StringComparer.OrdinalIgnoreCase);
        return new(start, position, [.. found]);
    }

    /// <summary>What a symbol is, in a word that front ends have a picture for.</summary>
    public static string Kind(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol { TypeKind: TypeKind.Struct } => "struct",
        INamedTypeSymbol { TypeKind: TypeKind.Interface } => "interface",
        INamedTypeSymbol { TypeKind: TypeKind.Enum } => "enum",
        INamedTypeSymbol { TypeKind: TypeKind.Delegate } => "delegate",
        ITypeSymbol => "class",
        IMethodSymbol => "method",
        IPropertySymbol => "property",
        IEventSymbol => "event",
        INamespaceSymbol => "namespace",
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => "enum member",
        IFieldSymbol { ContainingType.IsScriptClass: true } or ILocalSymbol or IRangeVariableSymbol => "variable",
        IFieldSymbol => "field",
        IParameterSymbol => "parameter",
        _ => "name",
    };

    static IEnumerable<ISymbol> Symbols(SemanticModel model, SyntaxTree tree, int start, out bool isMember)
    {
        var before = start == 0 ? default : tree.GetRoot().FindToken(start - 1);
        isMember = before.Kind() is SyntaxKind.DotToken or SyntaxKind.MinusGreaterThanToken or SyntaxKind.ColonColonToken && before.Span.End <= start;
        if (!isMember)
            return IsInUsing(before) ? model.LookupNamespacesAndTypes(start) : model.LookupSymbols(start);
        return before.Parent switch
        {
            MemberAccessExpressionSyntax access => Members(model, access.Expression, start),
            QualifiedNameSyntax name => Members(model, name.Left, start),
            AliasQualifiedNameSyntax name => Members(model, name.Alias, start),
            MemberBindingExpressionSyntax { Parent: var parent } when parent?.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } conditional => Members(model, conditional.Expression, start),
            _ => [],
        };
    }

    static bool IsInUsing(SyntaxToken token) => token.Parent?.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { } directive && token != directive.SemicolonToken;

    /// <summary>Members of a namespace, static members of a type, or members of a value with its extension methods.</summary>
    static IEnumerable<ISymbol> Members(SemanticModel model, SyntaxNode left, int position)
    {
        var symbol = model.GetSymbolInfo(left).Symbol;
        if (symbol is INamespaceSymbol space)
            return model.LookupNamespacesAndTypes(position, space);
        if (symbol is ITypeSymbol named && model.GetTypeInfo(left).Type is { } itself && SymbolEqualityComparer.Default.Equals(named, itself) && symbol is not ITypeParameterSymbol)
            return model.LookupStaticMembers(position, named);
        var type = model.GetTypeInfo(left).Type;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable && left.Parent is ConditionalAccessExpressionSyntax)
            type = nullable.TypeArguments[0];
        return type is null or IErrorTypeSymbol ? []
            : model.LookupSymbols(position, type, includeReducedExtensionMethods: true).Where(member => !member.IsStatic && member is not ITypeSymbol);
    }

    /// <summary>Inside of a comment, or of the letters of a string, nothing is a name.</summary>
    static bool IsInText(SyntaxTree tree, int start, int position)
    {
        if (position == 0)
            return false;
        var root = tree.GetRoot();
        var trivia = root.FindTrivia(position - 1);
        if (trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia)
            return true;
        var token = root.FindToken(Math.Max(start - 1, 0));
        return token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken
                or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.NumericLiteralToken
            && token.SpanStart < position && position <= token.Span.End && !IsClosed(token, position);
    }

    static bool IsClosed(SyntaxToken token, int position) => position == token.Span.End && token.Kind() is not SyntaxKind.NumericLiteralToken
        && token.Kind() is not SyntaxKind.InterpolatedStringTextToken && !token.ContainsDiagnostics;

    static bool IsHidden(ISymbol symbol) => symbol.Locations.All(location => location.IsInMetadata) && symbol.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Name == "EditorBrowsableAttribute" && attribute.ConstructorArguments is [{ Value: 1 }]);   // EditorBrowsableState.Never
}
