using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.Tags;
using Microsoft.CodeAnalysis.Text;

namespace Pathmind.Notebook.Scripts;

/// <summary>Completes code: finds what can be written at a position.</summary>
internal static class Completer
{
    /// <summary>Suggestions that begin with what is written before the position, those of the same case
    /// first.</summary>
    /// <param name="document">The text.</param>
    /// <param name="position">UTF-16 index.</param>
    public static async Task<ScriptCompletions> CompleteAsync(Document document, int position)
    {
        var service = CompletionService.GetService(document)!;
        var list = await service.GetCompletionsAsync(document, position).ConfigureAwait(false);
        var start = Math.Min(list.Span.Start, position);
        var text = await document.GetTextAsync().ConfigureAwait(false);
        var typed = text.ToString(TextSpan.FromBounds(start, position));
        var variables = await VariablesAsync(document, text, start).ConfigureAwait(false);
        var found = new List<(TextChange Change, string Kind)>();
        var items = list.ItemsList.Where(item => Begins(item, typed))
            .OrderByDescending(item => Begins(item, typed, sameCase: true))
            .ThenBy(item => item.SortText, StringComparer.OrdinalIgnoreCase);
        foreach (var item in items)
        {
            var change = await ChangeAsync(service, document, item, TextSpan.FromBounds(start, position)).ConfigureAwait(false);
            found.Add((change, variables.Contains(item.DisplayText) && IsField(item) ? "variable" : Kind(item)));
        }
        return Align(found, text, start, position);
    }

    static bool Begins(CompletionItem item, string typed, bool sameCase = false) => !item.Tags.Contains(WellKnownTags.Snippet)
        && item.FilterText.StartsWith(typed, sameCase ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    /// <summary>What a candidate writes where. Most are only a name; a member that is overridden comes with its
    /// body.</summary>
    static async Task<TextChange> ChangeAsync(CompletionService service, Document document, CompletionItem item, TextSpan typed) =>
        !item.IsComplexTextEdit && item.Properties.TryGetValue("InsertionText", out var name)
            ? new(typed, name)
            : (await service.GetChangeAsync(document, item).ConfigureAwait(false)).TextChange;

    /// <summary>All candidates replace the same part of the text, as front ends require it: the longest that one of
    /// them does.</summary>
    static ScriptCompletions Align(List<(TextChange Change, string Kind)> found, SourceText text, int start, int position)
    {
        if (found.Count == 0)
            return new(position, position, []);
        var from = Math.Min(start, found.Min(each => each.Change.Span.Start));
        var to = Math.Max(position, found.Max(each => each.Change.Span.End));
        var candidates = found.Select(each => new ScriptCompletion(
            text.ToString(TextSpan.FromBounds(from, each.Change.Span.Start)) + each.Change.NewText
                + text.ToString(TextSpan.FromBounds(each.Change.Span.End, to)),
            each.Kind));
        return new(from, to, [.. candidates.DistinctBy(candidate => candidate.Text)]);
    }

    /// <summary>Names of variables of the session, which are fields for Roslyn; none after a dot.</summary>
    static async Task<HashSet<string>> VariablesAsync(Document document, SourceText text, int start)
    {
        if (start > 0 && text[start - 1] == '.')
            return [];
        var model = (await document.GetSemanticModelAsync().ConfigureAwait(false))!;
        return [.. model.LookupSymbols(start).Where(symbol => symbol is IFieldSymbol { ContainingType.IsScriptClass: true })
            .Select(symbol => symbol.Name)];
    }

    static bool IsField(CompletionItem item) => item.Tags.Contains(WellKnownTags.Field) || item.Tags.Contains(WellKnownTags.Constant);

    /// <summary>What a candidate is, in a word that front ends have an icon for.</summary>
    static string Kind(CompletionItem item) => item.Tags.FirstOrDefault() switch
    {
        WellKnownTags.Structure => "struct",
        WellKnownTags.ExtensionMethod => "method",
        WellKnownTags.EnumMember => "enum member",
        WellKnownTags.Constant => "field",
        WellKnownTags.Local or WellKnownTags.RangeVariable => "variable",
        WellKnownTags.TypeParameter => "class",
        null => "name",
        var tag => tag.ToLowerInvariant(),
    };
}

/// <summary>Suggestions for the text between Start and End (UTF-16 indices).</summary>
internal sealed record ScriptCompletions(int Start, int End, IReadOnlyList<ScriptCompletion> Suggestions);

/// <summary>A candidate. Kind: class, method, property, keyword, …</summary>
internal sealed record ScriptCompletion(string Text, string Kind);
