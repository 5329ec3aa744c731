using Pathmind.Clusters.Grains;

namespace Pathmind.Clusters.Work;

/// <summary>Processes of a worker that have compiled an experiment's code, and wait for its next slice.</summary>
/// <param name="options">How they are started.</param>
internal sealed class SliceProcesses(WorkerOptions options)
{
    readonly List<(string Experiment, SliceProcess Process)> idle = [];
    int folders;

    /// <summary>One that has the code already, or a new one.</summary>
    public SliceProcess Take(string experiment, byte[] code, ExperimentData data)
    {
        lock (idle)
            if (idle.FindIndex(one => one.Experiment == experiment) is >= 0 and var place)
            {
                var process = idle[place].Process;
                idle.RemoveAt(place);
                return process;
            }
        return new(NewFolder(code, data), options.Program);
    }

    /// <summary>A folder for a process, with its code.</summary>
    public CodeFolder NewFolder(byte[] code, ExperimentData data) =>
        new(Path.Combine(options.Folder, $"{Environment.ProcessId}-{Interlocked.Increment(ref folders)}"), code, data);

    /// <summary>It may be used again.</summary>
    public void Keep(string experiment, SliceProcess process)
    {
        lock (idle)
            idle.Add((experiment, process));
    }

    /// <summary>Ends processes that have had nothing to do for some time.</summary>
    public void EndIdle(TimeSpan longest)
    {
        SliceProcess[] ended;
        lock (idle)
        {
            ended = [.. idle.Where(one => DateTime.UtcNow - one.Process.Idle >= longest).Select(one => one.Process)];
            idle.RemoveAll(one => ended.Contains(one.Process));
        }
        foreach (var process in ended)
            process.Dispose();
    }
}
