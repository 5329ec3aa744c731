using Pathmind.Training;

namespace Pathmind.Benchmarks;

/// <summary>The rollouts of a training, one after the other, without the updates between them.</summary>
internal sealed class RolloutAlone : IDisposable
{
    readonly WorkerThreads workers;
    readonly RolloutCollector collector;
    readonly RolloutBuffer buffer;
    readonly int steps;

    public RolloutAlone(Func<Simulation> create, TrainingOptions options)
    {
        Training = NewTraining.Of(create, options);
        Training.WarmUp();
        var (state, learner) = (Training.State, Training.Learner);
        steps = learner.BeginRollout(stepsSoFar: 0, progress: 0);
        workers = new(state.Plan.Threads);
        buffer = new(state.Plan.Simulations, state.Schema.Agents, steps, state.Inputs.Size, state.Schema.Actions, state.Schema.HasMask);
        TrainingEnvironment[] own = [.. Training.Environments.Cast<TrainingEnvironment>()];
        collector = new(own, workers, Training.Function, learner.Policy, TimeProvider.System, () => false);
    }

    public TrainingLoop Training { get; }

    /// <summary>Steps of one rollout, of all simulations together.</summary>
    public int Steps => Training.State.Plan.Simulations * steps;

    public void Collect() => collector.Collect(buffer, steps);

    public void Dispose()
    {
        workers.Dispose();
        Training.Dispose();
    }
}
