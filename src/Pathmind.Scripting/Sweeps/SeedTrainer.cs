using Pathmind.Simulations;
using Pathmind.Sweeps;

namespace Pathmind;

/// <summary>Makes one training several times, with different seeds: how good it is, not how lucky.</summary>
public static class SeedTrainer
{
    /// <summary>Trains with the seeds <see cref="TrainingOptions.Seed"/>, the next one, and so on, as many side by side
    /// as there are threads, and lets all policies play the same episodes. Each training is the one that
    /// <see cref="Trainer.Train(Simulation, TrainingOptions, CancellationToken)"/> makes with that seed, bit for
    /// bit.</summary>
    /// <param name="simulation">The simulation to train on; the instance itself is only read.</param>
    /// <param name="seeds">How many, 2 .. 1 000.</param>
    /// <param name="options">Of every training. <see cref="TrainingOptions.Folder"/> gets a sub-folder for each
    /// (<c>seed-0</c>), and the policy that is kept; <see cref="TrainingOptions.OnIteration"/> is called for all of
    /// them, one at a time; <see cref="TrainingOptions.Studio"/> shows them as one experiment, with a band.</param>
    /// <param name="cancellation">Ends all trainings; the result has what was learnt until then.</param>
    /// <exception cref="ArgumentException">Options out of range, a population among them, or a folder that cannot be
    /// written or in which another training runs.</exception>
    /// <exception cref="SimulationException">The simulation broke a rule or threw.</exception>
    /// <exception cref="TrainingException">The same after something was learnt in that training, which the exception
    /// holds.</exception>
    /// <exception cref="OperationCanceledException">Stopped before anything was learnt.</exception>
    public static SeedsResult TrainSeeds(
        this Simulation simulation, int seeds, TrainingOptions? options = null, CancellationToken cancellation = default) =>
        TrainSeeds(Like(simulation), seeds, options, cancellation);

    /// <inheritdoc cref="TrainSeeds(Simulation, int, TrainingOptions, CancellationToken)"/>
    /// <param name="create">Makes a new simulation at every call, of one thread at a time; all must be alike.</param>
#pragma warning disable CS1573 // the other parameters are inherited
    public static SeedsResult TrainSeeds(
        Func<Simulation> create, int seeds, TrainingOptions? options = null, CancellationToken cancellation = default) =>
        new SeedTrainings(create, seeds, options ?? new(), isResumed: false).Run(cancellation);

    /// <summary>Goes on where <see cref="TrainSeeds(Simulation, int, TrainingOptions, CancellationToken)"/> was
    /// stopped, with the same result as if it never had been: trainings that have ended are read from their folders,
    /// others go on from their newest checkpoint or begin. More seeds, or more steps, may be asked for.</summary>
    /// <exception cref="ArgumentException">There is no <see cref="TrainingOptions.Folder"/>; or one of the reasons for
    /// which trainings are not made, or not resumed.</exception>
    /// <inheritdoc cref="TrainSeeds(Simulation, int, TrainingOptions, CancellationToken)"/>
    public static SeedsResult ResumeSeeds(
        this Simulation simulation, int seeds, TrainingOptions options, CancellationToken cancellation = default) =>
        ResumeSeeds(Like(simulation), seeds, options, cancellation);

    /// <inheritdoc cref="ResumeSeeds(Simulation, int, TrainingOptions, CancellationToken)"/>
    /// <param name="create">Makes a new simulation at every call, of one thread at a time; all must be alike.</param>
    public static SeedsResult ResumeSeeds(
        Func<Simulation> create, int seeds, TrainingOptions options, CancellationToken cancellation = default) =>
        new SeedTrainings(create, seeds, options, isResumed: true).Run(cancellation);
#pragma warning restore CS1573

    static Func<Simulation> Like(Simulation simulation) =>
        SimulationInstances.RequireLike(simulation, "SeedTrainer.TrainSeeds(() => {0}, 10, options)");
}
