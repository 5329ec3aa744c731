using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Reporting;
using Pathmind.Training;

namespace Pathmind.Studios.Experiments;

/// <summary>What the page edits of an experiment that waits: how the reward is made of the terms, what the policy sees,
/// what is to be kept. It is a part of the training options and has no form of its own, so that a copy has
/// it.</summary>
internal sealed record ExperimentDesign
{
    const string Reward = "Reward", Weights = "RewardWeights", Seen = "Observations", File = "ObservationsFile", Bounds = "Limits";

    /// <summary>How much each term matters; null for their sum, or for <see cref="Code"/>.</summary>
    public IReadOnlyDictionary<string, double>? TermWeights { get; init; }

    /// <summary>The reward of a step as C#: <c>x => 2 * x["found"]</c>; null for none.</summary>
    public string? Code { get; init; }

    /// <summary>Names of the observations that the policy sees, in this order; null for all.</summary>
    public IReadOnlyList<string>? Observations { get; init; }

    /// <summary>Bounds by metric or term: <c>at most 0.02</c>.</summary>
    public IReadOnlyDictionary<string, string> Limits { get; init; } = new Dictionary<string, string>();

    /// <summary>What is wanted of metrics and terms, by name: <c>minimise</c>, <c>at most 0.02</c>. Null for what the
    /// experiment has.</summary>
    public IReadOnlyDictionary<string, string>? Goals { get; init; }

    /// <summary>Options of training by name (<c>Steps</c>, <c>Ppo.Discount</c>), those that differ from the
    /// defaults.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Training { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>Seed of everything random.</summary>
    public int Seed => Training.GetValueOrDefault(nameof(TrainingOptions.Seed)) is { } seed
        ? int.Parse($"{seed}", CultureInfo.InvariantCulture) : 0;

    /// <summary>The same with another value of an option; null for the default.</summary>
    public ExperimentDesign With(string option, JsonNode? value) =>
        this with { Training = new Dictionary<string, JsonNode?>(Training) { [option] = value } };

    /// <summary>The design of an experiment.</summary>
    /// <exception cref="JsonException">Its options are not as they must be.</exception>
    public static ExperimentDesign Of(Experiment experiment)
    {
        var given = experiment.OptionsOf();
        var options = Read(given, out var code);
        return new()
        {
            TermWeights = options.RewardWeights, Code = code, Observations = options.Observations,
            Training = TrainingOptionList.GivenBy(options),
            Limits = (options.Limits ?? []).ToDictionary(limit => limit.Key, limit => limit.Value.ForFile),
            Goals = JsonSerializer.Deserialize(experiment.Start, StudioJson.Default.ExperimentStart)?.Goals ?? [],
        };
    }

    /// <summary>How the reward is made, in words.</summary>
    public string RewardInWords => Code ?? (TermWeights is { } weights
        ? string.Join(", ", weights.Select(one => $"{one.Key} {one.Value.ToString("0.###", CultureInfo.InvariantCulture)}"))
        : "the sum of the terms");

    /// <summary>Names that a design may choose from: terms, metrics and observations; those of an older experiment come
    /// from the columns of its progress.</summary>
    public static (string[] Terms, string[] Metrics, string[] Observations) NamesOf(Experiment experiment)
    {
        var start = JsonSerializer.Deserialize(experiment.Start, StudioJson.Default.ExperimentStart);
        return (start is { Terms.Length: > 0 } ? start.Terms : Named(FigureColumns.IsTerm),
            start is { Metrics.Length: > 0 } ? start.Metrics : Named(FigureColumns.IsMetric),
            start is { AllObservations.Length: > 0 } ? start.AllObservations : start?.Observations ?? []);

        string[] Named(Func<string, bool> are) => [.. experiment.ColumnNames.Where(are).Select(FigureColumns.NameOf)];
    }

    /// <summary>The experiment with this design in its options; all other options stay.</summary>
    /// <exception cref="InvalidDataException">The options would not be possible together; the message names every one
    /// that is not.</exception>
    public Experiment ApplyTo(Experiment experiment)
    {
        var options = experiment.OptionsOf();
        foreach (var name in new[] { Reward, Weights, Seen, File, Bounds })
            foreach (var key in options.Select(option => option.Key).Where(key => Same(key, name)).ToArray())
                options.Remove(key);
        if (Code is not null)
            options[Reward] = Code;
        if (TermWeights is not null)
            options[Weights] = new JsonObject(TermWeights.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));
        if (Observations is not null)
            options[Seen] = Names(Observations);
        if (Limits.Count > 0)
            options[Bounds] = new JsonObject(Limits.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));
        try
        {
            TrainingOptionList.Put(options, Training);
            var read = Read(options, out _);
            (read.StepTimeLimit > TimeSpan.Zero ? read with { StepTimeLimit = null } : read).Validate();    // the tool can end a step
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
        return Seeing(WithGoals(experiment)).WithOptions(options);
    }

    Experiment WithGoals(Experiment experiment)
    {
        if (Goals is null)
            return experiment;
        var start = JsonNode.Parse(experiment.Start)!.AsObject();
        start["goals"] = new JsonObject(Goals.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));
        return experiment with { Start = start.ToJsonString() };
    }

    /// <summary>The experiment with the observations that its policy will see, and all that there are.</summary>
    Experiment Seeing(Experiment experiment)
    {
        var all = NamesOf(experiment).Observations;
        var start = JsonNode.Parse(experiment.Start)!.AsObject();
        start["all_observations"] = Names(all);
        start["observations"] = Names(Observations ?? all);
        return experiment with { Start = start.ToJsonString() };
    }

    static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode)name)]);

    static TrainingOptions Read(JsonObject options, out string? code)
    {
        var rest = options.DeepClone().AsObject();
        code = null;
        foreach (var key in rest.Select(option => option.Key).Where(key => Same(key, Reward)).ToArray())
        {
            code = rest[key]?.GetValueKind() == JsonValueKind.String ? rest[key]!.GetValue<string>() : null;
            rest.Remove(key);
        }
        return TrainingOptionsConverter.Read(rest, TrainingJson.Default.TrainingOptions);
    }

    static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
