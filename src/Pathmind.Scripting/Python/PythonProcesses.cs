namespace Pathmind.Pythons;

/// <summary>The processes of all instances of one simulation in Python: as many as the machine has cores, if several
/// instances may share one, else one each.</summary>
/// <param name="target">What is run.</param>
/// <param name="options">How.</param>
internal sealed class PythonProcesses(PythonTarget target, PythonOptions options)
{
    readonly Lock gate = new();
    readonly List<PythonProcess> processes = [new(target, options)];
    PythonSpec? spec;
    int instances, taken;

    public PythonTarget Target => target;

    /// <summary>Counts a further instance. The first process starts with the first one.</summary>
    /// <returns>What it looks like.</returns>
    /// <exception cref="ArgumentException">There is no such Python or environment, or it cannot be used.</exception>
    public PythonSpec Add()
    {
        lock (gate)
        {
            spec ??= processes[0].Start();
            instances++;
            return spec;
        }
    }

    /// <summary>The process for an instance that is to be reset for the first time.</summary>
    public PythonProcess Take()
    {
        lock (gate)
        {
            var place = spec!.Shares ? taken++ % Environment.ProcessorCount : taken++;
            if (place == processes.Count)
                processes.Add(new(target, options));
            return processes[place];
        }
    }

    /// <summary>Takes an instance back.</summary>
    /// <param name="process">Null if it was never reset.</param>
    /// <param name="slot">Its part of the process.</param>
    public void Remove(PythonProcess? process, PythonSlot slot)
    {
        process?.Close(slot);
        lock (gate)
        {
            if (!spec!.Shares)
                process?.Dispose();
            if (--instances == 0)
                processes.ForEach(each => each.Dispose());
        }
    }
}
