using System.Globalization;
using System.Text.Json.Serialization;
using Pathmind.Displays;
using Pathmind.Training;

namespace Pathmind;

/// <summary>Whether the trained policy keeps a limit of <see cref="TrainingOptions.Limits"/>: found out in greedy
/// episodes that had no part in the training; if that was stopped, failed, or ended by its time, in those by which the
/// policy was chosen.</summary>
/// <param name="Name">The metric or reward term.</param>
/// <param name="Goal">At most, or at least.</param>
/// <param name="Mean">Of what is limited, over the episodes.</param>
/// <param name="Low">Lower end of the 95 % interval of the mean.</param>
/// <param name="High">Upper end of that interval.</param>
/// <param name="Episodes">How many were played.</param>
public sealed record LimitResult(
    string Name, [property: JsonConverter(typeof(GoalConverter))] Goal Goal, double Mean, double Low, double High, int Episodes)
{
    /// <summary>Whether the mean keeps the limit.</summary>
    [JsonIgnore]
    public bool IsKept => Goal.WantsMore ? Mean >= Goal.Bound : Mean <= Goal.Bound;

    /// <summary>Whether all of the interval is on the same side of the bound as the mean.</summary>
    [JsonIgnore]
    public bool IsCertain => IsKept == (Goal.WantsMore ? Low >= Goal.Bound : High <= Goal.Bound)
        && IsKept != (Goal.WantsMore ? High < Goal.Bound : Low > Goal.Bound);

    /// <summary><c>late 0.018 (95 %: 0.016 to 0.02), at most 0.02: kept</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name} {CellText.Number(Mean)} (95 %: {CellText.Number(Low)} to {CellText.Number(High)}), {Goal}: ")
        + $"{(IsKept ? "kept" : "not kept")}{(IsCertain ? "" : " in the mean, not yet certain")}";
}
