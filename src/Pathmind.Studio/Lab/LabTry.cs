using Pathmind.Reporting;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Lab;

/// <summary>A short training with a design, and what its policy did.</summary>
/// <param name="Id">By which the process knows it.</param>
/// <param name="Design">What is tried.</param>
internal sealed record LabTry(int Id, ExperimentDesign Design)
{
    /// <summary>Its rows so far.</summary>
    public IReadOnlyList<ProgressBatch> Rows { get; init; } = [];

    /// <summary>The numbers of its episodes; null until they are played.</summary>
    public IReadOnlyList<LabNumber>? Numbers { get; init; }

    public long Steps { get; init; }

    public double Seconds { get; init; }

    /// <summary>Why it failed; null if it did not.</summary>
    public string? Error { get; init; }

    /// <summary>Whether it has ended, one way or the other.</summary>
    public bool IsOver => Numbers is not null || Error is not null;

    /// <summary>The same after an answer.</summary>
    public LabTry With(LabAnswer answer) => answer switch
    {
        { Event: LabAnswer.Progress, Rows: { } rows } => this with { Rows = [.. Rows, rows] },
        { Event: LabAnswer.End } => this with
        {
            Numbers = answer.Numbers ?? [],
            Steps = answer.Steps ?? 0,
            Seconds = answer.Seconds ?? 0,
        },
        { Event: LabAnswer.Failed } => this with { Error = answer.Message ?? "It failed and said nothing." },
        _ => this,
    };
}
