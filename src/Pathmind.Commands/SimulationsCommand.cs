using System.CommandLine;
using Pathmind.Simulations;

namespace Pathmind.Commands;

/// <summary><c>simulations</c>: lists the simulations of the session.</summary>
internal sealed class SimulationsCommand : SessionCommand
{
    static readonly TableColumn[] Columns =
    [
        new("simulation", ColumnAlignment.Left), new("agents"),
        new("actions", ColumnAlignment.Left), new("observations", ColumnAlignment.Left),
    ];

    public SimulationsCommand(CommandPlace place)
        : base("simulations", "Lists the available simulations, with agents, action space and observations.", place) => AddScript();

    protected override void Act(ParseResult given, CommandScope scope)
    {
        List<string> broken = [];
        object?[][] rows = [.. SimulationTarget.Names(scope.Host).Select(name => Row(SimulationTarget.Find(scope, name), broken))];
        scope.Host.Display.Show(rows.Length == 0
            ? new TextLine("There is no simulation yet: declare a class that derives from Simulation.")
            : new Table(Columns, rows) { ShownRows = 100 });
        if (broken.Count > 0)
            throw new CommandException(string.Join("\n", broken));
    }

    /// <summary>Describes a new instance, since one of the user's would be reset.</summary>
    static object?[] Row(SimulationTarget target, List<string> broken)
    {
        var name = target.Name == target.Type.Name ? target.Name : $"{target.Name} ({target.Type.Name})";
        if (target.Create is null)
            return [name, null, $"needs {Constructors.Parameters(target.Type)}", null];
        SimulationInstances instances = new(() => target.Make()!);
        try
        {
            var schema = new SimulationDriver(instances.New(), new Random(0)).Schema;
            var spaces = string.Join("; ", schema.Kinds.Select(kind => $"{kind.Actions.Space}"));
            var observations = string.Join(", ", schema.Kinds.SelectMany(kind => kind.Observations.Names).Distinct());
            return [name, schema.Agents, spaces, observations];
        }
        catch (Exception exception) when (exception is SimulationException or ArgumentException or CommandException)
        {
            broken.Add(exception.Message);
            return [name, null, exception.Message, null];
        }
        finally
        {
            instances.DisposeAll();                                      // made only to be described
        }
    }
}
