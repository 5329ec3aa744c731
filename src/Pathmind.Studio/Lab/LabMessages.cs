using System.Text.Json;
using System.Text.Json.Serialization;
using Pathmind.Reporting;

namespace Pathmind.Studios.Lab;

/// <summary>A line that <c>pathmind lab</c> reads: what is to be done (docs/studio.md).</summary>
internal sealed record LabOrder
{
    /// <summary>Trains shortly with the given options, in the place of what trains now.</summary>
    public const string Try = "try";

    /// <summary>Ends what trains now.</summary>
    public const string Cancel = "cancel";

    /// <summary>Asks what is wrong with a reward in C#.</summary>
    public const string Check = "check";

    /// <summary>Asks what can be written at a place of it.</summary>
    public const string Complete = "complete";

    public required string Do { get; init; }

    /// <summary>By which the answers are known.</summary>
    public int Id { get; init; }

    /// <summary>Training options as in a file for <c>--options</c>; where there are no steps, as many as the lab
    /// suggests.</summary>
    public JsonElement? Options { get; init; }

    /// <summary>An earlier try, with whose episodes those of this one are compared; null for none.</summary>
    public int? Beside { get; init; }

    /// <summary>What is wanted of numbers, by name and in words; null for what the simulation says.</summary>
    public Dictionary<string, string>? Goals { get; init; }

    /// <summary>The reward, as it is written so far.</summary>
    public string? Code { get; init; }

    /// <summary>Place in it, in UTF-16 units.</summary>
    public int? Position { get; init; }
}

/// <summary>A line that <c>pathmind lab</c> writes.</summary>
internal sealed record LabAnswer
{
    /// <summary>The simulation is compiled: questions are answered at once.</summary>
    public const string Ready = "ready";

    /// <summary>It is warm, which the first try waits for: how many steps a try has time for.</summary>
    public const string Warm = "warm";

    /// <summary>It cannot be tried; the process ends.</summary>
    public const string Fault = "fault";

    /// <summary>Rows of a try.</summary>
    public const string Progress = "progress";

    /// <summary>A try is over: its table.</summary>
    public const string End = "end";

    /// <summary>A try gave way to another one.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>A try, or what was asked, failed.</summary>
    public const string Failed = "failed";

    public const string Checked = "checked", Completed = "completed";

    public required string Event { get; init; }

    public int Id { get; init; }

    public string? Message { get; init; }

    /// <summary>Names of terms, metrics, observations, and the goals.</summary>
    public CodeReport? Report { get; init; }

    /// <summary>Steps that a try has time for, or that it made.</summary>
    public long? Steps { get; init; }

    /// <summary>How long a try took, with its episodes.</summary>
    public double? Seconds { get; init; }

    public ProgressBatch? Rows { get; init; }

    public LabNumber[]? Numbers { get; init; }

    public LabProblem[]? Problems { get; init; }

    /// <summary>The part of the code that a suggestion replaces.</summary>
    public int? From { get; init; }

    public int? To { get; init; }

    public string[]? Suggestions { get; init; }
}

/// <summary>A number of the episodes that a try's policy played without exploration.</summary>
internal sealed record LabNumber
{
    /// <summary><c>reward</c> (the sum of the simulation's terms), <c>steps</c>, or the name of a term or
    /// metric.</summary>
    public required string Name { get; init; }

    /// <summary><c>reward</c>, <c>steps</c>, <c>term</c>, <c>metric</c>.</summary>
    public required string Kind { get; init; }

    public required double Mean { get; init; }

    /// <summary>The 95 % interval of the mean; null of a single episode.</summary>
    public double? Low { get; init; }

    public double? High { get; init; }

    public int Episodes { get; init; }

    /// <summary>What is wanted of it, in words.</summary>
    public string? Goal { get; init; }

    /// <summary>How much more it is than in the same episodes of the earlier try, and its interval.</summary>
    public double? Difference { get; init; }

    public double? DifferenceLow { get; init; }

    public double? DifferenceHigh { get; init; }

    /// <summary>A name of <see cref="Pathmind.Verdict"/>; null without an earlier try.</summary>
    public string? Verdict { get; init; }
}

/// <summary>An error in a reward's code; lines and columns from 1, the end is behind the last letter.</summary>
internal sealed record LabProblem(int Line, int Column, int EndLine, int EndColumn, string Message);

/// <summary>How the lines are written and read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(LabOrder))]
[JsonSerializable(typeof(LabAnswer))]
internal sealed partial class LabJson : JsonSerializerContext;
