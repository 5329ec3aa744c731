using System.Buffers.Binary;
using System.Text;
using Pathmind.Simulations;

namespace Pathmind.Pythons;

/// <summary>Simulations in a Python process: sends what they are to do, and gives each what the reply says
/// (docs/gymnasium.md). A process that crashed or was ended, since it hung, is an error of the simulations that waited
/// for it; the next reset starts another one in its place.</summary>
/// <remarks>Threads wait for each other. Steps are begun, and their replies received when they are asked for: the
/// process makes those of some simulations while the actions of others are decided.</remarks>
/// <param name="target">What is run.</param>
/// <param name="options">How.</param>
internal sealed class PythonProcess(PythonTarget target, PythonOptions options) : IStepsTogether, IDisposable
{
    /// <summary>Bytes of a request up to which it is sent while replies are still to come: pipes hold a few of
    /// them.</summary>
    const int LongestAhead = 1024;

    readonly Lock gate = new();
    readonly Queue<PythonBatch> pending = new();                         // requests whose replies have not been taken
    readonly Stack<PythonBatch> spare = new();
    readonly List<PythonSlot> ended = [];
    PythonPipe? pipe;
    PythonSpec? spec;
    byte[] request = new byte[256];
    string lastWords = "";
    int starts, opened;

    /// <summary>Starts the process, if none runs, and reads what its simulations look like.</summary>
    /// <exception cref="ArgumentException">There is no such Python or environment, or it cannot be used.</exception>
    public PythonSpec Start()
    {
        lock (gate)
        {
            if (pipe is { IsOpen: true })
                return spec!;
            pipe?.Dispose();
            pipe = null;
            PythonPipe starting = new(target, options);
            try
            {
                var reply = starting.Read("its start", options.StartTimeLimit);
                if (reply.Kind != PythonReply.Spec)
                    throw new ArgumentException($"{target.Name} cannot be used: {Encoding.UTF8.GetString(reply.Body)}.");
                if (spec is not null && !reply.Body.SequenceEqual(spec.Text))
                    throw new ArgumentException($"{target.Name} looks different in the process that replaces the last one: make the same "
                        + "spaces each time.");
                spec ??= Describe(reply.Body.ToArray());
            }
            catch
            {
                starting.Dispose();
                throw;
            }
            pipe = starting;
            starts++;
            return spec;
        }
    }

    /// <summary>Starts an episode; makes the simulation first if this process has none for it. What went wrong is the
    /// slot's failure.</summary>
    public void Reset(PythonSlot slot, long seed)
    {
        lock (gate)
        {
            (slot.Step, slot.IsStepped) = (0, false);
            if (Holds(slot) && slot.TakeAhead(seed))
                return;
            ReceiveAll();
            Start();
            try
            {
                if (slot.Start != starts)
                    Open(slot);
            }
            catch (PythonGoneException gone)
            {
                slot.Failure = gone.Message;
                return;
            }
            slot.DropAhead();
            slot.Seed = seed;
            Post(NewBatch(PythonRequest.Reset, slot));
            ReceiveAll();
            slot.IsStepped = false;
        }
    }

    /// <summary>Makes the coming step of one simulation, or waits for it if it is under way.</summary>
    public void Step(PythonSlot slot)
    {
        lock (gate)
        {
            if (!slot.IsUnderWay && !slot.IsStepped && Begins(slot))
                Post(NewBatch(PythonRequest.Step, slot));
            while (slot.IsUnderWay)
                Receive();
        }
    }

    /// <inheritdoc/>
    /// <remarks>Where the next seeds are known they are sent along, and the resets of episodes that end in this step
    /// come back with it.</remarks>
    public void Begin(IReadOnlyList<Simulation> simulations)
    {
        lock (gate)
        {
            var batch = NewBatch(PythonRequest.StepOn);
            for (var i = 0; i < simulations.Count; i++)
            {
                var simulation = (PythonSimulation)simulations[i];
                if (!Begins(simulation.Slot))
                    continue;
                batch.Slots.Add(simulation.Slot);
                if (simulation.SeedAhead is { } seed)
                    simulation.Slot.Seed = seed;
                else
                    batch.Kind = PythonRequest.Step;
            }
            Post(batch);
        }
    }

    /// <summary>Gives up a simulation.</summary>
    public void Close(PythonSlot slot)
    {
        lock (gate)
        {
            ReceiveAll();
            if (!Holds(slot))
                return;
            slot.Start = 0;
            try
            {
                pipe!.Send(PythonRequest.Close, slot.Number, stackalloc byte[PythonPipe.HeaderLength]);
            }
            catch (PythonGoneException)                                  // so is the simulation
            {
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            FailAll($"the Python process of {target.Name} was given up, as all its simulations were disposed of");
            pipe?.Dispose();
            pipe = null;
        }
    }

    bool Holds(PythonSlot slot) => slot.Start == starts && pipe is { IsOpen: true };

    /// <summary>Whether the slot's coming step can be made; if not, why is its failure.</summary>
    bool Begins(PythonSlot slot)
    {
        slot.Step++;
        slot.DropAhead();
        if (Holds(slot))
            return true;
        slot.Failure = $"the Python process of {target.Name} has ended, and the episode with it: call Reset, which starts another one";
        slot.IsStepped = true;
        return false;
    }

    PythonBatch NewBatch(PythonRequest kind, params ReadOnlySpan<PythonSlot> slots)
    {
        if (!spare.TryPop(out var batch))
            batch = new();
        batch.Kind = kind;
        batch.Slots.Clear();
        batch.Slots.AddRange(slots);
        return batch;
    }

    void Open(PythonSlot slot)
    {
        (slot.Number, slot.Start) = (opened++, 0);
        pipe!.Send(PythonRequest.Open, slot.Number, stackalloc byte[PythonPipe.HeaderLength]);
        var reply = pipe.Read("the start of a further simulation", options.StartTimeLimit);
        if (reply.Kind != PythonReply.Opened)
            throw new BrokenRuleException($"{target.Name} cannot be made: {Encoding.UTF8.GetString(reply.Body)}");
        slot.Start = starts;
    }

    /// <summary>Sends a request, whose reply is received later.</summary>
    void Post(PythonBatch batch)
    {
        if (batch.Slots.Count == 0)
            return;
        var length = batch.Write(ref request);
        if (length > LongestAhead)                                       // both sides might write, and neither would read
            ReceiveAll();
        foreach (var slot in batch.Slots)
            (slot.IsUnderWay, slot.IsStepped) = (true, false);
        pending.Enqueue(batch);
        try
        {
            if (pipe is not { IsOpen: true })                            // it ended while others were received
                throw new PythonGoneException(lastWords);
            pipe.Send(batch.Kind, batch.Slots.Count, request.AsSpan(0, length));
        }
        catch (PythonGoneException gone)
        {
            FailAll(gone.Message);
        }
    }

    void ReceiveAll()
    {
        while (pending.Count > 0)
            Receive();
    }

    /// <summary>Takes the reply to the request that was sent first.</summary>
    void Receive()
    {
        var batch = pending.Peek();
        var what = batch.Kind == PythonRequest.Reset ? "Reset" : $"step {batch.Slots[0].Step}";
        try
        {
            var reply = pipe!.Read(what, options.StepTimeLimit);
            if (reply.Kind != PythonReply.Records)
                throw pipe.Broken(what);
            var rest = Deal(batch.Slots, reply.Body, what, (slot, records) => slot.Take(records));
            ended.Clear();
            foreach (var slot in batch.Slots)
                if (batch.Kind == PythonRequest.StepOn && slot.HasEnded)
                    ended.Add(slot);
            Deal(ended, rest, what, (slot, records) => slot.Keep(records));
        }
        catch (PythonGoneException gone)
        {
            FailAll(gone.Message);
            return;
        }
        Finish(pending.Dequeue());
    }

    /// <summary>The process is gone: it is the failure of all that waited for it.</summary>
    void FailAll(string why)
    {
        lastWords = why;
        while (pending.TryDequeue(out var batch))
        {
            foreach (var slot in batch.Slots)
                slot.Failure = why;
            Finish(batch);
        }
    }

    void Finish(PythonBatch batch)
    {
        foreach (var slot in batch.Slots)
            (slot.IsUnderWay, slot.IsStepped) = (false, true);
        spare.Push(batch);
    }

    /// <summary>Gives each simulation its row of some records.</summary>
    /// <returns>What follows them in the reply.</returns>
    /// <exception cref="PythonGoneException">The reply is shorter, and the process was ended.</exception>
    ReadOnlySpan<byte> Deal(List<PythonSlot> slots, ReadOnlySpan<byte> reply, string what, Action<PythonSlot, PythonRow> take)
    {
        var rows = slots.Count;
        var length = rows * spec!.RecordLength;
        if (reply.Length < length)
            throw pipe!.Broken(what);
        var failures = reply[length..];
        for (var row = 0; row < rows; row++)
        {
            string? failure = null;
            if (reply[length - rows + row] != 0)
            {
                var text = failures.Slice(4, BinaryPrimitives.ReadInt32LittleEndian(failures));
                failure = Encoding.UTF8.GetString(text);
                failures = failures[(4 + text.Length)..];
            }
            take(slots[row], new(reply, row, rows, failure));
        }
        return failures;
    }

    PythonSpec Describe(byte[] text)
    {
        try
        {
            return new(text);
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"{target.Name} cannot be used: {exception.Message}", exception);
        }
    }
}
