using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Pathmind.Simulations;

namespace Pathmind.Pythons;

/// <summary>Simulations in a Python process: sends what they are to do, and gives each what the reply says
/// (docs/gymnasium.md). A process that crashed or was ended, since it hung, is an error of the simulations that waited
/// for it; the next reset starts another one in its place.</summary>
/// <remarks>One request at a time: threads wait for each other.</remarks>
/// <param name="target">What is run.</param>
/// <param name="options">How.</param>
internal sealed class PythonProcess(PythonTarget target, PythonOptions options) : IStepsTogether, IDisposable
{
    readonly Lock gate = new();
    readonly List<PythonSlot> batch = [], ended = [];
    PythonPipe? pipe;
    PythonSpec? spec;
    byte[] request = new byte[256];
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

    /// <summary>Starts an episode; makes the simulation first if this process has none for it.</summary>
    /// <exception cref="BrokenRuleException">The simulation threw, or the process is gone.</exception>
    public void Reset(PythonSlot slot, long seed)
    {
        lock (gate)
        {
            Start();
            (slot.Step, slot.IsStepped) = (0, false);
            try
            {
                if (slot.Start != starts)
                    Open(slot);
                else if (slot.TakeAhead(seed))
                    return;
                batch.Clear();
                batch.Add(slot);
                slot.Seed = seed;
                Exchange(PythonRequest.Reset, "Reset");
            }
            catch (PythonGoneException gone)
            {
                throw new BrokenRuleException(gone.Message);
            }
        }
    }

    /// <summary>Makes the coming step of one simulation.</summary>
    public void Step(PythonSlot slot)
    {
        lock (gate)
        {
            batch.Clear();
            Add(slot);
            StepBatch(PythonRequest.Step);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Where the next seeds are known they are sent along, and the resets of episodes that end in this step
    /// come back with it.</remarks>
    public void Step(IReadOnlyList<Simulation> simulations)
    {
        lock (gate)
        {
            batch.Clear();
            var kind = PythonRequest.StepOn;
            for (var i = 0; i < simulations.Count; i++)
            {
                var simulation = (PythonSimulation)simulations[i];
                if (simulation.SeedAhead is { } seed)
                    simulation.Slot.Seed = seed;
                else
                    kind = PythonRequest.Step;
                Add(simulation.Slot);
            }
            StepBatch(kind);
            for (var i = 0; i < simulations.Count; i++)
                ((PythonSimulation)simulations[i]).Slot.IsStepped = true;
        }
    }

    /// <summary>Gives up a simulation.</summary>
    public void Close(PythonSlot slot)
    {
        lock (gate)
        {
            if (slot.Start != starts || pipe is not { IsOpen: true })
                return;
            slot.Start = 0;
            try
            {
                Send(PythonRequest.Close, slot.Number, PythonPipe.HeaderLength);
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
            pipe?.Dispose();
            pipe = null;
        }
    }

    void Add(PythonSlot slot)
    {
        slot.Step++;
        slot.DropAhead();
        if (slot.Start == starts && pipe is { IsOpen: true })
            batch.Add(slot);
        else
            slot.Failure = $"the Python process of {target.Name} has ended, and the episode with it: call Reset, which starts another one";
    }

    void StepBatch(PythonRequest kind)
    {
        if (batch.Count == 0)
            return;
        try
        {
            Exchange(kind, $"step {batch[0].Step}");
        }
        catch (PythonGoneException gone)
        {
            foreach (var slot in batch)
                slot.Failure = gone.Message;
        }
    }

    void Open(PythonSlot slot)
    {
        (slot.Number, slot.Start) = (opened++, 0);
        Send(PythonRequest.Open, slot.Number, PythonPipe.HeaderLength);
        var reply = pipe!.Read("the start of a further simulation", options.StartTimeLimit);
        if (reply.Kind != PythonReply.Opened)
            throw new BrokenRuleException($"{target.Name} cannot be made: {Encoding.UTF8.GetString(reply.Body)}");
        slot.Start = starts;
    }

    /// <summary>Sends a request for all of the batch and takes its reply.</summary>
    /// <exception cref="PythonGoneException">The process crashed or was ended.</exception>
    void Exchange(PythonRequest kind, string what)
    {
        var rows = batch.Count;
        var at = PythonPipe.HeaderLength;
        Reserve(at + rows * (12 + 8 * spec!.Choices + 4 * spec.Reals));
        foreach (var slot in batch)
            BinaryPrimitives.WriteInt32LittleEndian(Next(ref at, 4), slot.Number);
        if (kind is PythonRequest.Reset or PythonRequest.StepOn)
            foreach (var slot in batch)
                BinaryPrimitives.WriteInt64LittleEndian(Next(ref at, 8), slot.Seed);
        if (kind is PythonRequest.Step or PythonRequest.StepOn)
        {
            foreach (var slot in batch)
                MemoryMarshal.AsBytes(slot.Choices.AsSpan()).CopyTo(Next(ref at, 8 * slot.Choices.Length));
            foreach (var slot in batch)
                MemoryMarshal.AsBytes(slot.Reals.AsSpan()).CopyTo(Next(ref at, 4 * slot.Reals.Length));
        }
        Send(kind, rows, at);
        var reply = pipe!.Read(what, options.StepTimeLimit);
        if (reply.Kind != PythonReply.Records)
            throw pipe.Broken(what);
        var rest = Deal(batch, reply.Body, what, (slot, records) => slot.Take(records));
        if (kind != PythonRequest.StepOn)
            return;
        ended.Clear();
        foreach (var slot in batch)
            if (slot.HasEnded)
                ended.Add(slot);
        Deal(ended, rest, what, (slot, records) => slot.Keep(records));
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

    void Send(PythonRequest kind, int count, int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(request, length - 4);
        BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(4), (int)kind);
        BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(8), count);
        pipe!.Write(request.AsSpan(0, length));
    }

    Span<byte> Next(ref int at, int length)
    {
        at += length;
        return request.AsSpan(at - length, length);
    }

    void Reserve(int length)
    {
        if (request.Length < length)
            request = new byte[2 * length];
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
