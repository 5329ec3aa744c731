using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pathmind.Words;

namespace Pathmind;

/// <summary>The calendar of a discrete-event model: what will happen, and when. Time jumps from one event to the next;
/// events of one time run in the order in which they were scheduled, so the same seed gives the same episode.</summary>
/// <example><code>
/// readonly EventQueue calendar = new();
/// public override void Reset() { calendar.Clear(); calendar.Schedule(0.5, Arrive); }
/// void Arrive() { waiting++; calendar.Schedule(-Math.Log(1 - Random.NextDouble()) / ratePerHour, Arrive); }
/// public override void Step() { Start(Action[0].Choice); while (!isFree &amp;&amp; calendar.Next()) { } }
/// </code></example>
/// <remarks>One thread at a time. A binary heap: scheduling, cancelling and the next event cost O(log n) each, and
/// allocate nothing but the event. docs/events.md shows whole models.</remarks>
[SuppressMessage("Naming", "CA1711", Justification = "It is the queue of discrete-event simulation.")]
public sealed class EventQueue
{
    /// <summary>Events that may run without time moving on, before it is an error instead of a program that
    /// hangs.</summary>
    const int MostAtOneTime = 10_000_000;

    Entry[] heap = new Entry[16];                                        // [Count] a parent is not later than its two children
    long scheduled;
    int atThisTime;

    /// <summary>The present, in the model's unit of time (seconds, minutes, days: one for the whole model): the time of
    /// the event that ran last; 0 at the start.</summary>
    public double Time { get; private set; }

    /// <summary>Number of events that are still to come.</summary>
    public int Count { get; private set; }

    /// <summary>Time of the next event; infinite if there is none.</summary>
    public double NextTime => Count > 0 ? heap[0].Time : double.PositiveInfinity;

    /// <summary>Schedules an event after a delay.</summary>
    /// <param name="delay">From now; at least 0, finite. With 0 it runs at the present time, behind all that is
    /// scheduled for it already.</param>
    /// <param name="action">What happens then.</param>
    /// <returns>The event, to cancel it.</returns>
    /// <exception cref="ArgumentException">The delay is below 0 or not finite.</exception>
    public ScheduledEvent Schedule(double delay, Action action)
    {
        if (!(delay >= 0 && double.IsFinite(Time + delay)))
            throw new ArgumentException(FormattableString.Invariant(
                $"An event was scheduled {delay} after time {Time}, but a delay must be at least 0 and finite: check how it is drawn."));
        return Add(Time + delay, action);
    }

    /// <summary>Schedules an event at a time.</summary>
    /// <param name="time">Not before <see cref="Time"/>; finite.</param>
    /// <param name="action">What happens then.</param>
    /// <returns>The event, to cancel it.</returns>
    /// <exception cref="ArgumentException">The time is past or not finite.</exception>
    public ScheduledEvent ScheduleAt(double time, Action action)
    {
        if (!(time >= Time && double.IsFinite(time)))
            throw new ArgumentException(FormattableString.Invariant(
                $"An event was scheduled at time {time}, but it is {Time} already: a time must be finite and not before that; ")
                + "use Schedule(delay, …) for one that comes after a while.");
        return Add(time, action);
    }

    /// <summary>Takes an event out, so that it does not happen.</summary>
    /// <param name="scheduled">An event of this queue; null is none.</param>
    /// <returns>False if it was not to come any more: it ran, was cancelled or cleared; or none was given.</returns>
    /// <exception cref="ArgumentException">It is an event of another queue.</exception>
    public bool Cancel(ScheduledEvent? scheduled)
    {
        if (scheduled is null)
            return false;
        if (scheduled.Queue != this)
            throw new ArgumentException($"The {scheduled} belongs to another EventQueue: cancel it in the one that scheduled it.");
        if (!scheduled.IsPending)
            return false;
        TakeOut(scheduled.Place);
        return true;
    }

    /// <summary>Runs the next event: takes it out, moves <see cref="Time"/> on to it, and calls its action, which may
    /// schedule and cancel others.</summary>
    /// <returns>False if there is none; then nothing changes.</returns>
    /// <exception cref="InvalidOperationException">Ten million events ran without time moving on: one of them schedules
    /// itself again without a delay.</exception>
    public bool Next()
    {
        if (Count == 0)
            return false;
        var next = heap[0].Event;
        atThisTime = next.Time > Time ? 0 : atThisTime + 1;
        if (atThisTime >= MostAtOneTime)
            throw new InvalidOperationException(FormattableString.Invariant(
                $"{atThisTime} events ran at time {Time} without time moving on: one of them schedules the next one without a delay."));
        Time = next.Time;
        TakeOut(0);
        next.Action();
        return true;
    }

    /// <summary>Runs every event up to a time, those at that very time included, and moves <see cref="Time"/> on to it:
    /// a model with steps of equal length runs <c>calendar.RunUntil(calendar.Time + 1)</c> in each.</summary>
    /// <param name="time">Not before <see cref="Time"/>; finite.</param>
    /// <exception cref="ArgumentException">The time is past or not finite.</exception>
    /// <exception cref="InvalidOperationException">As <see cref="Next"/>.</exception>
    public void RunUntil(double time)
    {
        if (!(time >= Time && double.IsFinite(time)))
            throw new ArgumentException(FormattableString.Invariant(
                $"The queue should run until time {time}, but it is {Time} already, and the time must be finite."));
        while (NextTime <= time)
            Next();
        Time = time;
    }

    /// <summary>Takes all events out and puts <see cref="Time"/> back to 0: for Reset.</summary>
    public void Clear()
    {
        foreach (var entry in heap.AsSpan(0, Count))
            entry.Event.Place = -1;
        Array.Clear(heap, 0, Count);
        (Time, Count, scheduled, atThisTime) = (0, 0, 0, 0);
    }

    /// <summary>Time, number of events, and the time of the next one.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"time {Time}, {Counted.Of(Count, "event")}{(Count > 0 ? $", the next at {NextTime}" : "")}");

    ScheduledEvent Add(double time, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (Count == heap.Length)
            Array.Resize(ref heap, 2 * Count);
        ScheduledEvent added = new(this, time, action);
        Rise(Count++, new(time, scheduled++, added));
        return added;
    }

    void TakeOut(int place)
    {
        heap[place].Event.Place = -1;
        var last = heap[--Count];
        heap[Count] = default;
        if (place == Count)
            return;
        if (place > 0 && last.ComesBefore(in heap[(place - 1) / 2]))
            Rise(place, last);
        else
            Sink(place, last);
    }

    /// <summary>Puts an entry at this place, or at one of its ancestors' while they are later.</summary>
    void Rise(int place, Entry entry)
    {
        for (int parent; place > 0 && entry.ComesBefore(in heap[parent = (place - 1) / 2]); place = parent)
            Put(place, heap[parent]);
        Put(place, entry);
    }

    /// <summary>Puts an entry at this place, or below while a child is earlier.</summary>
    void Sink(int place, Entry entry)
    {
        for (int child; (child = 2 * place + 1) < Count; place = child)
        {
            if (child + 1 < Count && heap[child + 1].ComesBefore(in heap[child]))
                child++;
            if (!heap[child].ComesBefore(in entry))
                break;
            Put(place, heap[child]);
        }
        Put(place, entry);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Put(int place, in Entry entry)
    {
        heap[place] = entry;
        entry.Event.Place = place;
    }

    /// <param name="Time">When.</param>
    /// <param name="Number">How many were scheduled before: decides among events of one time.</param>
    /// <param name="Event">What.</param>
    readonly record struct Entry(double Time, long Number, ScheduledEvent Event)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool ComesBefore(in Entry other) => Time < other.Time || (Time == other.Time && Number < other.Number);
    }
}
