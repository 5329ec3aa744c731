using System.CommandLine;
using System.CommandLine.Help;

namespace Pathmind.Commands;

/// <summary>Executes the magics of a notebook's cells: <c>%pathmind train</c>, <c>%train</c>, <c>%run</c>, … One
/// implementation for every host.</summary>
public static class Magics
{
    internal const string Root = "pathmind";

    /// <summary>Magics that a line can begin with.</summary>
    public static IReadOnlyList<string> Names { get; } = ["train", "run", Root];

    /// <summary>Runs a cell: reads its magics, runs its C#, then executes the magics, in their order. A cell without C#
    /// acts on the session.</summary>
    /// <param name="cell">The cell, taken apart.</param>
    /// <param name="host">The session.</param>
    /// <param name="runCSharp">Runs C# and returns how it ended; it handles errors of the user's code.</param>
    /// <returns>How the C# ended; without its value if a magic took it.</returns>
    /// <exception cref="CommandException">A magic is not understood (then nothing has run), or cannot be
    /// executed.</exception>
    /// <exception cref="SimulationException">A simulation broke a rule or threw.</exception>
    /// <exception cref="TrainingException">The same after something was learnt; what was learnt is in the
    /// variables.</exception>
    public static async Task<CellOutcome> RunAsync(MagicCell cell, CommandHost host, Func<string, Task<CellOutcome>> runCSharp)
    {
        var grammar = CommandGrammar.ForCells(host);
        var magics = cell.Magics.Select(magic => Read(magic, grammar)).ToArray();
        var outcome = cell.HasCode ? await runCSharp(cell.Code).ConfigureAwait(true) : CellOutcome.Empty;
        if (outcome.Failed)
            return outcome;
        CommandScope scope = new(host, outcome);
        using var shown = Display.Use(host.Display);
        foreach (var magic in magics)
            Execute(magic, scope);
        return scope.TookValue ? outcome with { Value = null } : outcome;
    }

    /// <summary>Completions at a position of a magic line: magics, commands, options, simulations, policies,
    /// paths.</summary>
    /// <param name="line">The line, beginning with its per cent sign.</param>
    /// <param name="position">The cursor in it (UTF-16 index).</param>
    /// <param name="host">The session.</param>
    public static MagicCompletions Complete(string line, int position, CommandHost host) =>
        MagicCompleter.Complete(line, position, host);

    /// <summary>The help text of a magic or a command, for a tooltip; null if the word is neither.</summary>
    public static string? Help(string word)
    {
        var name = word.TrimStart('%');
        var grammar = CommandGrammar.ForCells(CommandHost.None);
        return name is Root or "help" ? grammar.Help()
            : grammar.Commands.Any(command => command.Name == name) ? grammar.Help(name) : null;
    }

    /// <summary>Help for the word at a position of a magic line; null if there is none.</summary>
    /// <param name="line">The line, beginning with its per cent sign.</param>
    /// <param name="position">The cursor in it (UTF-16 index).</param>
    public static MagicHelp? Inspect(string line, int position) => MagicInspector.Inspect(line, position);

    /// <summary>The description of a magic, a command or an option that could be the next word of a magic line; null if
    /// there is none.</summary>
    /// <param name="line">The line, beginning with its per cent sign, up to the word.</param>
    /// <param name="candidate">The word; empty for the line's argument.</param>
    public static string? Describe(string line, string candidate) => MagicInspector.Describe(line, candidate);

    /// <summary>The name of a magic's argument, as its help gives it: <c>SIMULATION</c>.</summary>
    public static string WordsOf(string magic) => CommandsOf(magic) is [var command] ? command.Arguments[0].Name : "COMMAND";

    /// <summary>Names of the options that a magic takes, as <c>--steps</c>; for pathmind those of all
    /// commands.</summary>
    public static IReadOnlyList<string> OptionsOf(string magic) =>
        [.. CommandsOf(magic).SelectMany(command => command.Options).Select(option => option.Name).Distinct()];

    static SessionCommand[] CommandsOf(string magic) =>
        [.. CommandGrammar.ForCells(CommandHost.None).Commands.Where(command => magic == Root || command.Name == magic)];

    /// <exception cref="CommandException">The line is not a magic of the kit, or has an error.</exception>
    static ParseResult Read(MagicLine magic, CommandGrammar grammar)
    {
        string[] words = [.. ShellWord.Split(magic.Text).Select(word => word.Text)];
        if (words is [Root, .. var rest])
            words = rest.Length == 0 ? ["--help"] : rest;
        else if (words.Length == 0 || !Names.Contains(words[0]))
            throw UnknownMagic(magic.Number, $"%{words.FirstOrDefault()}");
        if (words is ["help", .. var about])
            words = [.. about, "--help"];
        try
        {
            return grammar.Parse(words);
        }
        catch (CommandException exception)
        {
            throw new CommandException($"Line {magic.Number}: {exception.Message}", exception);
        }
    }

    static CommandException UnknownMagic(int line, string word) =>
        new($"Line {line}: there is no magic '{word}'. {Suggestions.Say(word, "magics", Names.Select(name => $"%{name}"))}");

    static void Execute(ParseResult magic, CommandScope scope)
    {
        if (magic.Action is HelpAction)
        {
            scope.Host.Display.Show(new TextLine(CommandGrammar.HelpText(magic)));
            return;
        }
        if (magic.CommandResult.Command is not SessionCommand command)
            throw new CommandException(
                $"Which command? {Suggestions.Say("", "commands", magic.CommandResult.Command.Subcommands.Select(sub => sub.Name))}");
        command.Execute(magic, scope);
    }
}
