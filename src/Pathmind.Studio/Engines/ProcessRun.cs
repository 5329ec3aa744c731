using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Pathmind.Reporting;

namespace Pathmind.Studios.Engines;

/// <summary>A training in a process, followed by the files that it writes.</summary>
/// <param name="folder">Of the training.</param>
/// <param name="process">Null if it runs no more.</param>
/// <param name="limits">What it may use.</param>
internal sealed class ProcessRun(string folder, Process? process, TrainingLimits limits) : ITrainingRun
{
    const int Terminate = 15;

    readonly GrowingFile output = new(OutputOf(folder)), errors = new(ErrorsOf(folder));
    string lastError = "";
    string? violation;
    bool isOver;

    /// <summary>Lets workers run what it asks for; null if it needs none.</summary>
    public IDisposable? Relay { get; init; }

    public static string OutputOf(string folder) => Path.Combine(folder, "progress.jsonl");

    public static string ErrorsOf(string folder) => Path.Combine(folder, "errors.txt");

    public ValueTask<TrainingNews> ReadAsync(CancellationToken cancellation)
    {
        var hasEnded = process is null || process.HasExited;             // before the files are read: nothing comes after it
        var log = errors.ReadLines();
        lastError = log.LastOrDefault(line => line.Trim().Length > 0) ?? lastError;
        List<IEnumerable<(string, double?)>> rows = [];
        ExperimentEnd? end = null;
        foreach (var line in output.ReadLines())
            if (ProgressLine.TryReadRow(line) is { } row)
                rows.Add(row);
            else
                end ??= ProgressLine.TryReadEnd(line);
        if (!hasEnded)
            log = [.. log, .. Watch()];
        var isSilent = hasEnded && end is null;
        if (isSilent)
            end = new() { Stop = ExperimentEnd.Failed, Message = violation ?? Explain() };
        return ValueTask.FromResult(new TrainingNews(ProgressBatch.Of(rows), log, end, WasKilled: isSilent && violation is null));
    }

    public void Stop()
    {
        if (process is { HasExited: false } && !OperatingSystem.IsWindows())
            _ = Signal(process.Id, Terminate);
    }

    public void Kill()
    {
        if (process is not null)
            ToolProcess.Kill(process);
    }

    public void Dispose()
    {
        Relay?.Dispose();
        process?.Dispose();
    }

    /// <summary>Ends it if it uses more than it may: by time so that it keeps its best policy, first.</summary>
    /// <returns>Lines for its log.</returns>
    IEnumerable<string> Watch()
    {
        var (age, memory) = (DateTime.Now - process!.StartTime, ToolProcess.MemoryOf(process));
        if (memory > limits.MostResident)
        {
            violation = $"It used {memory >> 20:N0} MB of memory, more than the {limits.MostResident >> 20:N0} MB that a training may, "
                + "and was ended.";
            Kill();
        }
        else if (age > limits.MostTime + TrainingLimits.Grace)
        {
            violation = $"It ran longer than {limits.MostTime} and did not stop when it was asked to: it was ended.";
            Kill();
        }
        else if (age > limits.MostTime && !isOver)
        {
            isOver = true;
            Stop();
            yield return $"It has run for {limits.MostTime}, the longest that a training may, and was asked to stop.";
        }
    }

    string Explain()
    {
        int? code = null;
        try
        {
            code = process?.ExitCode;
        }
        catch (InvalidOperationException)
        {
            code = null;                                                 // of an earlier studio's process nothing is known
        }
        var how = code is { } number ? $"ended with exit code {number}" : "has ended";
        return lastError.Length > 0
            ? $"The training's process {how}: {lastError}" : $"The training's process {how} and said nothing; perhaps it was killed.";
    }

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Signal(int process, int signal);
}
