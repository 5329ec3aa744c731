using System.CommandLine;
using Pathmind.Training;

namespace Pathmind.Commands;

/// <summary>A command that acts on simulations and policies of a session: its grammar and its execution.</summary>
internal abstract class SessionCommand(string name, string description, CommandPlace place) : Command(name, description)
{
    public CommandPlace Place => place;

    /// <summary>The script to load into the session first; null if the command needs none.</summary>
    public Argument<string>? Script { get; private set; }

    /// <summary>Writes what was measured as lines of JSON; only some commands have it, on a command line.</summary>
    protected Option<bool> AsJson { get; } = new("--json")
    {
        Description = "Writes the result as JSON, for other programs: progress and result, each a line.",
    };

    /// <summary>Whether, as it was given, it writes lines of JSON for another program to standard output.</summary>
    public virtual bool WritesJson(ParseResult given) => Options.Contains(AsJson) && given.GetValue(AsJson);

    /// <summary>What is not kept if the program ends while the command runs, in words.</summary>
    public virtual string Lost(ParseResult given) => "nothing was measured, and no file was written.";

    /// <summary>Longest time of a step, as it was given; null if it was not.</summary>
    public virtual TimeSpan? StepTimeLimit(ParseResult given) => null;

    /// <summary>Executes the command.</summary>
    /// <exception cref="CommandException">A name is unknown, a value is not possible, a policy server does not answer,
    /// or a constructor threw.</exception>
    /// <exception cref="SimulationException">The simulation broke a rule or threw.</exception>
    public void Execute(ParseResult given, CommandScope scope)
    {
        try
        {
            Act(given, scope);
        }
        catch (Exception exception) when (exception is ArgumentException or HttpRequestException)
        {
            throw new CommandException(exception.Message, exception);
        }
        catch (Exception exception) when (exception is not (CommandException or SimulationException or TrainingException
            or SliceException or OperationCanceledException))
        {
            throw new CommandException($"{exception.GetType().Name}: {exception.Message}", exception);
        }
    }

    /// <summary>Does what the command is for; an <see cref="ArgumentException"/> carries a message for the
    /// user.</summary>
    protected abstract void Act(ParseResult given, CommandScope scope);

    /// <summary>The argument that names the simulation; its description names the default.</summary>
    protected static Argument<string?> SimulationArgument(CommandPlace place, CommandCompletions completions)
    {
        Argument<string?> simulation = new("SIMULATION")
        {
            Arity = ArgumentArity.ZeroOrOne, HelpName = "SIMULATION",
            Description = "Class or variable: a Simulation, or a function that makes one. Default: " + (place == CommandPlace.Cell
                ? "what the cell declares or returns, else the newest of the session."
                : "the last one that the script declares."),
        };
        simulation.CompletionSources.Add(_ => completions.Simulations());
        return simulation;
    }

    /// <summary>Adds, on a command line, the script before all other arguments.</summary>
    protected void AddScript()
    {
        if (place != CommandPlace.CommandLine)
            return;
        Add(Script = new("FILE")
        {
            HelpName = "FILE", Description = "Script (.csx or .cs), notebook (.ipynb) or project (.csproj) that declares the simulation; "
                + "gym:NAME for an environment of Gymnasium, or a Python file (.py).",
        });
        Script.CompletionSources.Add(
            context => CommandCompletions.Paths(context.WordToComplete, ".csx", ".cs", ".ipynb", ".csproj", ".py"));
    }

    /// <summary>Adds the command's options; in a cell, where results become variables, also the one that names
    /// them.</summary>
    protected void AddOptions(Option name, params Option[] all)
    {
        foreach (var option in place == CommandPlace.Cell ? [.. all, name] : all)
            Add(option);
    }

    /// <summary>Refuses, before the work, a name that no variable can have.</summary>
    /// <exception cref="CommandException">It is not a name.</exception>
    protected static void RequireVariable(string? name)
    {
        if (name is not null && !(name is [var first, ..] && (char.IsLetter(first) || first == '_')
            && name.All(character => char.IsLetterOrDigit(character) || character == '_')))
            throw new CommandException(
                $"--as is '{name}', but must be the name of a variable: letters, digits and _, not beginning with a digit.");
    }

    /// <summary>Where progress and notices appear: as JSON, if that is asked for.</summary>
    protected IDisplay DisplayOf(ParseResult given, CommandHost host) =>
        WritesJson(given) && host.WriteLine is { } writeLine ? new JsonDisplay(writeLine) : host.Display;

    /// <summary>Shows, in a notebook, which variables hold the results.</summary>
    protected void ShowVariables(CommandScope scope, params string[] names)
    {
        if (place == CommandPlace.Cell)
            scope.Host.Display.Show(new TextLine($"Variable{(names.Length > 1 ? "s" : "")}: {string.Join(", ", names)}"));
    }
}

/// <summary>Where commands are written.</summary>
internal enum CommandPlace
{
    /// <summary>A cell of a notebook: commands act on the session.</summary>
    Cell,

    /// <summary>A command line: commands name a script first.</summary>
    CommandLine,
}

/// <summary>What a command acts on: the session, and the outcome of its cell.</summary>
internal sealed class CommandScope(CommandHost host, CellOutcome cell)
{
    public CommandHost Host => host;

    public CellOutcome Cell => cell;

    /// <summary>Whether a command used what the cell returned: then the cell does not show it.</summary>
    public bool TookValue { get; set; }
}
