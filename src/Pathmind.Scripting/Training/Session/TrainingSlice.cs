using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>A part of a training, from checkpoint to checkpoint: whoever runs it, and however often, it gives the same
/// result.</summary>
/// <param name="create">Makes simulations.</param>
/// <param name="options">Valid ones, without a limit of time.</param>
/// <param name="from">Where it begins; null for the beginning of the training.</param>
/// <param name="evaluationSeed">Of the episodes by which it is judged.</param>
internal sealed class TrainingSlice(Func<Simulation> create, TrainingOptions options, Checkpoint? from, int evaluationSeed)
{
    const int Series = 8;                                                // other episodes than those that choose a training's own best
    const double Share = 0.15;                                           // evaluation steps per step of the slice

    /// <summary>Whether the result has the policy, to be judged by others, in place of <see
    /// cref="SliceResult.Played"/>.</summary>
    public bool MakesPolicy { get; init; }

    /// <summary>Trains until so many steps are made, and episodes have had room to end, or the training is
    /// over.</summary>
    /// <param name="until">Steps of the whole training.</param>
    /// <param name="onIteration">Gets the steps made so far, after each iteration.</param>
    /// <param name="cancellation">Ends it at the next turn of a simulation.</param>
    /// <returns>Null if it was stopped before anything was learnt.</returns>
    public SliceResult? Run(long until, Action<long> onIteration, CancellationToken cancellation)
    {
        using TrainingLoop training = new(
            create, options, Algorithm.For(options), TimeProvider.System, cancellation, evaluationSeed, from: from);
        if (from is null)
        {
            if (!training.WarmUp())
                return null;
        }
        else
        {
            from.Restore(training);
            training.Cut();
        }
        var (rules, begin, isOver) = (new StopRules(training.State, training.Best, cancellation), training.State.Steps, false);
        while (!isOver && (training.State.Steps < until || !CheckpointSchedule.MayCut(training, options.CheckpointEvery ?? 1))
            && training.Iterate())
        {
            training.Best.Judge();
            onIteration(training.State.Steps);
            isOver = rules.Check() is not null;
        }
        if (training.State.History.Count == 0)
            return null;
        var checkpoint = Checkpoint.Of(training);
        if (MakesPolicy)
            return new(checkpoint, Played: null, isOver) { Policy = PolicyOf(training) };
        return new(checkpoint, Judge(training, training.State.Steps - begin), isOver);
    }

    /// <summary>The policy as it is now.</summary>
    static TrainedPolicy PolicyOf(TrainingLoop training) => new TrainingOutput(
        training, StopReason.Interrupted, $"A part of a training, up to {training.State.Steps:N0} steps.", limits: [], hints: [])
        .ToResult(population: null).Policy;

    static EvaluationEpisodes? Judge(TrainingLoop training, long steps) =>
        training.State.EpisodeLength is { } length
            ? training.Evaluation.Measure(BestPolicy.Affordable(Share * steps, length, GreedyEvaluation.Most), length, series: Series)
            : null;
}

/// <summary>What a slice leaves.</summary>
/// <param name="Checkpoint">Where the next one begins.</param>
/// <param name="Played">Episodes of the greedy policy at its end; null while no episode has ended.</param>
/// <param name="IsOver">Whether a rule ended the training.</param>
internal sealed record SliceResult(Checkpoint Checkpoint, EvaluationEpisodes? Played, bool IsOver)
{
    /// <summary>Null unless it was asked for.</summary>
    public TrainedPolicy? Policy { get; init; }
}
