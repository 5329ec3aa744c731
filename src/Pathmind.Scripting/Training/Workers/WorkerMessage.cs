namespace Pathmind.Training;

/// <summary>What a message between a training and a worker is about: its first byte.</summary>
internal enum WorkerMessage : byte
{
    /// <summary>To a worker, first: <see cref="RolloutSetup"/>.</summary>
    Setup,

    /// <summary>To a worker: how the policy acts, and what rewards are made with, from now on.</summary>
    Behavior,

    /// <summary>To a worker: job, then <see cref="PartOrder"/>.</summary>
    Part,

    /// <summary>To a worker: job, then an evaluation episode.</summary>
    Episode,

    /// <summary>To a worker: an environment goes on elsewhere.</summary>
    Release,

    /// <summary>To a worker: jobs up to this one are not wanted any more.</summary>
    Stop,

    /// <summary>From a worker: it has understood the setup.</summary>
    Ready,

    /// <summary>From a worker: job, then what came of it.</summary>
    Done,

    /// <summary>From a worker: job (-1 for none), then a <see cref="WorkerFailure"/>.</summary>
    Failed,

    /// <summary>From a worker: job, then where a step hangs, as a <see cref="WorkerFailure"/>.</summary>
    Hung,

    /// <summary>From a worker, every second.</summary>
    Alive,
}

/// <summary>Messages as bytes.</summary>
internal static class WorkerMessages
{
    /// <summary>A message with nothing but its kind.</summary>
    public static byte[] Of(WorkerMessage kind) => [(byte)kind];

    /// <summary>A message.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="write">Writes the rest.</param>
    public static byte[] Of(WorkerMessage kind, Action<StateWriter> write)
    {
        StateWriter writer = new();
        writer.Pass((byte)kind);
        write(writer);
        return writer.ToArray();
    }

    /// <summary>A message about a job.</summary>
    public static byte[] Of(WorkerMessage kind, int job, Action<StateWriter>? write = null) => Of(kind, writer =>
    {
        writer.Pass(job);
        write?.Invoke(writer);
    });

    /// <summary>The kind of a message, and the rest of it.</summary>
    public static (WorkerMessage Kind, StateReader Body) Read(byte[] message) =>
        message.Length > 0 ? ((WorkerMessage)message[0], new(message.AsMemory(1))) : throw new InvalidDataException("A message is empty.");
}

/// <summary>What a simulation did wrong, or where it hangs.</summary>
/// <param name="message">In words.</param>
internal sealed class WorkerFailure(string message = "")
{
    /// <summary>In words.</summary>
    public string Message { get; private set; } = message;

    /// <summary>Name of the simulation; empty if it is not at fault.</summary>
    public string Simulation { get; private set; } = "";

    /// <summary>Episode from 1, step, agent (-1 for none).</summary>
    public (int Episode, int Step, int Agent) Place { get; private set; }

    public static WorkerFailure Of(Exception exception) => exception is SimulationException own
        ? new(own.Message) { Simulation = own.Simulation, Place = (own.Episode, own.Step, own.Agent) }
        : new(exception.Message);

    /// <summary>A call that does not come back.</summary>
    public static WorkerFailure Of(Simulations.SimulationDriver hanging, TimeSpan limit) => new(
        $"{hanging.Place} did not come back within StepTimeLimit ({limit.TotalSeconds:0.###} s)")
    {
        Simulation = hanging.Simulation.KitName, Place = (Math.Max(1, hanging.Episode), hanging.Step, hanging.CalledAgent),
    };

    public static WorkerFailure Read(StateReader reader)
    {
        WorkerFailure failure = new();
        failure.Transfer(reader);
        return failure;
    }

    public void Transfer(StateTransfer state) =>
        (Message, Simulation, Place) = (state.PassText(Message), state.PassText(Simulation), state.Pass(Place));

    public Exception ToException() => ToException(Message);

    /// <summary>With other words.</summary>
    public Exception ToException(string message) => Simulation.Length > 0
        ? new SimulationException(message, Simulation, Place.Episode, Place.Step, Place.Agent)
        : new InvalidOperationException(message);
}
