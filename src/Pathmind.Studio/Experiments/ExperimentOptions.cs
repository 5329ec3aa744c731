using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Training;

namespace Pathmind.Studios.Experiments;

/// <summary>The training options of an experiment: part of what it registered with
/// (<see cref="Experiment.Start"/>).</summary>
internal static class ExperimentOptions
{
    const string Options = "options";

    /// <summary>The options that were given; those left out have their defaults.</summary>
    public static JsonObject OptionsOf(this Experiment experiment) =>
        JsonNode.Parse(experiment.Start)?[Options] as JsonObject ?? [];

    /// <summary>The same with other options, and with what follows from them.</summary>
    public static Experiment WithOptions(this Experiment experiment, JsonObject options)
    {
        var start = JsonNode.Parse(experiment.Start)!.AsObject();
        start[Options] = options.DeepClone();
        return (experiment with { Start = start.ToJsonString() }).WithSteps();
    }

    /// <summary>The same with the bounds that its options set: steps, or time.</summary>
    public static Experiment WithSteps(this Experiment experiment)
    {
        var options = experiment.OptionsOf();
        var steps = options["Steps"] is JsonValue given && given.TryGetValue(out long number) ? number : (long?)null;
        var time = options["Time"] is JsonValue text && text.GetValueKind() == JsonValueKind.String
            && TimeSpan.TryParse(text.GetValue<string>(), out var span) ? span.TotalSeconds : (double?)null;
        return experiment with { TotalSteps = steps ?? (time is null ? ResolvedOptions.DefaultSteps : null), TimeLimit = time };
    }
}
