using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>Runs parts of rollouts and evaluation episodes for a training elsewhere, one after the other. What it
/// gives depends on the job alone, not on which worker runs it.</summary>
/// <param name="create">Makes simulations.</param>
/// <param name="setup">Of the training.</param>
/// <param name="reward">Makes the reward of the terms; null for their sum.</param>
/// <param name="watch">Is told which simulation runs, before each step.</param>
internal sealed class RolloutWorker(Func<Simulation> create, RolloutSetup setup, Func<Reward, double>? reward, StepWatch watch)
{
    readonly TrainingModel model = NewModel(create, setup.OptionsWith(reward), watch);
    readonly BehaviorPolicy policy = setup.NewPolicy();
    readonly Dictionary<int, Running> environments = [];
    readonly Stack<Simulation> spare = [];                               // of environments that went elsewhere
    RolloutBuffer? buffer, oneStep;
    EvaluationPlayer? player;

    /// <summary>Takes over how to act and to reward from now on.</summary>
    public void Behave(StateReader behavior) => model.TransferBehavior(behavior, policy);

    /// <summary>An environment goes on elsewhere.</summary>
    public void Release(int environment)
    {
        if (environments.Remove(environment, out var left))
            spare.Push(left.Environment.Driver.Simulation);
    }

    /// <summary>Runs a part.</summary>
    /// <param name="order">Which.</param>
    /// <param name="isStopped">Whether to end before the next step.</param>
    /// <returns>Writes what came of it; null if it was stopped.</returns>
    /// <exception cref="SimulationException">The simulation threw or broke a rule.</exception>
    public Action<StateWriter>? Run(PartOrder order, Func<bool> isStopped)
    {
        buffer ??= setup.NewBuffer(model.Schema);
        var (running, isAlike) = Begin(order, oneStep ??= buffer.ForOneSimulation(steps: 1));
        var environment = running.Environment;
        if (order.ChangesAreTaken)
            environment.Changes.Clear();
        buffer.Clear(order.Steps);
        running.Batch.Restart(buffer);
        for (var step = 0; step < order.Steps; step++)
        {
            if (isStopped())
                return null;
            watch.Step(environment.Driver);
            running.Batch.Collect(1, policy, buffer, model.Function);
        }
        watch.Rest();
        return writer => new PartResult(buffer, 0, environment.Finished, [.. environment.Changes], isAlike)
            .Transfer(writer, Memory(environment), environment.SoFar!);
    }

    /// <summary>Plays an evaluation episode.</summary>
    /// <returns>What it gave; null if it was stopped.</returns>
    /// <inheritdoc cref="Run"/>
    public EpisodeFigures? Play(EpisodeOrder order, Func<bool> isStopped)
    {
        player ??= model.NewPlayer(create(), policy, setup.EvaluationSeed);
        watch.Step(player.Driver);
        var figures = player.Play(order.ToEvaluation(model.Schema.Actions), order.Number, () =>
        {
            watch.Step(player.Driver);
            return isStopped();
        });
        watch.Rest();
        return isStopped() ? null : figures;
    }

    EnvironmentMemory Memory(TrainingEnvironment environment)
    {
        EnvironmentMemory memory = new();
        memory.Take(environment, oneStep!);
        return memory;
    }

    (Running Running, bool IsAlike) Begin(PartOrder order, RolloutBuffer oneStep)
    {
        if (!environments.TryGetValue(order.Environment, out var running))
            environments[order.Environment] = running = New(order.Environment, order.Beginning == PartBeginning.First);
        var (environment, isAlike) = (running.Environment, true);
        watch.Step(environment.Driver);
        if (order.Beginning == PartBeginning.Episode)
        {
            order.Start.Chance.Restore(environment.Chance);
            order.Start.ActionDraws.Restore(environment.ActionDraws);
            environment.Episode = order.Start.Episode;
        }
        if (order.Beginning is PartBeginning.First or PartBeginning.Episode)
            environment.Start(setup.Environments);
        if (order.Beginning == PartBeginning.Replay)
            isAlike = order.Memory.Restore(environment, oneStep, model.Function, () => watch.Step(environment.Driver));
        return (running, isAlike);
    }

    Running New(int number, bool isFirst)
    {
        EpisodeTrace trace = new();
        var environment = number == 0 && isFirst
            ? model.NewFirst(trace)
            : model.NewEnvironment(number, isFirst || !spare.TryPop(out var used) ? create() : used, trace);
        return new(environment, new([environment], policy));
    }

    static TrainingModel NewModel(Func<Simulation> create, TrainingOptions options, StepWatch watch)
    {
        TrainingModel model = new(create(), options);
        watch.Step(model.First);
        model.Complete();
        watch.Rest();
        return model;
    }

    sealed record Running(TrainingEnvironment Environment, EnvironmentBatch Batch);
}
