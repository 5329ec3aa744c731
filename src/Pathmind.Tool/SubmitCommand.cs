using System.CommandLine;
using System.Text.Json;
using Pathmind.Commands;
using Pathmind.Reporting;

namespace Pathmind.Tool;

/// <summary><c>submit PATH</c>: hands a script, a folder or a zip over to the studio, which trains it.</summary>
internal sealed class SubmitCommand : Command
{
    readonly Argument<string> path = new("PATH")
    {
        HelpName = "PATH",
        Description = "Script (.cs, .csx) with what it loads, notebook (.ipynb), or a folder or .zip with a project (.csproj) or scripts "
            + "and the files that they read.",
    };
    readonly Option<string?> simulation = new("--simulation")
    {
        HelpName = "NAME", Description = "Which of its simulations. Default: its only one.",
    };
    readonly Option<string?> observations = new("--obs")
    {
        HelpName = "FILE.yaml", Description = "Observations that the policy sees: an obs.yaml. Default: all.",
    };
    readonly Option<string?> options = new("--options") { HelpName = "FILE.json", Description = "Training options as JSON." };
    readonly Option<long?> steps = new("--steps") { HelpName = "N", Description = "Steps after which training ends. Default: 200,000." };
    readonly Option<bool> noStart = new("--no-start") { Description = "Leaves the start to the page." };
    readonly Option<bool> anyway = new("--anyway") { Description = "Trains although Check() finds problems." };

    public SubmitCommand()
        : base("submit", "Hands a script, a folder or a zip over to the studio, which trains it.")
    {
        Add(path);
        foreach (Option option in new Option[] { simulation, observations, options, steps, noStart, anyway })
            Add(option);
        SetAction(given => Submit(given));
    }

    int Submit(ParseResult given)
    {
        var studio = StudioSearch.Find()
            ?? throw new CommandException(
                "No studio runs: start one with pathmind studio, or name one with PATHMIND_URL and PATHMIND_TOKEN.");
        using StudioClient client = new(studio, StudioClient.LongestSubmission);
        try
        {
            var place = client.Submit(SubmittedFiles.Of(given.GetRequiredValue(path)), new()
            {
                File = "", Text = "", Simulation = given.GetValue(simulation), Options = OptionsOf(given),
                Observations = given.GetValue(observations) is { } file ? File.ReadAllText(file) : null,
                Start = !given.GetValue(noStart), Anyway = given.GetValue(anyway),
            });
            Console.WriteLine($"See your Pathmind experiment at: {studio.PageOf(place.Number)}");
            return 0;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or JsonException)
        {
            Console.Error.WriteLine(exception.Message);
            return ExitCode.Failed;
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
