using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Pathmind.Files;
using Pathmind.Reporting;

namespace Pathmind.Studios.Engines;

/// <summary>Runs a command of the tool on a user's code to its end, in a process that reaches one folder of the
/// studio's, with limits of memory, time and what it prints.</summary>
/// <param name="tool">Starts the process.</param>
internal sealed class ToolRun(ToolProcess tool)
{
    /// <summary>Variable with the number of the studio's process: once that is gone, the answer has no reader, and the
    /// process ends.</summary>
    public const string ParentVariable = "PATHMIND_PARENT_PID";

    /// <summary>Characters that it may print, and the last ones of its error output that are kept.</summary>
    const int MostOutput = 16 << 20, KeptErrors = 1 << 16;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs it.</summary>
    /// <param name="order">What to run.</param>
    /// <param name="cancellation">Ends the process and all that it started.</param>
    /// <exception cref="ToolRunException">It took more than it may, or cannot be started.</exception>
    public async Task<ToolAnswer> RunAsync(ToolOrder order, CancellationToken cancellation)
    {
        var command = tool.Command(order.Own, order.Arguments);
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            WorkingDirectory = order.Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        tool.Limit(start, order.Own);
        start.Environment[ParentVariable] = $"{Environment.ProcessId}";
        using var process = Start(start);
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(order.Longest);
        try
        {
            var errors = LastOfAsync(process.StandardError, limit.Token);
            var output = LinesOfAsync(process, order.OnLine);
            var end = process.WaitForExitAsync(limit.Token);
            while (await Task.WhenAny(end, Task.Delay(Pause, limit.Token)) != end)
                RequireMemory(process, limit.Token);
            await end;
            return new(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new ToolRunException(
                CodeFault.Time, $"It did not come back within {order.Longest.TotalSeconds:0} s: is there an endless loop?");
        }
        finally
        {
            ToolProcess.Kill(process);
        }
    }

    static async Task<string> LinesOfAsync(Process process, Action<string>? onLine)
    {
        StringBuilder all = new();
        BoundedLines lines = new(process.StandardOutput, MostOutput + 1);
        while (await lines.ReadAsync() is { } line)
        {
            if (all.Length + line.Length > MostOutput)
            {
                ToolProcess.Kill(process);
                throw new ToolRunException(CodeFault.Crash, $"It printed more than {MostOutput >> 20} MB, and was ended.");
            }
            all.AppendLine(line);
            onLine?.Invoke(line);
        }
        return all.ToString();
    }

    static async Task<string> LastOfAsync(StreamReader reader, CancellationToken cancellation)
    {
        StringBuilder last = new();
        var buffer = new char[4_096];
        while (await reader.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            last.Append(buffer, 0, read);
            if (last.Length > 2 * KeptErrors)
                last.Remove(0, last.Length - KeptErrors);
        }
        return last.ToString();
    }

    void RequireMemory(Process process, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var memory = ToolProcess.MemoryOf(process);
        if (memory > tool.Limits.MostResident)
            throw new ToolRunException(CodeFault.Memory, $"It used {memory >> 20:N0} MB of memory, more than the "
                + $"{tool.Limits.MostResident >> 20:N0} MB that a training may, and was ended.");
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new ToolRunException(CodeFault.Crash, $"'{start.FileName}' cannot be started: {exception.Message}");
        }
    }
}

/// <summary>What is to be run.</summary>
internal sealed record ToolOrder
{
    /// <summary>The only folder of the studio's that it can read and write; a full path.</summary>
    public required string Own { get; init; }

    /// <summary>Where it runs, below <see cref="Own"/>.</summary>
    public required string Folder { get; init; }

    /// <summary>Of the tool.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    public required TimeSpan Longest { get; init; }

    /// <summary>Gets each line of its output as soon as it is there, on any thread.</summary>
    public Action<string>? OnLine { get; init; }
}

/// <summary>What a command answered.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">All that it printed.</param>
/// <param name="Errors">The last of its error output.</param>
internal sealed record ToolAnswer(int Code, string Output, string Errors)
{
    /// <summary>The line of its error output that says most; null if it said nothing.</summary>
    public string? Said
    {
        get
        {
            var lines = Errors.Split('\n').Where(line => line.Trim().Length > 0).ToArray();
            return (lines.FirstOrDefault(line => line.Contains("exception", StringComparison.OrdinalIgnoreCase)) ?? lines.LastOrDefault())
                ?.Trim();
        }
    }
}

/// <summary>A command took more than it may.</summary>
/// <param name="fault">A word of <see cref="CodeFault"/>.</param>
/// <param name="message">In words.</param>
internal sealed class ToolRunException(string fault, string message) : Exception(message)
{
    public string Fault => fault;
}
