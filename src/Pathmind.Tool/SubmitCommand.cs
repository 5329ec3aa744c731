using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Commands;
using Pathmind.Reporting;

namespace Pathmind.Tool;

/// <summary><c>submit FILE</c>: hands a script over to the studio, which trains it.</summary>
internal sealed class SubmitCommand : Command
{
    readonly Argument<string> file = new("FILE") { HelpName = "FILE", Description = "Script (.cs, .csx) that declares the simulation." };
    readonly Option<string?> simulation = new("--simulation")
    {
        HelpName = "NAME", Description = "Which of the script's simulations. Default: its only one.",
    };
    readonly Option<string?> options = new("--options") { HelpName = "FILE.json", Description = "Training options as JSON." };
    readonly Option<long?> steps = new("--steps") { HelpName = "N", Description = "Steps after which training ends. Default: 200,000." };
    readonly Option<bool> noStart = new("--no-start") { Description = "Leaves the start to the page." };

    public SubmitCommand()
        : base("submit", "Hands a script over to the studio, which trains it.")
    {
        Add(file);
        Add(simulation);
        Add(options);
        Add(steps);
        Add(noStart);
        SetAction(given => Submit(given));
    }

    int Submit(ParseResult given)
    {
        var studio = StudioSearch.Find()
            ?? throw new CommandException(
                "No studio runs: start one with pathmind studio, or name one with PATHMIND_URL and PATHMIND_TOKEN.");
        var path = given.GetRequiredValue(file);
        using StudioClient client = new(studio, TimeSpan.FromSeconds(30));
        try
        {
            var place = client.Submit(new()
            {
                File = Path.GetFileName(path), Text = File.ReadAllText(path), Simulation = given.GetValue(simulation),
                Options = OptionsOf(given), Start = !given.GetValue(noStart),
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
        JsonObject all = [];
        if (given.GetValue(options) is { } path)
            try
            {
                all = JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new JsonException("it is not an object");
            }
            catch (JsonException exception)
            {
                throw new CommandException($"{path} has no training options as JSON: {exception.Message}");
            }
        if (given.GetValue(steps) is { } number)
            all["Steps"] = number;
        return JsonDocument.Parse(all.ToJsonString()).RootElement.Clone();
    }
}
