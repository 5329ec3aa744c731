using Pathmind.Training;

namespace Pathmind.Benchmarks;

/// <summary>The rollouts of a training, one after the other, without the updates between them.</summary>
internal sealed class RolloutAlone : IDisposable
{
    readonly Crew crew;
    readonly Rollout rollout;
    readonly RolloutBuffer buffer;
    readonly int steps;

    public RolloutAlone(Func<Simulation> create, TrainingOptions options)
    {
        Training = new(create, options, TimeProvider.System, CancellationToken.None);
        Training.WarmUp();
        var (plan, schema) = (Training.Plan, Training.Schema);
        steps = plan.RolloutSteps(stepsSoFar: 0);
        crew = new(plan.Threads);
        buffer = new(plan.Simulations * schema.Agents, steps, Training.Inputs.Size, schema.Actions, schema.HasMask);
        rollout = new(Training.Lanes, crew, Training.Learner.Policy.Shape, Training.Function, Training.Acting, TimeProvider.System, () => false);
    }

    public PpoTraining Training { get; }

    /// <summary>Steps of one rollout, of all simulations together.</summary>
    public int Steps => Training.Plan.Simulations * steps;

    public void Collect() => rollout.Collect(buffer, steps);

    public void Dispose()
    {
        crew.Dispose();
        Training.Dispose();
    }
}
