using System.CommandLine;

namespace Pathmind.Commands;

/// <summary>Explains the words of magic lines from the grammar.</summary>
internal static class MagicInspector
{
    /// <summary>Help for the word at a position: of a command its whole help, of an option or argument its description;
    /// null for anything else.</summary>
    public static MagicHelp? Inspect(string line, int position)
    {
        var words = Words(line);
        var index = words.FindIndex(word => word.Start <= position && position <= word.End);
        if (index < 0)
            return null;
        var grammar = CommandGrammar.ForCells(CommandHost.None);
        string[] before = [.. words.Take(index).Select(word => word.Text)];
        var word = words[index];
        var text = CommandOf(before, grammar) is { } command ? OfWord(command, before, word.Text) : Magics.Help(word.Text);
        return text is null ? null : new(word.Start, word.End, text);
    }

    /// <summary>The description of a candidate at the end of a line; of its argument if the candidate is empty; null if
    /// there is none.</summary>
    public static string? Describe(string line, string candidate)
    {
        var grammar = CommandGrammar.ForCells(CommandHost.None);
        string[] before = [.. Words(line).Select(word => word.Text)];
        if (CommandOf(before, grammar) is { } command)
            return candidate.StartsWith('-')
                ? command.Options.FirstOrDefault(option => option.Name == candidate)?.Description
                : command.Arguments.FirstOrDefault()?.Description;
        return candidate == Magics.Root
            ? grammar.Root.Description
            : grammar.Commands.FirstOrDefault(known => known.Name == candidate)?.Description;
    }

    /// <summary>The option, the argument or, of a value, the option that it belongs to.</summary>
    static string? OfWord(SessionCommand command, string[] before, string word)
    {
        var name = word.StartsWith('-') ? word : before[^1];
        if (command.Options.FirstOrDefault(option => option.Name == name) is { } option)
            return $"{option.Name}{(option.HelpName is { } value ? $" <{value}>" : "")}\n{option.Description}";
        return command.Arguments.FirstOrDefault() is { } argument ? $"{argument.Name}\n{argument.Description}" : null;
    }

    static SessionCommand? CommandOf(string[] before, CommandGrammar grammar)
    {
        var name = before is [Magics.Root, var second, ..] ? second : before.FirstOrDefault();
        return grammar.Commands.FirstOrDefault(command => command.Name == name);
    }

    /// <summary>The words behind the per cent signs, with their places in the line.</summary>
    static List<ShellWord> Words(string line)
    {
        var signs = line.Length - line.TrimStart(' ', '\t', '%').Length;
        return [.. ShellWord.SplitSoFar(line[signs..].PadLeft(line.Length))];
    }
}

/// <summary>Help for a word of a magic line.</summary>
/// <param name="Start">Start of the word in the line (UTF-16).</param>
/// <param name="End">End; not included.</param>
/// <param name="Text">The help, in lines of text.</param>
public sealed record MagicHelp(int Start, int End, string Text);
