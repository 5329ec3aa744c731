using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Pathmind.Commands;

namespace Pathmind.Interactive;

/// <summary>Answers what an editor asks about a line that begins with a magic or with a directive.</summary>
internal static partial class MagicAnswers
{
    const string Markdown = "text/markdown";

    /// <summary>Publishes completions or help; nothing for other questions.</summary>
    /// <param name="request">What was asked, and where in the line.</param>
    /// <param name="line">The line: <c>%train --st</c> or <c>#!train --st</c>.</param>
    /// <param name="host">The session.</param>
    /// <param name="context">Publishes the answers.</param>
    public static void Publish(LanguageServiceCommand request, string line, CommandHost host, KernelInvocationContext context)
    {
        var magic = DirectiveMark().Replace(line, " %", 1).PadRight(request.LinePosition.Character);
        if (request is RequestCompletions completions)
            context.Publish(Completions(completions, magic, host));
        else if (request is RequestHoverText hover && Magics.Inspect(magic, request.LinePosition.Character) is { } help)
            context.Publish(new HoverTextProduced(
                hover, [new FormattedValue(Markdown, $"```text\n{help.Text}\n```")], Span(request, help.Start, help.End)));
    }

    static CompletionsProduced Completions(RequestCompletions request, string line, CommandHost host)
    {
        var found = Magics.Complete(line, request.LinePosition.Character, host);
        return new([.. found.Suggestions.Select(Item)], request, Span(request, found.Start, found.End));

        CompletionItem Item(string candidate) => new(
            candidate, candidate.StartsWith('-') ? "Property" : "Method", filterText: candidate, sortText: candidate, insertText: candidate,
            documentation: Magics.Describe(line, candidate));
    }

    static LinePositionSpan Span(LanguageServiceCommand request, int start, int end) =>
        new(new(request.LinePosition.Line, start), new(request.LinePosition.Line, end));

    [GeneratedRegex("#!(?=[a-z])")]
    private static partial Regex DirectiveMark();
}
