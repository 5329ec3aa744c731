using Pathmind.Simulations;
using Pathmind.Training;

namespace Pathmind;

/// <summary>Trains policies for simulations. Progress is shown unless <see cref="TrainingOptions.Display"/> is
/// <see cref="Display.None"/>.</summary>
public static class Trainer
{
    /// <summary>Trains a policy for this simulation on the spot: <c>new MouseAndCheese().Train().Policy</c>. Further
    /// instances are made with the parameterless constructor and set up alike: what an object initializer set, as in
    /// <c>new Shop { Price = 10 }</c>, they have as well. Use
    /// <see cref="Train(Func{Simulation}, TrainingOptions, CancellationToken)"/> if the constructor needs
    /// arguments.</summary>
    /// <param name="simulation">The simulation to train on; the instance itself is only read.</param>
    /// <param name="options">What differs from the defaults.</param>
    /// <param name="cancellation">Ends the training and keeps the best policy so far.</param>
    /// <inheritdoc cref="Train(Func{Simulation}, TrainingOptions, CancellationToken)"/>
    public static TrainingResult Train(
        this Simulation simulation, TrainingOptions? options = null, CancellationToken cancellation = default) =>
        Train(SimulationInstances.RequireLike(simulation, "Trainer.Train(() => {0}, options)"), options, cancellation);

    /// <summary>Trains a policy on simulations that a function makes: <c>Trainer.Train(() => new Warehouse(shelves:
    /// 12))</c>.</summary>
    /// <remarks>Shows progress, and at the end its message; with <see cref="TrainingOptions.Display"/> =
    /// <see cref="Display.None"/> nothing.</remarks>
    /// <param name="create">Makes a new simulation at every call; all must be alike. The training disposes of them at
    /// its end if they are <see cref="IDisposable"/> or <see cref="IAsyncDisposable"/>.</param>
    /// <param name="options">What differs from the defaults.</param>
    /// <param name="cancellation">Ends the training and keeps the best policy so far.</param>
    /// <returns>The policy, the history, and why training ended.</returns>
    /// <exception cref="ArgumentException">Options out of range (the message names every one), a function that does not
    /// make a new simulation at each call, or a folder that cannot be written or in which another training
    /// runs.</exception>
    /// <exception cref="SimulationException">The simulation broke a rule or threw before anything was
    /// learnt.</exception>
    /// <exception cref="TrainingException">The same after something was learnt, which the exception holds; so it is if
    /// <see cref="TrainingOptions.OnIteration"/> or the display throws, or the folder cannot be written at the
    /// end.</exception>
    public static TrainingResult Train(
        Func<Simulation> create, TrainingOptions? options = null, CancellationToken cancellation = default) =>
        Train(create, options ?? new(), Algorithm.For(options ?? new()), cancellation);

    /// <summary>Continues a training from its newest checkpoint, exactly as if it had never stopped.</summary>
    /// <param name="simulation">A simulation of the class that was trained.</param>
    /// <param name="folder">The folder that <see cref="TrainingOptions.Folder"/> named, or a checkpoint file.</param>
    /// <param name="options">Gets the options of the first part and returns them with what differs (more steps, say),
    /// and with the reward function if there was one; null for no difference. What made the networks and their
    /// statistics cannot change: Seed, Simulations, the observations, whether RewardWeights are given, and of Ppo:
    /// Hidden, Activation, NormalizeObservations, ScaleRewards, InitialLogStd.</param>
    /// <param name="cancellation">Ends the training and keeps the best policy so far.</param>
    /// <exception cref="ArgumentException">The training has ended and no option gives it more to do; there is no
    /// checkpoint, or it cannot be read; the simulation has other agents, observations, actions, masks or reward terms
    /// than at the checkpoint; or an option differs that cannot change any more.</exception>
    /// <inheritdoc cref="Train(Func{Simulation}, TrainingOptions, CancellationToken)"/>
    public static TrainingResult Resume(
        this Simulation simulation, string folder, Func<TrainingOptions, TrainingOptions>? options = null,
        CancellationToken cancellation = default) =>
        Resume(SimulationInstances.RequireLike(simulation, "Trainer.Resume(() => {0}, folder)"), folder, options, cancellation);

    /// <inheritdoc cref="Resume(Simulation, string, Func{TrainingOptions, TrainingOptions}, CancellationToken)"/>
    /// <param name="create">Makes a new simulation at every call; all must be alike.</param>
#pragma warning disable CS1573 // the other parameters are inherited
    public static TrainingResult Resume(
        Func<Simulation> create, string folder, Func<TrainingOptions, TrainingOptions>? options = null,
        CancellationToken cancellation = default)
    {
        var checkpoint = Checkpoint.Load(folder);
        var resumed = options?.Invoke(checkpoint.Options) ?? checkpoint.Options;
        if (checkpoint.HasRewardFunction && !resumed.HasRewardFunction)
            throw new ArgumentException(
                $"{checkpoint.Simulation} was trained with a reward function, which a checkpoint cannot hold: hand it in again, "
                + "as in Resume(folder, options => options with { " + (checkpoint.RewardFunction ?? "Reward")
                + " = … }).");
        return Resume(create, checkpoint, resumed, Algorithm.For(resumed), cancellation);
    }
#pragma warning restore CS1573

    internal static TrainingResult Train(
        Func<Simulation> create, TrainingOptions options, Algorithm algorithm, CancellationToken cancellation = default) =>
        new TrainingSession(create, options, algorithm, from: null).Run(cancellation);

    internal static TrainingResult Resume(
        Func<Simulation> create, Checkpoint from, TrainingOptions options, Algorithm algorithm, CancellationToken cancellation = default) =>
        new TrainingSession(create, options, AlgorithmChoice.Resumed(from, options, algorithm), from).Run(cancellation);
}
