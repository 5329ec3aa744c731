using System.Text.Json;
using System.Text.Json.Serialization;
using Pathmind.Simulations;

namespace Pathmind.Comparisons;

/// <summary>A line of JSON of a command that measures a policy (<c>--json</c>), for other programs: how far it is, what
/// it has to say, or its result.</summary>
internal sealed record MeasuredLine
{
    public const string Progress = "progress", Notice = "notice", Result = "result", End = "end";

    /// <summary>Which of them it is; <see cref="End"/> if it failed, with the message.</summary>
    public required string Event { get; init; }

    /// <summary>Share that is done, in [0, 1].</summary>
    public double? Fraction { get; init; }

    /// <summary>Of progress or a notice.</summary>
    public string? Text { get; init; }

    public string? Message { get; init; }

    public MeasuredComparison? Comparison { get; init; }

    public MeasuredImportance? Importance { get; init; }

    public MeasuredRun? Run { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, MeasuredJson.Default.MeasuredLine);

    /// <summary>Null if it is not such a line.</summary>
    public static MeasuredLine? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, MeasuredJson.Default.MeasuredLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A mean with its 95 % interval; ends are null where one episode tells nothing.</summary>
internal sealed record MeasuredEstimate(double? Mean, double? Low, double? High)
{
    public static MeasuredEstimate Of(Estimate estimate) => new(Finite(estimate.Mean), Finite(estimate.Low), Finite(estimate.High));

    public Estimate ToEstimate() => new(Mean ?? double.NaN, Low ?? double.NegativeInfinity, High ?? double.PositiveInfinity);

    static double? Finite(double number) => double.IsFinite(number) ? number : null;
}

/// <summary>Policies that played the same episodes.</summary>
/// <param name="Simulation">Its name.</param>
/// <param name="Episodes">Of each policy.</param>
/// <param name="Policies">The first is the one that the others are compared with.</param>
internal sealed record MeasuredComparison(string Simulation, int Episodes, MeasuredPolicy[] Policies)
{
    public static MeasuredComparison Of(Comparison comparison) => new(
        comparison.Logs[0].Simulation, comparison.Episodes,
        [.. comparison.Policies.Select(policy => new MeasuredPolicy(policy.Name, policy.KeepsGoals, [.. policy.Numbers.Select(Of)]))]);

    static MeasuredNumber Of(ComparedNumber number) => new(
        number.Name, number.Goal?.ForFile, MeasuredEstimate.Of(number.Value),
        number.Difference is { } difference ? MeasuredEstimate.Of(difference) : null, number.Verdict.ToString(), number.InWords,
        number.IsKept, number.BoundInWords);
}

/// <summary>A policy with its numbers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="KeepsGoals">Whether all bounds are kept; null if that is not told.</param>
/// <param name="Numbers">The reward first.</param>
internal sealed record MeasuredPolicy(string Name, bool? KeepsGoals, MeasuredNumber[] Numbers);

/// <summary>A number of a policy.</summary>
/// <param name="Name"><c>reward</c>, <c>steps</c>, a term or a metric.</param>
/// <param name="Goal">In words; null without one.</param>
/// <param name="Value">Its mean.</param>
/// <param name="Difference">To the first policy's; null for that one.</param>
/// <param name="Verdict">A name of <see cref="Pathmind.Verdict"/>.</param>
/// <param name="Words">The verdict in words.</param>
/// <param name="IsKept">Whether its bound is kept; null if that is not told, or without one.</param>
/// <param name="Bound">The same in words; empty without a bound.</param>
internal sealed record MeasuredNumber(
    string Name, string? Goal, MeasuredEstimate Value, MeasuredEstimate? Difference, string Verdict, string Words, bool? IsKept,
    string Bound);

/// <summary>Which observations a policy needs.</summary>
/// <param name="Reward">Of the policy as it is.</param>
/// <param name="Observations">The most important one first.</param>
/// <param name="All">Loss if it sees nothing rightly.</param>
/// <param name="Advice">What to do, in words.</param>
/// <param name="SaysNothing">Whether no loss says anything.</param>
internal sealed record MeasuredImportance(
    MeasuredEstimate Reward, MeasuredObservation[] Observations, MeasuredEstimate All, string Advice, bool SaysNothing)
{
    public static MeasuredImportance Of(Importance importance) => new(
        MeasuredEstimate.Of(importance.Reward),
        [.. importance.Observations.Select(one => new MeasuredObservation(one.Name, MeasuredEstimate.Of(one.Loss), one.InWords))],
        MeasuredEstimate.Of(importance.All), importance.Advice, importance.SaysNothing);
}

/// <summary>How much an observation matters.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Loss">Of reward per episode when it is shuffled.</param>
/// <param name="Words">What that means.</param>
internal sealed record MeasuredObservation(string Name, MeasuredEstimate Loss, string Words);

/// <summary>Episodes that were run.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Episodes">How many.</param>
/// <param name="Numbers">Their means: reward, steps, terms, metrics.</param>
internal sealed record MeasuredRun(string Policy, int Episodes, MeasuredMean[] Numbers)
{
    public static MeasuredRun Of(EpisodeLog log) => new(log.Policy, log.Episodes.Count,
    [
        new("reward", Finite(log.Reward)), new("steps", Finite(log.Length)),
        .. log.Terms.Where(_ => log.Terms.Count > 1).Select(term => new MeasuredMean(log.TitleOf(term.Key), Finite(term.Value))),
        .. log.Metrics.Select(metric => new MeasuredMean(SimulationSchema.TitleOfMetric(metric.Key), Finite(metric.Value))),
    ]);

    static double? Finite(Statistic statistic) => double.IsFinite(statistic.Mean) ? statistic.Mean : null;
}

/// <summary>A mean over episodes.</summary>
/// <param name="Name">Of the number.</param>
/// <param name="Mean">Null if it is not finite.</param>
internal sealed record MeasuredMean(string Name, double? Mean);

/// <summary>How the lines are written and read, by code that the compiler makes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(MeasuredLine))]
internal sealed partial class MeasuredJson : JsonSerializerContext;
