using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pathmind.Reporting;

/// <summary>A training as it registers with a studio, which makes an experiment of it.</summary>
/// <remarks>Compiled readers set what a message leaves out to null, whatever its default; hence the setters.</remarks>
internal sealed record ExperimentStart
{
    /// <summary>Made by the training, so that registering twice makes one experiment: 128 random bits.</summary>
    public required string Key { get; init; }

    /// <summary>Name of the simulation's class.</summary>
    public required string Simulation { get; init; }

    /// <summary>The training's options, as its record has them.</summary>
    public required JsonElement Options { get; init; }

    /// <summary>Steps after which it ends; null if time bounds it.</summary>
    public long? TotalSteps { get; init; }

    /// <summary>Seconds after which it ends; null for no limit.</summary>
    public double? TimeLimit { get; init; }

    /// <summary>Its folder, as a full path; null if it writes none.</summary>
    public string? Folder { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>The machine and the process that train.</summary>
    public string Machine { get; init => field = value ?? ""; } = "";

    public int Process { get; init; }

    /// <summary>Version of the kit.</summary>
    public string Version { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the algorithm.</summary>
    public string Algorithm { get; init => field = value ?? ""; } = "";

    public int Agents { get; init; }

    /// <summary>Names of the observations that the policy sees.</summary>
    public string[] Observations { get; init => field = value ?? []; } = [];

    /// <summary>Names of all observations, reward terms and metrics that the simulation has, of a submitted one: what a
    /// design may choose from.</summary>
    public string[] AllObservations { get; init => field = value ?? []; } = [];

    public string[] Terms { get; init => field = value ?? []; } = [];

    public string[] Metrics { get; init => field = value ?? []; } = [];

    /// <summary>What the simulation wants of its metrics and terms, by name and in words: <c>at most 0.02</c>,
    /// <c>minimise</c>.</summary>
    public Dictionary<string, string> Goals { get; init => field = value ?? []; } = [];

    /// <summary>The option by which a reward function was given; null without one.</summary>
    public string? RewardFunction { get; init; }

    /// <summary>Number of the experiment whose copy it is; null for none.</summary>
    public int? CopiedFrom { get; init; }

    /// <summary>What trainings it stands for: a word of <see cref="SetKind"/>; null for a single training.</summary>
    public string? Set { get; init; }

    /// <summary>How many trainings these will be; 0 if it is not known.</summary>
    public int Size { get; init; }

    /// <summary>Key of the experiment that stands for it and its siblings; null for none.</summary>
    public string? PartOf { get; init; }

    /// <summary>Its number among its siblings, from 1; trainings of one trial with several seeds share it.</summary>
    public int Part { get; init; }
}

/// <summary>Which trainings one experiment stands for.</summary>
internal static class SetKind
{
    public const string Seeds = "seeds", Sweep = "sweep", Population = "population";
}

/// <summary>How the trainings of a set stand: all of them, each time.</summary>
internal sealed record SetState
{
    /// <summary>What the score is: reward, or the metric that a sweep looks at.</summary>
    public string Metric { get; init => field = value ?? ""; } = "";

    /// <summary>Whether a smaller score is better.</summary>
    public bool Minimizes { get; init; }

    public required SetMember[] Members { get; init; }
}

/// <summary>A training of a set, or the trainings of a trial.</summary>
internal sealed record SetMember
{
    public const string Running = "running", Complete = "complete", Early = "early", Stopped = "stopped", Failed = "failed";

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>What it has that the others have differently, by name.</summary>
    public Dictionary<string, string> Values { get; init => field = value ?? []; } = [];

    /// <summary>Mean of the metric in the episodes by which all are judged; null before.</summary>
    public double? Score { get; init; }

    /// <summary>Its 95 % interval; null without.</summary>
    public double? Low { get; init; }

    public double? High { get; init; }

    public long Steps { get; init; }

    /// <summary>One of the words above: early has made a part of the steps.</summary>
    public string State { get; init => field = value ?? ""; } = "";

    /// <summary>Whether its policy is the best one, which is kept.</summary>
    public bool IsBest { get; init; }

    /// <summary>[generations] of a population's member: its score after each, null where it had none.</summary>
    public double?[] Scores { get; init => field = value ?? []; } = [];

    /// <summary>[generations] of a population's member: number of the one it went on from; null where it went on by
    /// itself.</summary>
    public int?[] CopiedFrom { get; init => field = value ?? []; } = [];

    /// <summary>A number as a message can have it: null for one that is not finite.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>Where a studio shows an experiment.</summary>
/// <param name="Number">Of the experiment, from 1.</param>
internal sealed record ExperimentPlace(int Number);

/// <summary>Rows of a training's progress: the columns of progress.csv. A row is known by its iteration; one that the
/// studio has already is ignored, so that a batch can be sent twice.</summary>
internal sealed record ProgressBatch
{
    public required string[] Columns { get; init; }

    /// <summary>[rows][columns]; null where a row has no value.</summary>
    public required double?[][] Rows { get; init; }

    /// <summary>Rows of any columns as one batch.</summary>
    public static ProgressBatch Of(IEnumerable<IEnumerable<(string Name, double? Value)>> rows)
    {
        OrderedDictionary<string, int> columns = [];
        List<Dictionary<int, double?>> sparse = [];
        foreach (var row in rows)
        {
            Dictionary<int, double?> values = [];
            foreach (var (name, value) in row)
            {
                if (!columns.TryGetValue(name, out var column))
                    columns[name] = column = columns.Count;
                values[column] = value is { } number && double.IsFinite(number) ? number : null;
            }
            sparse.Add(values);
        }
        return new()
        {
            Columns = [.. columns.Keys],
            Rows = [.. sparse.Select(values => Enumerable.Range(0, columns.Count).Select(i => values.GetValueOrDefault(i)).ToArray())],
        };
    }
}

/// <summary>A script that a studio is to train.</summary>
internal sealed record Submission
{
    /// <summary>Name of the file, without folders.</summary>
    public required string File { get; init; }

    /// <summary>Its text.</summary>
    public required string Text { get; init; }

    /// <summary>Which of its simulations; null for the only one.</summary>
    public string? Simulation { get; init; }

    /// <summary>Training options, those that differ from the defaults.</summary>
    public required JsonElement Options { get; init; }

    /// <summary>Whether it is started at once; null for yes.</summary>
    public bool? Start { get; init; }

    /// <summary>Observations that the policy sees, as an obs.yaml; null for those of the options.</summary>
    public string? Observations { get; init; }

    /// <summary>Whether it is taken although <c>Check()</c> finds problems; null for no.</summary>
    public bool? Anyway { get; init; }
}

/// <summary>What a studio answers to rows.</summary>
/// <param name="Stop">Whether its user asked the training to stop.</param>
internal sealed record ProgressAnswer(bool Stop);

/// <summary>How a training ended.</summary>
internal sealed record ExperimentEnd
{
    public const string Failed = nameof(Failed), Interrupted = nameof(Interrupted);

    /// <summary>Why: a name of the training's reasons to stop.</summary>
    public required string Stop { get; init; }

    public required string Message { get; init; }

    public string[] Hints { get; init => field = value ?? []; } = [];

    /// <summary>Mean reward per episode of the policy without exploration; null if that was not measured.</summary>
    public double? Reward { get; init; }

    /// <summary>Mean reward per episode of random actions; null if that was not measured.</summary>
    public double? RandomReward { get; init; }

    /// <summary>How far the policy keeps the training's limits; empty without limits, and if that was not
    /// measured.</summary>
    public MeasuredLimit[] Limits { get; init => field = value ?? []; } = [];

    /// <summary>Rows that the training made; a studio that has fewer reads the others from the folder.</summary>
    public int Rows { get; init; }
}

/// <summary>What a studio answers to the end of a training.</summary>
/// <param name="Number">Of the experiment.</param>
/// <param name="WantsPolicy">Whether the policy is to be sent, since the studio can read no folder of the
/// training.</param>
internal sealed record ExperimentEnded(int Number, bool WantsPolicy);

/// <summary>How far a policy keeps a limit, in episodes without exploration.</summary>
/// <param name="Name">The metric or reward term.</param>
/// <param name="Mean">Over the episodes.</param>
/// <param name="Low">Lower end of the 95 % interval of the mean.</param>
/// <param name="High">Upper end of that interval.</param>
/// <param name="Episodes">How many were played.</param>
internal sealed record MeasuredLimit(string Name, double Mean, double Low, double High, int Episodes);

/// <summary>An experiment as a studio lists it.</summary>
internal sealed record ExperimentSummary
{
    public required int Number { get; init; }

    public required string Name { get; init; }

    public required string Simulation { get; init; }

    /// <summary>Running, Completed, Stopped, Failed or Lost.</summary>
    public required string Status { get; init; }

    public required DateTimeOffset Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    public long Steps { get; init; }

    public long? TotalSteps { get; init; }

    public int Rows { get; init; }

    /// <summary>Mean reward per episode in the last iteration in which one ended.</summary>
    public double? Reward { get; init; }

    /// <summary>Mean reward per episode of the policy without exploration, once the training has ended.</summary>
    public double? FinalReward { get; init; }

    public string? Message { get; init; }

    /// <summary>What trainings it stands for: a word of <see cref="SetKind"/>; null for a single training.</summary>
    public string? Set { get; init; }

    /// <summary>Number of the experiment that stands for it and its siblings; null for none.</summary>
    public int? PartOf { get; init; }

    /// <summary>What it is called among its siblings, as in <c>seed 3</c>; null for a single training.</summary>
    public string? PartName { get; init; }
}

/// <summary>How the messages are written and read, by code that the compiler makes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StudioFile))]
[JsonSerializable(typeof(ExperimentStart))]
[JsonSerializable(typeof(ExperimentPlace))]
[JsonSerializable(typeof(ProgressBatch))]
[JsonSerializable(typeof(ProgressAnswer))]
[JsonSerializable(typeof(Submission))]
[JsonSerializable(typeof(CodeReport))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(ExperimentEnd))]
[JsonSerializable(typeof(MeasuredLimit[]))]
[JsonSerializable(typeof(ExperimentEnded))]
[JsonSerializable(typeof(SetState))]
[JsonSerializable(typeof(MissedTraining))]
[JsonSerializable(typeof(ExperimentSummary[]))]
internal sealed partial class StudioJson : JsonSerializerContext;
