using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;

namespace Pathmind.Commands;

/// <summary>Completes magic lines from the grammar.</summary>
internal static class MagicCompleter
{
    /// <summary>Completions at the cursor.</summary>
    /// <param name="line">The whole line, from its per cent sign.</param>
    /// <param name="position">The cursor's place in it.</param>
    /// <param name="host">The session.</param>
    public static MagicCompletions Complete(string line, int position, CommandHost host)
    {
        position = Math.Clamp(position, 0, line.Length);
        var signs = line.Length - line.TrimStart(' ', '\t', '%').Length;
        var words = ShellWord.SplitSoFar(line[signs..position].PadLeft(position)).ToList();
        var current = words.Count > 0 && words[^1].End == position ? words[^1] : new("", position, position);
        words.Remove(current);
        var candidates = Suggestions([.. words.Select(word => word.Text)], current.Text, CommandGrammar.ForCells(host));
        var fitting = candidates.Where(candidate => candidate.StartsWith(current.Text, StringComparison.OrdinalIgnoreCase));
        return new(current.Start, position, [.. fitting.Distinct().Select(Quoted)]);
    }

    static IEnumerable<string> Suggestions(string[] before, string written, CommandGrammar grammar)
    {
        string[] names = [.. grammar.Commands.Select(command => command.Name)];
        if (before.Length == 0)
            return [.. Magics.Names];
        if (before is [Magics.Root, .. var rest])
            before = rest;
        if (before.Length == 0 || before is ["help"])
            return before.Length == 0 ? [.. names, "help"] : names;
        if (grammar.Commands.FirstOrDefault(command => command.Name == before[0]) is not { } command)
            return [];
        if (command.Options.FirstOrDefault(option => option.Name == before[^1]) is { } asked and not HelpOption)
            return Labels(asked.GetCompletions, written);
        return written.StartsWith('-')
            ? command.Options.Select(option => option.Name).Except(before)
            : command.Arguments.SelectMany(argument => Labels(argument.GetCompletions, written));
    }

    /// <summary>Suggestions of an option or argument; paths continue what is written so far.</summary>
    static IEnumerable<string> Labels(Func<CompletionContext, IEnumerable<CompletionItem>> complete, string written)
    {
        Command alone = new("complete") { new Argument<string>("word") };
        return complete(alone.Parse([written], CommandGrammar.Parser).GetCompletionContext()).Select(item => item.InsertText ?? item.Label);
    }

    static string Quoted(string candidate) => candidate.Contains(' ') ? $"\"{candidate}\"" : candidate;
}

/// <summary>Completions that replace the text between two positions of a magic line.</summary>
/// <param name="Start">First position (UTF-16) that a candidate replaces.</param>
/// <param name="End">End of the text that is replaced; not included.</param>
/// <param name="Suggestions">The texts, in the order of the grammar.</param>
public sealed record MagicCompletions(int Start, int End, IReadOnlyList<string> Suggestions);
