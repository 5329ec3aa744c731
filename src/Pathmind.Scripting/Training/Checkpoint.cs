using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pathmind.Networks;
using Pathmind.Policies;

namespace Pathmind.Training;

/// <summary>A training between two iterations, as one JSON file that any machine can continue. Arrays of numbers are their bytes in Base64 (little-endian), so that nothing is rounded.</summary>
/// <remarks>A simulation's own state cannot be written down; therefore episodes are cut at every checkpoint (<see cref="PpoTraining.Cut"/>), by a training that
/// goes on just as by one that is resumed, and both continue alike.</remarks>
internal sealed record Checkpoint
{
    public const string Folder = "checkpoints";

    const string Format = "pathmind-checkpoint-2";
    const int Kept = 5;

    public required string Version { get; init; }

    public required string Simulation { get; init; }

    public required CheckpointSchema Schema { get; init; }

    [JsonConverter(typeof(TrainingOptionsConverter))]
    public required TrainingOptions Options { get; init; }

    /// <summary>Whether the rewards were made by a function, which no file can hold.</summary>
    public required bool HasRewardFunction { get; init; }

    public required long Steps { get; init; }

    public required long Truncated { get; init; }

    public required double RewardDeviation { get; init; }

    public required double Seconds { get; init; }

    public required byte[] Policy { get; init; }

    public required byte[] Value { get; init; }

    public required AdamState PolicyAdam { get; init; }

    public required AdamState ValueAdam { get; init; }

    public required DeviationState Deviations { get; init; }

    public required StatisticsState? Observations { get; init; }

    public required RewardScaleState? RewardScale { get; init; }

    public required double[]? RewardNorms { get; init; }

    public required StreamState[] Streams { get; init; }

    public required int[] Episodes { get; init; }

    public required RecentEpisodesState Recent { get; init; }

    public required ExplorationState Exploration { get; init; }

    public required Snapshot? Best { get; init; }

    public required EvaluationState Evaluations { get; init; }

    public required IterationRow[] History { get; init; }

    /// <summary>What the training said at its end, if it has ended since; null for one to be continued.</summary>
    [JsonIgnore]
    public string? End { get; init; }

    public static Checkpoint Of(PpoTraining training)
    {
        var learner = training.Learner;
        return new()
        {
            Version = Format, Simulation = training.Schema.Simulation, Schema = CheckpointSchema.Of(training), Options = training.Options,
            HasRewardFunction = training.Options.Reward is not null,
            Steps = training.Steps, Truncated = training.Truncated, RewardDeviation = learner.RewardDeviation, Seconds = training.Elapsed.TotalSeconds,
            Policy = Bytes(learner.Policy.ParameterCount, learner.Policy.CopyTo), Value = Bytes(learner.Value.ParameterCount, learner.Value.CopyTo),
            PolicyAdam = StateOf(learner.PolicyAdam, learner.Policy), ValueAdam = StateOf(learner.ValueAdam, learner.Value), Deviations = learner.Deviations.State,
            Observations = learner.Observations is { } seen ? new([.. seen.Mean], [.. seen.Variance], seen.Count) : null,
            RewardScale = training.RewardScale?.State, RewardNorms = training.Function.Norms,
            Streams = [.. StreamsOf(training).Select(StateOf)], Episodes = [.. training.Lanes.Select(lane => lane.Episode)],
            Recent = training.Recent.State, Exploration = training.Exploration.State, Best = training.Best.Snapshot, Evaluations = training.Best.State, History = [.. training.History],
        };
    }

    /// <summary>Puts a new training of the same simulation and options where this one was.</summary>
    public void Restore(PpoTraining training)
    {
        var learner = training.Learner;
        (training.Steps, training.Truncated, learner.RewardDeviation) = (Steps, Truncated, RewardDeviation);
        training.Elapsed = TimeSpan.FromSeconds(Seconds);
        learner.Policy.Load(Floats(Policy));
        learner.Value.Load(Floats(Value));
        learner.PolicyAdam.Load(Floats(PolicyAdam.First), Floats(PolicyAdam.Second), PolicyAdam.Steps);
        learner.ValueAdam.Load(Floats(ValueAdam.First), Floats(ValueAdam.Second), ValueAdam.Steps);
        learner.Deviations.State = Deviations;
        if (Observations is { } seen)
            learner.RestoreStatistics(seen.Mean, seen.Variance, seen.Count);
        if (RewardScale is { } scale)
            training.RewardScale!.State = scale;
        RewardNorms?.CopyTo(training.Function.Norms!, 0);
        foreach (var (stream, state) in StreamsOf(training).Zip(Streams))
            stream.State = (state.S0, state.S1, state.S2, state.S3);
        foreach (var (lane, episode) in training.Lanes.Zip(Episodes))
            lane.Episode = episode;
        training.Recent.State = Recent;
        training.Exploration.State = Exploration;
        training.Best.Restore(Best);
        training.Best.State = Evaluations;
        training.History = new(Simulation, History);
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
        var file = File.Exists(path) ? path : Files(path).LastOrDefault() ?? throw new ArgumentException(File.Exists(Path.Combine(path, PolicySource.FileName))
            ? $"{path} holds a policy but no checkpoint: its training ended before the first one, or kept none. Train anew; TrainingOptions.CheckpointEvery says how often one is written."
            : $"There is no checkpoint in {path}: name the policy folder that TrainingOptions.Folder named, or a checkpoint file.");
        try
        {
            using var stream = File.OpenRead(file);
            using var json = JsonDocument.Parse(stream);
            if (VersionOf(json.RootElement) is var version && version != Format)
                throw new ArgumentException(
                    $"{file} is {(version is null ? "not a checkpoint" : $"a checkpoint of the format '{version}'")}, but this version of the kit continues '{Format}': "
                    + $"continue with the version that wrote it, or train again.");
            return json.Deserialize(TrainingJson.Default.Checkpoint)! with { End = TrainingFolder.EndOf(path) };
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
        int.TryParse(Path.GetFileNameWithoutExtension(file)["checkpoint-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out _);

    static IEnumerable<RandomStream> StreamsOf(PpoTraining training) =>
        [training.Learner.PolicyShuffle, training.Learner.ValueShuffle, .. training.Lanes.SelectMany(lane => new[] { lane.Environment, lane.Chance })];

    static string? VersionOf(JsonElement root) => root.ValueKind == JsonValueKind.Object && root.TryGetProperty(nameof(Version), out var version)
        && version.ValueKind == JsonValueKind.String ? version.GetString() : null;

    static StreamState StateOf(RandomStream stream) => stream.State switch { var (s0, s1, s2, s3) => new(s0, s1, s2, s3) };

    static AdamState StateOf(Adam adam, Network network)
    {
        var (first, second) = (new float[network.ParameterCount], new float[network.ParameterCount]);
        adam.CopyTo(first, second);
        return new(MemoryMarshal.AsBytes(first.AsSpan()).ToArray(), MemoryMarshal.AsBytes(second.AsSpan()).ToArray(), adam.Steps);
    }

    static byte[] Bytes(int count, Writer write)
    {
        var numbers = new float[count];
        write(numbers);
        return MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();
    }

    static ReadOnlySpan<float> Floats(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes);

    delegate void Writer(Span<float> destination);
}
