using Pathmind.Simulations;
using Pathmind.Sweeps;

namespace Pathmind;

/// <summary>Looks for the best options of a training (docs/search.md).</summary>
public static class SweepTrainer
{
    /// <summary>Trains with many options, several trainings side by side, and keeps the best policy: <c>new
    /// Shop().Sweep(SweepOptions.Read("sweep.yaml"), new() { Steps = 50_000 })</c>. Same seed and options, same trials
    /// and the same policy, bit for bit, on any number of threads (unless trials cost
    /// <see cref="SweepCost.Seconds"/>).</summary>
    /// <param name="simulation">The simulation to train on; the instance itself is only read.</param>
    /// <param name="sweep">What is tried, and how.</param>
    /// <param name="options">Of every trial, but for its parameters. <see cref="TrainingOptions.Folder"/> gets the
    /// state (sweep.json), a folder for each trial and seed (<c>trial-001/seed-0</c>), the best policy, its options
    /// (best.json) and the result (result.json); without it a sweep cannot be resumed.
    /// <see cref="TrainingOptions.OnIteration"/> is not called; <see cref="TrainingOptions.Studio"/> shows it as one
    /// experiment, with its trials.</param>
    /// <param name="cancellation">Ends it; the result has the trials that were judged until then.</param>
    /// <exception cref="ArgumentException">Options out of range, a parameter or metric that there is not, or a folder
    /// that cannot be written, or holds a sweep.</exception>
    /// <exception cref="SimulationException">The first trials failed because the simulation broke a rule or threw; so
    /// do their other exceptions come. If some trials succeed, one that fails is only marked.</exception>
    /// <exception cref="OperationCanceledException">Stopped before any trial had been judged.</exception>
    public static SweepResult Sweep(
        this Simulation simulation, SweepOptions sweep, TrainingOptions? options = null, CancellationToken cancellation = default) =>
        Sweep(Like(simulation), sweep, options, cancellation);

    /// <inheritdoc cref="Sweep(Simulation, SweepOptions, TrainingOptions, CancellationToken)"/>
    /// <param name="create">Makes a new simulation at every call, of one thread at a time; all must be alike.</param>
#pragma warning disable CS1573 // the other parameters are inherited
    public static SweepResult Sweep(
        Func<Simulation> create, SweepOptions sweep, TrainingOptions? options = null, CancellationToken cancellation = default) =>
        new SweepRun(create, sweep, options ?? new(), isResumed: false).Run(cancellation);

    /// <summary>Goes on with a sweep that was stopped, or killed, with the same result as if it never had been; begins
    /// it if the folder has none. More trials and a larger budget may be asked for; trials that failed are tried
    /// again.</summary>
    /// <inheritdoc cref="Sweep(Simulation, SweepOptions, TrainingOptions, CancellationToken)"/>
    public static SweepResult ResumeSweep(
        this Simulation simulation, SweepOptions sweep, TrainingOptions options, CancellationToken cancellation = default) =>
        ResumeSweep(Like(simulation), sweep, options, cancellation);

    /// <inheritdoc cref="ResumeSweep(Simulation, SweepOptions, TrainingOptions, CancellationToken)"/>
    /// <param name="create">Makes a new simulation at every call, of one thread at a time; all must be alike.</param>
    public static SweepResult ResumeSweep(
        Func<Simulation> create, SweepOptions sweep, TrainingOptions options, CancellationToken cancellation = default) =>
        new SweepRun(create, sweep, options, isResumed: true).Run(cancellation);
#pragma warning restore CS1573

    static Func<Simulation> Like(Simulation simulation) =>
        SimulationInstances.RequireLike(simulation, "SweepTrainer.Sweep(() => {0}, sweep, options)");
}
