namespace Pathmind.Training;

/// <summary>When a training may cut its episodes to write a checkpoint, and when it does.</summary>
internal static class CheckpointSchedule
{
    /// <summary>Steps up to which a training's are so few, and often so slow, that no more than a tenth of them may be
    /// lost.</summary>
    const long Few = 20_000;

    /// <summary>Whether one is to be written: every so many iterations, of few steps every tenth as well.</summary>
    /// <param name="training">After an iteration.</param>
    /// <param name="interval">Iterations between two checkpoints.</param>
    public static bool IsDue(TrainingLoop training, int interval)
    {
        var (plan, state) = (training.State.Plan, training.State);
        return (state.History.Count % interval == 0 || (plan.Steps <= Few && state.Steps - training.CutAt >= plan.Steps / 10))
            && MayCut(training, interval);
    }

    /// <summary>Whether episodes have had room to end since the last cut: twice their length. While none has ended:
    /// twice the most steps, or as many as were made before that cut, so that an endless simulation has checkpoints as
    /// well, in distances that double.</summary>
    /// <param name="training">After an iteration.</param>
    /// <param name="interval">Iterations between two checkpoints; without an ended episode the first comes after two of
    /// them.</param>
    public static bool MayCut(TrainingLoop training, int interval)
    {
        var (state, simulations) = (training.State, training.Environments.Length);
        var steps = state.Steps - training.CutAt;
        return state.EpisodeLength is { } length
            ? steps / simulations >= 2 * length
            : steps / simulations >= 2L * state.MaxSteps || (state.History.Count >= 2 * interval && steps >= training.CutAt);
    }
}
