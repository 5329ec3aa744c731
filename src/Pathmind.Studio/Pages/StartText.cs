using System.Text.Json;
using Pathmind.Reporting;
using Pathmind.Studios.Experiments;
using Pathmind.Words;

namespace Pathmind.Studios.Pages;

/// <summary>What a training said of itself when it registered, in words.</summary>
internal static class StartText
{
    public static IEnumerable<(string Name, string Value)> Of(Experiment experiment)
    {
        ExperimentStart? start;
        try
        {
            start = JsonSerializer.Deserialize(experiment.Start, StudioJson.Default.ExperimentStart);
        }
        catch (JsonException)
        {
            start = null;
        }
        return
        [
            ("Simulation", experiment.Simulation),
            ("Algorithm", start?.Algorithm ?? ""),
            ("Agents", start is { Agents: > 0 } ? $"{start.Agents}" : ""),
            ("Observations", string.Join(", ", start?.Observations ?? [])),
            ("Reward", start?.RewardFunction is { } option ? $"a function ({option})" : ""),
            ("Folder", experiment.Folder ?? ""),
            ("Machine", experiment.Process > 0 ? $"{experiment.Machine}, process {experiment.Process}" : experiment.Machine),
            ("Kit", start?.Version ?? ""),
            ("Rows", Counted.Of(experiment.Rows, "iteration")),
        ];
    }
}
