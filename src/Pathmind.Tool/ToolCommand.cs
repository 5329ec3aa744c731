using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using Pathmind.Commands;
using Pathmind.Tool.Gym;
using Pathmind.Tool.Lab;

namespace Pathmind.Tool;

/// <summary>The command line <c>pathmind …</c>. That of a script, <c>pathmind mouse.csx …</c>, belongs to the script
/// and is not read here.</summary>
internal sealed class ToolCommand : RootCommand
{
    public ToolCommand()
        : base("Reinforcement learning in C#. Runs scripts, trains and runs policies of the simulations that they declare, and is the C# "
        + "kernel of Jupyter notebooks.\n\n"
            + "pathmind FILE.csx [arguments] runs a script; a .cs file is run as dotnet run would.")
    {
        foreach (var command in CommandGrammar.ForCommandLine().Commands)
        {
            command.Options.Remove(command.Options.OfType<HelpOption>().Single());           // the root's serves all
            command.SetAction(given => SessionRun.Execute(command, given));
            Add(command);
        }
        Add(new NewCommand());
        Add(new JupyterCommand());
        Add(new KernelCommand());
        Add(ServeCommand.Create());
        Add(StudioCommand.Create());
        Add(new WorkerCommand());
        Add(new WorkersCommand());
        Add(new SlicesCommand());
        Add(new RolloutsCommand());
        Add(new CheckCommand());
        Add(new LabCommand());
        Add(new GymCommand());
        Add(new SubmitCommand());
        Add(new ExperimentsCommand());
        Add(new ExperimentCommand());
        Add(new ExportCommand());
        Add(new ReportCommand());
        SetAction(given => new HelpAction().Invoke(given));
    }

    /// <summary>What is wrong with a command line; null if nothing is, or if it asks what could follow.</summary>
    public string? Error(ParseResult given) =>
        Directives.Any(directive => given.GetResult(directive) is not null) ? null : CommandGrammar.Error(given);

    /// <inheritdoc/>
    public override IEnumerable<CompletionItem> GetCompletions(CompletionContext context) =>
        base.GetCompletions(context).Concat(CommandCompletions.Paths(context.WordToComplete, ScriptRun.Endings));
}
