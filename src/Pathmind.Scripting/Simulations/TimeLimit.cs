namespace Pathmind;

/// <summary>A simulation whose episodes are truncated after some steps: <c>Trainer.Train(() => new TimeLimit(new
/// Warehouse(), steps: 480))</c>.</summary>
/// <remarks>Its own <see cref="Simulation.MaxSteps"/> holds as well; the shorter one counts.</remarks>
public sealed class TimeLimit : SimulationWrapper
{
    readonly int steps;

    /// <param name="inner">The simulation that is wrapped.</param>
    /// <param name="steps">Steps after which an episode is truncated; at least 1.</param>
    /// <exception cref="ArgumentException"><paramref name="steps"/> is below 1.</exception>
    public TimeLimit(Simulation inner, int steps)
        : base(inner) => this.steps = steps >= 1 ? steps
        : throw new ArgumentException($"steps is {steps}, but an episode must have at least 1.");

    /// <inheritdoc/>
    public override int MaxSteps => Math.Min(steps, Inner.MaxSteps);
}
