using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Pathmind.Commands;

namespace Pathmind.Notebook.Scripts;

/// <summary>Helps to write an expression of a type, as a reward function: what is wrong with it, and what can be
/// written at a place. Nothing of it runs, and nothing is kept.</summary>
/// <param name="session">In which it will be evaluated.</param>
/// <param name="type">That it is to have.</param>
/// <param name="indexed">The type whose names in brackets are known, as in <c>x["found"]</c>.</param>
/// <param name="names">These names.</param>
internal sealed class ExpressionEditor(ScriptSession session, Type type, Type indexed, IReadOnlyList<string> names)
{
    const int MostSuggestions = 60;

    readonly string before = $"({TypeName.Full(type)})(\n";              // so that line 1 is the expression's first

    /// <summary>Errors in the order of the text; empty if it compiles and names what exists.</summary>
    public IReadOnlyList<ExpressionProblem> Problems(string expression)
    {
        var tree = ScriptParsing.Parse($"{before}{expression}\n)");
        var compilation = session.Continue(tree);
        var errors = compilation.GetDiagnostics().Where(each => each.Severity == DiagnosticSeverity.Error).ToArray();
        if (errors.Length > 0)
            return [.. errors.Select(error => At(error.Location.GetLineSpan(), expression, error.GetMessage())).Distinct()];
        var model = compilation.GetSemanticModel(tree);
        return
        [
            .. from access in tree.GetRoot().DescendantNodes().OfType<ElementAccessExpressionSyntax>()
               where NameIn(access) is { } name && !names.Contains(name) && IsIndexed(model.GetTypeInfo(access.Expression).Type)
               select At(access.ArgumentList.Arguments[0].GetLocation().GetLineSpan(), expression,
                   $"There is no reward term '{NameIn(access)}'. There are: {string.Join(", ", names)}."),
        ];
    }

    /// <summary>What can be written at a position (UTF-16 index): names between quotes after a bracket, else what C#
    /// knows.</summary>
    public ScriptCompletions Complete(string expression, int position)
    {
        position = Math.Clamp(position, 0, expression.Length);
        var tree = ScriptParsing.Parse($"{before}{expression}\n)");
        var token = tree.GetRoot().FindToken(before.Length + Math.Max(0, position - 1));
        if (token.IsKind(SyntaxKind.StringLiteralToken) && token.Parent?.Parent?.Parent is BracketedArgumentListSyntax)
        {
            var start = token.SpanStart - before.Length + 1;
            if (position >= start)
                return Names(expression, start, position, name => name);
        }
        if (expression[..position].TrimEnd().EndsWith('['))
            return Names(expression, position, position, name => $"\"{name}\"");
        var found = session.Complete($"{before}{expression}\n)", before.Length + position);
        return new(found.Start - before.Length, found.End - before.Length, [.. found.Suggestions.Take(MostSuggestions)]);
    }

    ScriptCompletions Names(string expression, int start, int position, Func<string, string> written)
    {
        var typed = expression[start..position];
        var end = position;
        while (end < expression.Length && expression[end] is not ('"' or ']' or '\n'))
            end++;                                                       // the rest of the name goes as well
        return new(start, end,
            [
                .. names.Where(name => name.Contains(typed, StringComparison.OrdinalIgnoreCase))
                    .Select(name => new ScriptCompletion(written(name), "field")),
            ]);
    }

    static string? NameIn(ElementAccessExpressionSyntax access) =>
        access.ArgumentList.Arguments is [{ Expression: LiteralExpressionSyntax { Token.Value: string name } }] ? name : null;

    bool IsIndexed(ITypeSymbol? symbol) => symbol?.ToDisplayString() == indexed.FullName;

    /// <summary>A place in the expression: line 0 of the text is that of the cast, and what is behind the end is at
    /// it.</summary>
    static ExpressionProblem At(FileLinePositionSpan span, string expression, string message)
    {
        var lines = expression.Split('\n');
        var (line, column) = Clamp(span.StartLinePosition.Line, span.StartLinePosition.Character);
        var (endLine, endColumn) = Clamp(span.EndLinePosition.Line, span.EndLinePosition.Character);
        return new(line, column, endLine, Math.Max(endColumn, endLine == line ? column + 1 : 1), message);

        (int Line, int Column) Clamp(int number, int character) => number < 1 ? (1, 1)
            : number > lines.Length ? (lines.Length, lines[^1].Length + 1) : (number, character + 1);
    }
}

/// <summary>An error in an expression; lines and columns from 1, the end is behind the last letter.</summary>
internal sealed record ExpressionProblem(int Line, int Column, int EndLine, int EndColumn, string Message);
