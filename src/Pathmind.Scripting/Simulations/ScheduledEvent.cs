namespace Pathmind;

/// <summary>Something that an <see cref="EventQueue"/> will do at its time; keep it to cancel it.</summary>
public sealed class ScheduledEvent
{
    internal ScheduledEvent(EventQueue queue, double time, Action action) => (Queue, Time, Action) = (queue, time, action);

    /// <summary>When it happens, or would have happened: the queue's unit of time, from its start.</summary>
    public double Time { get; }

    /// <summary>Whether it is still to come: false once it runs, was cancelled or cleared.</summary>
    public bool IsPending => Place >= 0;

    internal EventQueue Queue { get; }

    internal Action Action { get; }

    /// <summary>Place in the queue's heap; -1 if it is not to come any more.</summary>
    internal int Place { get; set; } = -1;

    /// <summary>When, and whether it is still to come.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"event at {Time}{(IsPending ? "" : ", not pending any more")}");
}
