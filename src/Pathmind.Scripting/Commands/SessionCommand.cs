using System.CommandLine;

namespace Pathmind.Commands;

/// <summary>A command that acts on simulations and policies of a session: its grammar, and how it is carried out.</summary>
internal abstract class SessionCommand(string name, string description, CommandPlace place) : Command(name, description)
{
    public CommandPlace Place => place;

    /// <summary>The script to load into the session first; null if the command needs none.</summary>
    public Argument<string>? Script { get; private set; }

    /// <summary>Carries the command out.</summary>
    /// <exception cref="CommandException">A name is unknown, or a value is not possible.</exception>
    /// <exception cref="SimulationException">The simulation broke a rule or threw.</exception>
    public abstract void Execute(ParseResult given, CommandScope scope);

    /// <summary>On a command line: the script, before all other arguments.</summary>
    protected void AddScript()
    {
        if (place == CommandPlace.CommandLine)
            Add(Script = new("FILE") { Description = "Script (.csx or .cs) that declares the simulation." });
    }

    /// <summary>Shows, in a notebook, which variables hold the results.</summary>
    protected void ShowVariables(CommandScope scope, params string[] names)
    {
        if (place == CommandPlace.Cell)
            scope.Host.Display.Show(new TextLine($"Variable{(names.Length > 1 ? "s" : "")}: {string.Join(", ", names)}"));
    }
}
