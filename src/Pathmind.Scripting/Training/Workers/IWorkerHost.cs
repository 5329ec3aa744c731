namespace Pathmind.Training;

/// <summary>Has workers that run simulations for a training: processes of this machine, or of others.</summary>
internal interface IWorkerHost : IDisposable
{
    /// <summary>Begins to have workers, and others in the place of those that are lost, until it is disposed.</summary>
    /// <param name="events">Is told of them, from any thread.</param>
    void Begin(IWorkerEvents events);
}

/// <summary>A worker as the training sees it. None of its methods throws: that a worker is gone is told by <see
/// cref="IWorkerEvents.Lost"/>.</summary>
internal interface IWorker
{
    /// <summary>What people call it.</summary>
    string Name { get; }

    /// <summary>Sends a message.</summary>
    void Send(byte[] message);

    /// <summary>Ends it by force, for it hangs.</summary>
    void End();
}

/// <summary>What happens to workers.</summary>
internal interface IWorkerEvents
{
    /// <summary>There is a new one.</summary>
    void Joined(IWorker worker);

    /// <summary>It sent a message.</summary>
    void Received(IWorker worker, byte[] message);

    /// <summary>It has ended by itself: what it ran may be why.</summary>
    /// <param name="worker">Which.</param>
    /// <param name="lastWords">What is known about why.</param>
    void Lost(IWorker worker, string lastWords);

    /// <summary>It was taken away, which says nothing of what it ran.</summary>
    /// <param name="worker">Which.</param>
    /// <param name="why">In words.</param>
    void Gone(IWorker worker, string why);

    /// <summary>There can be no workers.</summary>
    void Failed(Exception why);
}
