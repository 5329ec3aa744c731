using System.CommandLine;
using System.Text.Json;
using Pathmind.Commands;
using Pathmind.Reporting;

namespace Pathmind.Tool;

/// <summary><c>experiments</c>: lists what the studio knows, the newest first.</summary>
internal sealed class ExperimentsCommand : Command
{
    static readonly TableColumn[] Columns =
    [
        new("#"), new("name", ColumnAlignment.Left), new("status", ColumnAlignment.Left), new("steps", Format: "N0"), new("reward"),
        new("started", ColumnAlignment.Left),
    ];

    readonly Option<bool> json = new("--json") { Description = "Writes them as one JSON array, for other programs." };

    public ExperimentsCommand()
        : base("experiments", "Lists the experiments of the studio.")
    {
        Add(json);
        SetAction(given => List(given.GetValue(json)));
    }

    /// <summary>The studio that runs.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static StudioFile Studio() => StudioSearch.Find() ?? throw new CommandException(
        "No studio runs: start one with pathmind studio, or name one with PATHMIND_URL and PATHMIND_TOKEN.");

    static int List(bool asJson)
    {
        var studio = Studio();
        using StudioClient client = new(studio, TimeSpan.FromSeconds(30));
        try
        {
            var experiments = client.List();
            if (asJson)
                Console.WriteLine(JsonSerializer.Serialize(experiments, StudioJson.Default.ExperimentSummaryArray));
            else if (experiments.Length == 0)
                Console.WriteLine($"No experiment yet: train, and it appears at {studio.Url}");
            else
                Display.Console.Show(new Table(Columns, [.. Grouped(experiments).Select(Row)]) { ShownRows = 100 });
            return 0;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or JsonException)
        {
            Console.Error.WriteLine(exception.Message);
            return ExitCode.Failed;
        }
    }

    /// <summary>The trainings of a set beneath the one that stands for them, in their order.</summary>
    static IEnumerable<ExperimentSummary> Grouped(ExperimentSummary[] all)
    {
        var numbers = all.Select(experiment => experiment.Number).ToHashSet();
        var parts = all.Where(experiment => experiment.PartOf is { } head && numbers.Contains(head))
            .ToLookup(experiment => experiment.PartOf!.Value);
        return all.Where(experiment => experiment.PartOf is not { } head || !numbers.Contains(head))
            .SelectMany(experiment => parts[experiment.Number].OrderBy(part => part.Number).Prepend(experiment));
    }

    static object?[] Row(ExperimentSummary experiment) =>
    [
        experiment.Number, experiment.PartName is { } name ? $"  {name}" : experiment.Name,
        WordOf(experiment.Status), experiment.Steps, experiment.FinalReward ?? experiment.Reward,
        $"{experiment.Started.ToLocalTime():yyyy-MM-dd HH:mm}",
    ];

    static string WordOf(string status) => status == "Created" ? "Not started" : status;
}
