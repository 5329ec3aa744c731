using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using Pathmind.Commands;
using Pathmind.Displays;
using Pathmind.Notebook.Scripts;
using Pathmind.Reporting;

namespace Pathmind.Tool;

/// <summary><c>check PATH [SIMULATION]</c>: compiles a script, a project or a folder, and examines its
/// simulation.</summary>
internal sealed class CheckCommand : Command
{
    readonly Argument<string> path = new("PATH")
    {
        HelpName = "PATH", Description = "Script (.csx, .cs), notebook (.ipynb), project (.csproj), or a folder that has one.",
    };
    readonly Argument<string?> simulation = new("SIMULATION")
    {
        HelpName = "SIMULATION", Arity = ArgumentArity.ZeroOrOne, Description = "Which simulation. Default: the only one.",
    };
    readonly Option<int> steps = new("--steps")
    {
        HelpName = "N", Description = "Steps in each of the four walks that are compared.", DefaultValueFactory = _ => 2_000,
    };
    readonly Option<TimeSpan?> time = OptionValues.Duration(
        "--time", "About how long the check may take: of a slow simulation it makes fewer steps, and says so. Default: 20s.");
    readonly Option<string?> reward = OptionValues.Text(
        "--reward", "FUNCTION", "A reward in C# that is compiled and tried on a step's terms: 'x => 2 * x[\"found\"]'.");
    readonly Option<bool> json = new("--json") { Description = "Writes what was found as JSON, for other programs." };

    public CheckCommand()
        : base("check", "Examines a simulation under random actions: what would spoil a training.")
    {
        Add(path);
        Add(simulation);
        Add(steps);
        Add(time);
        Add(reward);
        Add(json);
        SetAction(given => Check(given));
    }

    int Check(ParseResult given)
    {
        using CancelKey cancelKey = new(ending: null, PosixSignal.SIGTERM);
        using StopPatience patience = new("nothing was found out.", StopPatience.End, PosixSignal.SIGINT, PosixSignal.SIGTERM);
        using JsonLinesOutput output = new();                            // what the simulation prints is not the answer
        var report = new CodeExamination(given.GetValue(steps), given.GetValue(time), given.GetValue(reward), cancelKey.Token)
            .Examine(given.GetRequiredValue(path), given.GetValue(simulation));
        output.WriteLine(given.GetValue(json) ? JsonSerializer.Serialize(report, StudioJson.Default.CodeReport) : Text(report));
        return report.Fault is null ? 0 : ExitCode.Failed;
    }

    static string Text(CodeReport report) => string.Join('\n',
    [
        report.Fault is null ? $"{report.Simulation}: {SimulationCheck.NoProblem(report.Omissions.Length)}" : report.Message,
        .. report.Hints.Length > 0 ? ["Worth a look; it may be intended:"] : Array.Empty<string>(),
        .. report.Hints.Select(hint => $"  ? {hint}"),
        .. SimulationCheck.OmissionLines(report.Omissions, $"--time {report.MinutesForMore}m"),
    ]);
}
