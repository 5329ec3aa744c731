using System.CommandLine;
using System.Text.Json;
using Pathmind.Commands;
using Pathmind.Reporting;

namespace Pathmind.Tool;

/// <summary><c>experiment N</c>: what the studio knows of one experiment, now or until it ends.</summary>
internal sealed class ExperimentCommand : Command
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    readonly Argument<int> number = new("N") { HelpName = "N", Description = "Number of the experiment." };
    readonly Option<bool> watch = new("--watch") { Description = "Goes on until it has ended; exit code 1 if it failed." };
    readonly Option<bool> json = new("--json") { Description = "Writes it as JSON, with --watch a line for each change." };

    public ExperimentCommand()
        : base("experiment", "Shows one experiment of the studio.")
    {
        Add(number);
        Add(watch);
        Add(json);
        SetAction((given, cancellation) => ShowAsync(
            given.GetRequiredValue(number), given.GetValue(watch), given.GetValue(json), cancellation));
    }

    static async Task<int> ShowAsync(int number, bool watches, bool asJson, CancellationToken cancellation)
    {
        using StudioClient client = new(ExperimentsCommand.Studio(), TimeSpan.FromSeconds(30));
        try
        {
            for (ExperimentSummary? last = null; ;)
            {
                var experiment = client.Get(number);
                if (experiment != last)
                    Console.WriteLine(asJson
                        ? JsonSerializer.Serialize(experiment, StudioJson.Default.ExperimentSummary) : Line(experiment));
                if (!watches || experiment.Ended is not null)
                    return experiment.Status == "Failed" && watches ? ExitCode.Failed : 0;
                last = experiment;
                await Task.Delay(Interval, cancellation);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            Console.Error.WriteLine(exception.Message);
            return ExitCode.Failed;
        }
    }

    static string Line(ExperimentSummary experiment)
    {
        var total = experiment.TotalSteps is { } steps ? $" of {steps:N0}" : "";
        var reward = (experiment.FinalReward ?? experiment.Reward) is { } value ? $", reward {value:G4}" : "";
        var line = $"#{experiment.Number} {experiment.Name}: {experiment.Status}, {experiment.Steps:N0}{total} steps{reward}";
        return experiment.Message is { } message ? $"{line}\n{message}" : line;
    }
}
