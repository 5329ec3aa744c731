namespace Pathmind.Clusters.Grains;

/// <summary>One per training: tells workers who it is. In memory alone: a worker that finds nothing here gives its slot
/// back, and the training, which misses it, says again who it is.</summary>
internal interface IRolloutsGrain : IGrainWithStringKey
{
    Task OpenAsync(RolloutsData data);

    /// <summary>Null if it is not known, or has ended.</summary>
    Task<RolloutsData?> ReadAsync();

    Task CloseAsync();
}

/// <summary>A training whose simulations run on workers.</summary>
/// <param name="Experiment">Its code.</param>
/// <param name="Silo">Where it is.</param>
/// <param name="Training">To speak to it.</param>
[GenerateSerializer, Immutable]
internal sealed record RolloutsData(
    [property: Id(0)] ExperimentData Experiment, [property: Id(1)] SiloAddress Silo, [property: Id(2)] IRolloutTraining Training);

/// <summary>A process that runs simulations.</summary>
/// <param name="Number">From 1, of those that its training wants.</param>
/// <param name="Lease">Other each time.</param>
/// <param name="By">Name of the worker that has it.</param>
/// <param name="Silo">Where that is.</param>
[GenerateSerializer, Immutable]
internal sealed record RolloutPlace(
    [property: Id(0)] int Number, [property: Id(1)] Guid Lease, [property: Id(2)] string By, [property: Id(3)] SiloAddress Silo);

/// <summary>The training, as workers speak to it.</summary>
internal interface IRolloutTraining : IGrainObserver
{
    /// <summary>There is a process for it.</summary>
    /// <param name="place">Which.</param>
    /// <param name="process">To speak to it.</param>
    /// <returns>Whether the training has use for it.</returns>
    Task<bool> JoinAsync(RolloutPlace place, IRolloutEnd process);

    /// <summary>A process says something.</summary>
    /// <param name="lease">Which one.</param>
    /// <param name="number">From 1, without gaps; said again if it was not confirmed.</param>
    /// <param name="messages">In their order.</param>
    Task ReceiveAsync(Guid lease, long number, byte[][] messages);

    /// <summary>A process has ended.</summary>
    /// <param name="lease">Which one.</param>
    /// <param name="lastWords">What is known about why.</param>
    /// <param name="isItsOwnEnd">Whether it ended by itself; else it was taken away.</param>
    Task LostAsync(Guid lease, string lastWords, bool isItsOwnEnd);
}

/// <summary>A process that runs simulations, as the training speaks to it.</summary>
internal interface IRolloutEnd : IGrainObserver
{
    /// <inheritdoc cref="IRolloutTraining.ReceiveAsync"/>
    Task ReceiveAsync(long number, byte[][] messages);

    /// <summary>Ends it by force.</summary>
    Task EndAsync();
}
