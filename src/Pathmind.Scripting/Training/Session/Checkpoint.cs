using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pathmind.Files;
using Pathmind.Numerics;
using Pathmind.Policies;

namespace Pathmind.Training;

/// <summary>A training between two iterations, as one JSON file that any machine can continue. Arrays of numbers are
/// their bytes in Base64 (little-endian), so that nothing is rounded (docs/ppo.md 27).</summary>
/// <remarks>A simulation's own state cannot be written down; therefore episodes are cut at every checkpoint
/// (<see cref="TrainingLoop.Cut"/>), by a training that goes on just as by one that is resumed, and both continue
/// alike.</remarks>
internal sealed record Checkpoint
{
    public const string Folder = "checkpoints";

    const string Format = "pathmind-checkpoint-5";
    const int Kept = 5;

    public required string Version { get; init; }

    public required string Simulation { get; init; }

    public required CheckpointSchema Schema { get; init; }

    [JsonConverter(typeof(TrainingOptionsConverter))]
    public required TrainingOptions Options { get; init; }

    /// <summary>Whether the rewards were made by a function, which no file can hold.</summary>
    public required bool HasRewardFunction { get; init; }

    /// <summary>The option that the function was given by; null without one.</summary>
    public string? RewardFunction { get; init; }

    /// <summary>Name of the algorithm, which alone understands <see cref="Learner"/>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>What the learner must have to continue exactly.</summary>
    public required JsonElement Learner { get; init; }

    public required EnvironmentState[] Environments { get; init; }

    /// <summary>[terms] of balanced weights; null for none.</summary>
    public required double[]? RewardNorms { get; init; }

    public required long Steps { get; init; }

    public required long Truncated { get; init; }

    public required double Seconds { get; init; }

    public required RecentEpisodesState Recent { get; init; }

    public required LearningCurveState Curve { get; init; }

    public required AgentEpisodesState Agents { get; init; }

    /// <summary>[terms] over all episodes.</summary>
    public required Moments[] Terms { get; init; }

    /// <summary>Weights of limits; null without limits.</summary>
    public LimitState? Limits { get; init; }

    /// <summary><see cref="TrainingState.Pace"/>; null in checkpoints of before it was kept.</summary>
    public PaceState? Pace { get; init; }

    /// <summary><see cref="TrainingState.ImitatedLength"/>; null in checkpoints of before it was kept.</summary>
    public double? ImitatedLength { get; init; }

    public required PolicyWeights? Best { get; init; }

    public required EvaluationState Evaluations { get; init; }

    public required IterationRow[] History { get; init; }

    /// <summary>Steps after which the training was stopped, or ended, as its folder records them; null if that is not
    /// known.</summary>
    [JsonIgnore]
    public long? StepsMade { get; init; }

    /// <summary>The training's record, if it has ended since; null for one to be continued.</summary>
    [JsonIgnore]
    public string? End { get; init; }

    public static Checkpoint Of(TrainingLoop training)
    {
        var state = training.State;
        return new()
        {
            Version = Format, Simulation = state.Schema.Simulation, Schema = CheckpointSchema.Of(state), Options = state.Options,
            HasRewardFunction = state.Options.HasRewardFunction, RewardFunction = state.Options.NameOfRewardFunction,
            Algorithm = training.Algorithm.Name, Learner = training.Learner.Save(),
            Environments =
            [
                .. training.Environments.Select(environment => new EnvironmentState(
                    StreamState.Of(environment.Chance), StreamState.Of(environment.ActionDraws), environment.Episode)),
            ],
            RewardNorms = training.Function.Norms, Steps = state.Steps, Truncated = state.Truncated, Seconds = state.Elapsed.TotalSeconds,
            Recent = state.Recent.State, Curve = state.Curve.State, Agents = state.Agents.State, Terms = state.Terms,
            Limits = state.Limits?.State, Pace = state.Pace, ImitatedLength = state.ImitatedLength,
            Best = training.Best.Weights, Evaluations = training.Best.State, History = [.. state.History],
        };
    }

    /// <summary>Restores this state into a new training of the same simulation and options.</summary>
    /// <exception cref="JsonException">The learner's part is damaged.</exception>
    public void Restore(TrainingLoop training)
    {
        training.State.Restore(this);
        training.Learner.Load(Learner);
        RewardNorms?.CopyTo(training.Function.Norms!, 0);
        foreach (var (environment, saved) in training.Environments.Zip(Environments))
        {
            saved.Chance.Restore(environment.Chance);
            saved.ActionDraws.Restore(environment.ActionDraws);
            environment.Episode = saved.Episode;
        }
        if (JudgesLike(training.State.Options))
            training.Best.Restore(Best, Evaluations);
    }

    /// <summary>Whether the best policy so far is still the best: not if limits or weights of terms are others
    /// now.</summary>
    bool JudgesLike(TrainingOptions now)
    {
        return $"{Options.Limits}" == $"{now.Limits}" && Weights(Options) == Weights(now);

        static string Weights(TrainingOptions options) =>
            string.Join(' ', (options.RewardWeights ?? []).OrderBy(weight => weight.Key, StringComparer.Ordinal));
    }

    /// <summary>Writes the file and removes all but the last five.</summary>
    public void Save(string policyFolder)
    {
        using (var file = new AtomicFile(Path.Combine(policyFolder, Folder, $"checkpoint-{History.Length:D6}.json")))
        {
            using (Utf8JsonWriter compact = new(file.Stream))
                JsonSerializer.Serialize(compact, this, TrainingJson.Default.Checkpoint);
            file.Commit();
        }
        var files = Files(policyFolder);
        foreach (var old in files[..^Math.Min(Kept, files.Length)])
            File.Delete(old);
    }

    /// <summary>Reads a checkpoint file, or the newest of a policy folder.</summary>
    /// <exception cref="ArgumentException">There is none, or it is not a checkpoint of this version.</exception>
    public static Checkpoint Load(string path)
    {
        var file = File.Exists(path)
            ? path
            : Files(path).LastOrDefault() ?? throw new ArgumentException(File.Exists(Path.Combine(path, PolicySource.FileName))
            ? $"{path} holds a policy but no checkpoint: its training ended before the first one, or kept none. Train again; "
            + "TrainingOptions.CheckpointEvery sets how often one is written."
            : $"There is no checkpoint in {path}: name the policy folder that TrainingOptions.Folder named, or a checkpoint file.");
        try
        {
            using var stream = File.OpenRead(file);
            using var json = JsonDocument.Parse(stream);
            if (VersionOf(json.RootElement) is var version && version != Format)
                throw new ArgumentException(
                    $"{file} is {(version is null ? "not a checkpoint" : $"a checkpoint of the format '{version}'")}, but this version "
                    + $"of the kit continues '{Format}': "
                    + $"continue with the version that wrote it, or train again.");
            return json.Deserialize(TrainingJson.Default.Checkpoint)! with
            {
                End = TrainingFolder.EndOf(path),
                StepsMade = TrainingFolder.RecordOf(path)?.Steps,
            };
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            throw new ArgumentException($"{file} cannot be read as a checkpoint: {exception.Message}", exception);
        }
    }

    /// <summary>The checkpoints of a policy folder, oldest first.</summary>
    public static string[] Files(string policyFolder) => Path.Combine(policyFolder, Folder) is var folder && Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, "checkpoint-*.json").Where(IsNumbered).Order(StringComparer.Ordinal)]
        : [];

    static bool IsNumbered(string file) =>
        int.TryParse(
            Path.GetFileNameWithoutExtension(file)["checkpoint-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out _);

    static string? VersionOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(nameof(Version), out var version)
        && version.ValueKind == JsonValueKind.String ? version.GetString() : null;
}

/// <summary>What the evaluations of the greedy policy may still cost, and what they found.</summary>
internal sealed record EvaluationState(
    double Budget, long LastAt, long LastCost, double Score, double Latest, double Excess = 0, LimitResult[]? Limits = null,
    long Spent = 0, bool IsJudged = false, double Longest = 0);

/// <summary>One of the simulations that run side by side, between two episodes: its streams, and how many episodes it
/// began.</summary>
internal sealed record EnvironmentState(StreamState Chance, StreamState ActionDraws, int Episode);
