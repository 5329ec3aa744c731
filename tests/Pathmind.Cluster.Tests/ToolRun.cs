using System.Collections.Concurrent;
using System.Diagnostics;

namespace Pathmind.Tests;

/// <summary>The tool as a process that goes on while the test does something else.</summary>
internal sealed class ToolRun : IDisposable
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    readonly Process process;
    readonly ConcurrentQueue<(long At, string Text)> lines = [];

    /// <param name="folder">In which it runs.</param>
    /// <param name="environment">Variables.</param>
    /// <param name="arguments">Of the tool.</param>
    /// <param name="machine">On which it runs; null for this one.</param>
    /// <param name="build">Folder of the tool; null for the one of these tests.</param>
    public ToolRun(
        string folder, (string Name, string Value)[] environment, string[] arguments, Machine? machine = null, string? build = null)
    {
        string[] command =
            [.. machine?.Enter ?? [], "dotnet", Path.Combine(build ?? AppContext.BaseDirectory, "pathmind.dll"), .. arguments];
        ProcessStartInfo start = new(command[0], command[1..])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it has printed so far.</summary>
    public string[] Lines => [.. lines.Select(line => line.Text)];

    /// <summary>The same, with the time stamp at which each came.</summary>
    public (long At, string Text)[] Stamped => [.. lines];

    /// <summary>What it has printed, with the seconds since a time stamp.</summary>
    public string Story(long since) => string.Join(
        "", lines.Select(line => $"{(line.At - since) / (double)Stopwatch.Frequency,7:0.0} {line.Text}\n"));

    public bool HasExited => process.HasExited;

    /// <summary>Number of the process.</summary>
    public int Id => process.Id;

    /// <summary>Waits until a line that it prints holds.</summary>
    public ToolRun Until(Func<string[], bool> holds, string what)
    {
        for (var watch = Stopwatch.StartNew(); !holds(Lines); Thread.Sleep(20))
            if (watch.Elapsed > Longest || process.HasExited)
                throw new InvalidOperationException($"It never came true: {what}. {State()}\n{string.Join('\n', Lines)}");
        return this;
    }

    /// <summary>Whether it goes on; if not, how it ended, once all that it printed is there.</summary>
    string State()
    {
        if (!process.HasExited)
            return "It goes on.";
        process.WaitForExit();
        return $"It ended with {process.ExitCode}.";
    }

    /// <summary>As kill -9.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>As Ctrl+C.</summary>
    public ToolRun Interrupt() => Signal("INT");

    /// <summary>As a machine that hangs.</summary>
    public ToolRun Stop() => Signal("STOP");

    /// <summary>Waits for its end for some time.</summary>
    public bool HasEndedWithin(TimeSpan time) => process.WaitForExit(time);

    /// <summary>Waits for its end.</summary>
    public int ExitCode(TimeSpan? longest = null)
    {
        if (!process.WaitForExit(longest ?? Longest))
            throw new InvalidOperationException($"It did not end.\n{string.Join('\n', Lines)}");
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Waits for its end, which must be a good one.</summary>
    public void Succeed(TimeSpan? longest = null)
    {
        if (ExitCode(longest) is not 0 and var code)
            throw new InvalidOperationException($"It ended with {code}.\n{string.Join('\n', Lines)}");
    }

    ToolRun Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
        return this;
    }

    void Keep(string? line) => lines.Enqueue((Stopwatch.GetTimestamp(), line ?? ""));

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }
}
