using System.Globalization;
using System.Text;
using System.Text.Json;
using Pathmind.EventFiles;
using Pathmind.Policies;

namespace Pathmind.Training;

/// <summary>What TensorBoard sees of a training: its options, the figures of each iteration, how it ended; nothing if
/// nobody asked for it (docs/tensorboard.md). Once begun it cannot fail the training.</summary>
internal sealed class TensorBoardReport : IDisposable
{
    const string LossSuffix = "_loss";

    readonly TensorBoardRun? run;
    readonly RecordFile? file;
    readonly TimeProvider clock;
    long last;

    TensorBoardReport(TensorBoardRun? run, RecordFile? file, TimeProvider clock, long last) =>
        (this.run, this.file, this.clock, this.last) = (run, file, clock, last);

    /// <summary>Writes nothing.</summary>
    public static TensorBoardReport None { get; } = new(null, null, TimeProvider.System, 0);

    /// <summary>Begins to write, with the options.</summary>
    /// <param name="run">Where; null for nowhere.</param>
    /// <param name="simulation">Its name.</param>
    /// <param name="options">Of the training.</param>
    /// <param name="from">Steps of the checkpoint from which it goes on; 0 if it begins.</param>
    /// <param name="clock">For the time that stands with each event.</param>
    /// <exception cref="ArgumentException">The run cannot be written to; if it is a part of others, that is only
    /// said.</exception>
    public static TensorBoardReport Begin(
        TensorBoardRun? run, string simulation, TrainingOptions options, long from, TimeProvider clock)
    {
        if (run is null)
            return None;
        RecordFile file;
        try
        {
            file = run.Begin(from, clock.GetUtcNow());
        }
        catch (ArgumentException exception) when (run.IsPart)
        {
            run.Lose("A training", exception);
            return None;
        }
        TensorBoardReport report = new(run, file, clock, from);
        var parameters = ParametersOf(options, simulation, run);
        report.Write("The options", now => [
            BoardEvent.Version(now), BoardEvent.Start(now, from == 0 ? 0 : from + 1),
            BoardEvent.Text(now, from, "options", Table(parameters)),
            .. from == 0 ? [BoardEvent.Begin(now, parameters)] : Array.Empty<byte[]>(),
        ]);
        return report;
    }

    /// <summary>Takes the row of an iteration, at once; a step that was written before is not written again.</summary>
    public void Add(IterationRow row)
    {
        if (row.Steps <= last)
            return;
        last = row.Steps;
        Write($"Iteration {row.Iteration}", now => [BoardEvent.Scalars(now, row.Steps, Finite(PointsOf(row)))]);
    }

    /// <summary>How the training ended.</summary>
    public void End(TrainingResult result) => End(result.Stop, result.Message,
    [
        ("result/reward", result.Reward), ("result/random_reward", result.RandomReward),
        .. result.Limits.Select(limit => ($"result/{limit.Name}", (double?)limit.Mean)),
    ]);

    /// <summary>How it ended, in words; one that was stopped may go on.</summary>
    public void End(StopReason reason, string message, params IEnumerable<(string Tag, double? Value)> figures) =>
        Write("How the training ended", now => [
            BoardEvent.Scalars(now, last, Finite(figures)), BoardEvent.Text(now, last, "result", message),
            .. reason == StopReason.Interrupted ? [] : new[] { BoardEvent.End(now, last, reason == StopReason.Failed) },
        ]);

    public void Dispose() => file?.Dispose();

    void Write(string what, Func<double, byte[][]> events)
    {
        if (file is null)
            return;
        try
        {
            file.Write(events(clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            run!.Lose(what, exception);
        }
    }

    /// <summary>Names and values of a row, in groups.</summary>
    static IEnumerable<(string Tag, double? Value)> PointsOf(IterationRow row) =>
    [
        ("reward/mean", row.RewardMean), ("reward/min", row.RewardMin), ("reward/max", row.RewardMax),
        .. row.Terms.Select(term => ($"terms/{term.Key}", (double?)term.Value)),
        .. row.Metrics.Select(metric => ($"metrics/{metric.Key}", (double?)metric.Value)),
        .. row.Limits.SelectMany(limit => new[]
        {
            ($"limits/{limit.Key}/value", (double?)row.Limited(limit.Key)), ($"limits/{limit.Key}/bound", limit.Value),
            ($"limits/{limit.Key}/weight", row.LimitWeights.TryGetValue(limit.Key, out var weight) ? weight : null),
        }),
        ("episode/length", row.LengthMean), ("episode/count", row.Episodes),
        ("learner/entropy", row.Entropy),
        .. row.Learner.Select(figure => ($"{GroupOf(figure.Key)}/{figure.Key}", (double?)figure.Value)),
        ("speed/steps_per_second", row.StepsPerSecond),
    ];

    static string GroupOf(string figure) => figure.EndsWith(LossSuffix, StringComparison.Ordinal) ? "loss" : "learner";

    /// <summary>What there is, and what a curve can show.</summary>
    static IEnumerable<(string Tag, float Value)> Finite(IEnumerable<(string Tag, double? Value)> points) =>
        from point in points
        where point.Value is { } value && float.IsFinite((float)value)
        select (point.Tag, (float)point.Value!.Value);

    /// <summary>What the training is made with, without what belongs to this machine.</summary>
    static Dictionary<string, object> ParametersOf(TrainingOptions options, string simulation, TensorBoardRun run)
    {
        Dictionary<string, object> all = new()
        {
            ["Simulation"] = simulation, ["Algorithm"] = Algorithm.For(options).Name, ["Version"] = PolicyMetadata.KitVersion,
        };
        var common = options.OnAnyMachine with
        {
            Steps = options.Steps ?? (options.Time is null ? ResolvedOptions.DefaultSteps : null),
            Algorithm = null,
        };
        Put(all, "", JsonSerializer.SerializeToElement(common, TrainingJson.Default.TrainingOptions));
        Put(all, "", JsonSerializer.SerializeToElement(options.OfAlgorithm, options.OfAlgorithm.Json));
        if (options.NameOfRewardFunction is { } function)
            all["RewardFunction"] = function;
        if (options.StartFrom is { } teacher)
            all["StartFrom"] = teacher.Name;
        foreach (var (name, value) in run.Settings)
            all[name] = ValueOf(JsonSerializer.SerializeToElement(value, TrainingJson.Default.JsonNode)) ?? "";
        return all;
    }

    /// <summary>What is given; the algorithm's own options come by themselves.</summary>
    static void Put(Dictionary<string, object> all, string prefix, JsonElement options)
    {
        foreach (var option in options.EnumerateObject().Where(option => option.Name != nameof(TrainingOptions.Ppo)))
            if (option.Value.ValueKind == JsonValueKind.Object)
                Put(all, $"{prefix}{option.Name}.", option.Value);
            else if (ValueOf(option.Value) is { } value)
                all[prefix + option.Name] = value;
    }

    static object? ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray()),
        _ => null,
    };

    /// <summary>In Markdown.</summary>
    static string Table(Dictionary<string, object> parameters)
    {
        StringBuilder table = new("| option | value |\n| --- | --- |\n");
        foreach (var (name, value) in parameters)
            table.Append(CultureInfo.InvariantCulture, $"| {Cell(name)} | {Cell(value)} |\n");
        return table.ToString();
    }

    static string Cell(object value) =>
        string.Create(CultureInfo.InvariantCulture, $"{value}").Replace("|", "\\|").ReplaceLineEndings(" ");
}
