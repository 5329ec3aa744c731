using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Reporting;

namespace Pathmind.Commands;

/// <summary><c>submit [SIMULATION] --steps …</c> in a cell: hands the code of the notebook's cells over to the studio,
/// which trains it; the experiment becomes a variable.</summary>
internal sealed class SubmitMagic : SessionCommand
{
    const string DefaultVariable = "experiment";

    readonly Argument<string?> simulation;
    readonly Option<long?> steps = OptionValues.Whole(
        "--steps", "Steps of all simulations together after which training ends. Default: 200,000.");
    readonly Option<string?> options = OptionValues.Text("--options", "FILE.json", "Training options as JSON, among them those of PPO.");
    readonly Option<string?> observations = OptionValues.Text(
        "--obs", "FILE.yaml", "Observations that the policy sees: an obs.yaml. Default: all.");
    readonly Option<bool> noStart = new("--no-start") { Description = "Leaves the start to the page." };
    readonly Option<bool> anyway = new("--anyway") { Description = "Trains although Check() finds problems." };
    readonly Option<string?> name = OptionValues.Text("--as", "NAME", $"Variable for the experiment. Default: {DefaultVariable}.");

    public SubmitMagic(CommandCompletions completions)
        : base("submit", "Hands the cells' code over to the studio, which trains it while the notebook goes on.", CommandPlace.Cell)
    {
        Add(simulation = SimulationArgument(CommandPlace.Cell, completions));
        options.CompletionSources.Add(context => CommandCompletions.Paths(context.WordToComplete, ".json"));
        observations.CompletionSources.Add(context => CommandCompletions.Paths(context.WordToComplete, ".yaml", ".yml"));
        AddOptions(name, steps, options, observations, noStart, anyway);
    }

    protected override void Act(ParseResult given, CommandScope scope)
    {
        var variable = given.GetValue(name) ?? DefaultVariable;
        RequireVariable(variable);
        var target = SimulationTarget.Find(scope, given.GetValue(simulation));
        var cells = scope.Host.Cells?.Invoke()
            ?? throw new CommandException("This host does not know the code of its cells: submit a script.");
        var folder = Directory.CreateTempSubdirectory("pathmind-submit-").FullName;
        try
        {
            var experiment = SimulationSubmission.Send(SubmittedFiles.OfCells(cells, Environment.CurrentDirectory, folder), new()
            {
                File = "", Text = "", Simulation = target.Type.Name, Options = OptionsOf(given),
                Observations = given.GetValue(observations) is { } file ? File.ReadAllText(file) : null,
                Start = !given.GetValue(noStart), Anyway = given.GetValue(anyway),
            }, StudioAddress.Automatic);
            scope.Host.Set(variable, experiment);
            scope.Host.Display.Show(new TextLine($"See your Pathmind experiment at: {experiment.Url}"));
            ShowVariables(scope, variable);
        }
        catch (InvalidOperationException exception)
        {
            throw new CommandException(exception.Message, exception);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    JsonElement OptionsOf(ParseResult given)
    {
        var all = given.GetValue(options) is { } file ? OptionsFile.Text(file) : [];
        if (given.GetValue(steps) is { } number)
            all["Steps"] = number;
        return JsonDocument.Parse(all.ToJsonString()).RootElement.Clone();
    }
}
