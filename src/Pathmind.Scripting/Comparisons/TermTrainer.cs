using Pathmind.Comparisons;
using Pathmind.Simulations;

namespace Pathmind;

/// <summary>Finds out what each reward term teaches.</summary>
public static class TermTrainer
{
    /// <summary>Trains on all reward terms and then on each one alone, with the same seed and steps, and lets all
    /// policies and random actions play the same episodes: which term teaches what, before they are mixed.</summary>
    /// <remarks>A term alone has the weight 1, or -1 where <see cref="TrainingOptions.RewardWeights"/> weigh it
    /// negatively; with <see cref="TrainingOptions.RewardOfChange"/> it is how the term changed. It takes as many
    /// trainings as there are terms, and one more.</remarks>
    /// <param name="simulation">The simulation to train on; the instance itself is only read.</param>
    /// <param name="options">Of every training. <see cref="TrainingOptions.Folder"/> gets a sub-folder for each:
    /// <c>all-terms</c>, <c>only-sales</c>.</param>
    /// <param name="cancellation">Ends the training under way, and leaves out the others.</param>
    /// <inheritdoc cref="Trainer.Train(Func{Simulation}, TrainingOptions, CancellationToken)"
    /// path="/exception"/>
    public static TermTrainings TrainEachTerm(
        this Simulation simulation, TrainingOptions? options = null, CancellationToken cancellation = default) => TrainEachTerm(
            SimulationInstances.RequireLike(simulation, "TermTrainer.TrainEachTerm(() => {0}, options)"), options, cancellation);

    /// <inheritdoc cref="TrainEachTerm(Simulation, TrainingOptions, CancellationToken)"/>
    /// <param name="create">Makes a new simulation at every call; all must be alike.</param>
#pragma warning disable CS1573 // the other parameters are inherited
    public static TermTrainings TrainEachTerm(
        Func<Simulation> create, TrainingOptions? options = null, CancellationToken cancellation = default) =>
        new EachTerm(create, options ?? new(), cancellation).Run();
#pragma warning restore CS1573
}
