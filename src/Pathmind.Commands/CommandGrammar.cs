using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Pathmind.Commands;

/// <summary>The commands of notebook cells and of the command line: one grammar.</summary>
internal sealed class CommandGrammar
{
    /// <summary>No files of arguments (@file), no -abc for -a -b -c: every word is taken as it is written.</summary>
    public static ParserConfiguration Parser { get; } = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Characters of a line of help in a notebook.</summary>
    const int CellWidth = 110;

    CommandGrammar(CommandPlace place, CommandCompletions completions)
    {
        Commands =
        [
            new TrainCommand(place, completions), new RunCommand(place, completions),
            new CompareCommand(place, completions), new ImportanceCommand(place, completions),
            new PoliciesCommand(place), new SimulationsCommand(place),
            .. place == CommandPlace.Cell ? new SessionCommand[] { new SubmitMagic(completions) } : [],
        ];
        Root = new Command("pathmind", "Trains, runs and compares policies for the simulations in this notebook.");
        foreach (var command in Commands)
        {
            command.Add(Help(place));
            Root.Add(command);
        }
        Root.Add(Help(place));
    }

    /// <summary>train, run, compare, importance, policies, simulations; in cells submit, which the tool has for
    /// files.</summary>
    public IReadOnlyList<SessionCommand> Commands { get; }

    /// <summary>The commands under <c>pathmind</c>, for cells; the tool puts them under its own root.</summary>
    public Command Root { get; }

    /// <summary>The grammar of magics: commands act on the session.</summary>
    public static CommandGrammar ForCells(CommandHost host) => new(CommandPlace.Cell, new(host));

    /// <summary>The grammar of the command line: commands name a script first.</summary>
    public static CommandGrammar ForCommandLine() => new(CommandPlace.CommandLine, new(null));

    /// <summary>Reads a command.</summary>
    /// <param name="words">Beginning with the command: <c>train</c>, <c>--steps</c>, <c>1000</c>.</param>
    /// <exception cref="CommandException">It is not a command, or has an error.</exception>
    public ParseResult Parse(IReadOnlyList<string> words)
    {
        var result = Root.Parse([.. words], Parser);
        return Error(result) is { } error ? throw new CommandException(error) : result;
    }

    /// <summary>What is wrong with a command line, in words, with the nearest right name; null if nothing is.</summary>
    public static string? Error(ParseResult result)
    {
        var command = result.CommandResult.Command;
        if (command.Subcommands.Count > 0 && result.UnmatchedTokens is [var unknown, ..])
            return unknown.StartsWith('-')
                ? UnknownOption(unknown, command)
                : $"There is no command '{unknown}'. "
                    + Suggestions.Say(unknown, "commands", command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name));
        string[] arguments =
        [
            .. result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(child => child.Tokens).Select(token => token.Value),
            .. result.UnmatchedTokens,
        ];
        if (arguments.FirstOrDefault(word => word.Length > 1 && word[0] == '-' && !double.TryParse(word, out _)) is { } option)
            return UnknownOption(option, command);
        if (result.UnmatchedTokens is [var extra, ..])
            return $"Unexpected argument '{extra}' for {command.Name}. {Suggestions.Say(extra, "options", Options(command))}";
        return result.Errors.Count == 0 || result.Action is HelpAction
            ? null
            : string.Join(" ", result.Errors.Select(error => error.Message).Distinct());
    }

    /// <summary>The help text of a command, as the command line shows it; of all commands without a name.</summary>
    /// <exception cref="CommandException">There is no such command.</exception>
    public string Help(string? command = null) => HelpText(Parse(command is null ? ["--help"] : [command, "--help"]));

    /// <summary>What a command line that asks for help prints, without blanks at the ends of lines.</summary>
    public static string HelpText(ParseResult asked)
    {
        using StringWriter text = new() { NewLine = "\n" };
        asked.Invoke(new() { Output = text });
        return string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd())).Trim();
    }

    /// <summary>The help option: in a cell lines have a fixed width; a console knows its own.</summary>
    static HelpOption Help(CommandPlace place) =>
        place == CommandPlace.Cell ? new() { Action = new HelpAction { MaxWidth = CellWidth } } : new();

    static string UnknownOption(string option, Command command) =>
        $"There is no option '{option}'. {Suggestions.Say(option, "options", Options(command))}";

    static IEnumerable<string> Options(Command command) => command.Options
        .Where(option => option is not HelpOption && !option.Hidden).Select(option => option.Name);
}
