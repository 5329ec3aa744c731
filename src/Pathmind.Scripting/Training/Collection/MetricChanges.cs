using System.Text.Json.Serialization;

namespace Pathmind.Training;

/// <summary>How a metric changes from step to step, by which a running mean is told from a counter or a
/// level.</summary>
/// <param name="Early">Sum of the squares of the changes in the first quarter of the episodes.</param>
/// <param name="EarlySteps">Number of these changes.</param>
/// <param name="Late">The same in the second half.</param>
/// <param name="LateSteps">Number of those.</param>
/// <param name="Up">Sum of what it rose by in the second half.</param>
/// <param name="Down">Sum of what it fell by in the second half.</param>
internal readonly record struct MetricChanges(double Early, long EarlySteps, double Late, long LateSteps, double Up, double Down)
{
    /// <summary>How many times larger the square of a change must be early than late. Of the mean of t independent
    /// numbers it falls with 1 / t²: from the first quarter of T steps to the second half by about 3·T.</summary>
    const double Fading = 5;

    /// <summary>Least share of the changes in each direction: a counter has one.</summary>
    const double BothWays = 0.1;

    /// <summary>Whether it is a mean over what happened so far: the share of orders that were late, the mean
    /// wait.</summary>
    [JsonIgnore]
    public bool AreOfMean =>
        EarlySteps > 0 && LateSteps > 0 && Early / EarlySteps > Fading * Late / LateSteps
        && Math.Min(Up, Down) > BothWays * Math.Max(Up, Down);

    /// <param name="change">In a step.</param>
    /// <param name="share">Of the episode that is over, by its usual length.</param>
    public MetricChanges With(double change, double share) =>
        share <= 0.25 ? this with { Early = Early + change * change, EarlySteps = EarlySteps + 1 }
        : share > 0.5 ? this with
        {
            Late = Late + change * change,
            LateSteps = LateSteps + 1,
            Up = Up + Math.Max(0, change),
            Down = Down + Math.Max(0, -change),
        }
        : this;

    /// <summary>Those of both.</summary>
    public MetricChanges With(MetricChanges other) => new(
        Early + other.Early, EarlySteps + other.EarlySteps, Late + other.Late, LateSteps + other.LateSteps, Up + other.Up,
        Down + other.Down);
}
