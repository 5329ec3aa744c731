using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Pathmind.Files;
using Pathmind.Studios.Engines;

namespace Pathmind.Studios.Lab;

/// <summary>A process <c>pathmind lab</c>: it compiles a simulation once and tries rewards, kept from the studio's
/// files as a training is. Its end is told once, with the reason.</summary>
internal sealed class LabProcess : IDisposable
{
    const int LongestAnswer = 4 << 20, LongestError = 2_000, MostErrors = 40;

    readonly Process process;
    readonly TrainingLimits limits;
    readonly Queue<string> errors = [];
    readonly SemaphoreSlim writing = new(1);
    string? reason;

    LabProcess(Process process, TrainingLimits limits) => (this.process, this.limits) = (process, limits);

    /// <summary>Starts one.</summary>
    /// <param name="tool">How the tool is started.</param>
    /// <param name="folder">The only one of the studio's that it can read and write.</param>
    /// <param name="source">The script or project in it, a full path.</param>
    /// <param name="simulation">Which of its simulations.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static LabProcess Start(ToolProcess tool, string folder, string source, string simulation)
    {
        var command = tool.Command(folder, "lab", source, simulation);
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            WorkingDirectory = Path.GetDirectoryName(source), RedirectStandardInput = true, RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        tool.Limit(start, folder);
        try
        {
            return new(Process.Start(start)!, tool.Limits);
        }
        catch (Win32Exception exception)
        {
            throw new IOException($"'{start.FileName}' cannot be started: {exception.Message}", exception);
        }
    }

    /// <summary>Its number.</summary>
    public int Id => process.Id;

    /// <summary>Reads what it says until it ends.</summary>
    /// <param name="answered">Takes each answer.</param>
    /// <returns>Why it ended.</returns>
    public async Task<string> FollowAsync(Action<LabAnswer> answered)
    {
        var reading = ReadErrorsAsync();
        BoundedLines lines = new(process.StandardOutput, LongestAnswer);
        while (await lines.ReadAsync() is { } line)
            if (Read(line) is { } answer)
                answered(answer);
        await Task.WhenAll(reading, process.WaitForExitAsync());
        return reason ?? $"The process that tries rewards ended with exit code {process.ExitCode}: {LastError()}";
    }

    /// <summary>Sends an order; one that has ended gets none.</summary>
    public async Task SendAsync(LabOrder order)
    {
        await writing.WaitAsync();
        try
        {
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(order, LabJson.Default.LabOrder));
            await process.StandardInput.FlushAsync();
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or ObjectDisposedException)
        {
            return;                                                      // it has ended: FollowAsync says so
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Ends it if it uses more memory than a training may.</summary>
    public void Watch()
    {
        var memory = ToolProcess.MemoryOf(process);
        if (memory > limits.MostResident)
            End($"It used {memory >> 20:N0} MB of memory, more than the {limits.MostResident >> 20:N0} MB that a training may, and was "
                + "ended.");
    }

    /// <summary>Ends it.</summary>
    /// <param name="why">What is told.</param>
    public void End(string why)
    {
        reason ??= why;
        ToolProcess.Kill(process);
    }

    public void Dispose()
    {
        process.Dispose();
        writing.Dispose();
    }

    async Task ReadErrorsAsync()
    {
        BoundedLines lines = new(process.StandardError, LongestError);
        while (await lines.ReadAsync() is { } line)
            if (line.Trim().Length > 0)
            {
                if (errors.Count == MostErrors)
                    errors.Dequeue();
                errors.Enqueue(line.Trim());
            }
    }

    /// <summary>The line that says what happened; a stack that overflowed is many lines long.</summary>
    string LastError() => errors.FirstOrDefault(line => line.Contains("exception", StringComparison.OrdinalIgnoreCase)
        || line.StartsWith("Stack overflow", StringComparison.OrdinalIgnoreCase)) ?? errors.LastOrDefault() ?? "it said nothing";

    static LabAnswer? Read(string line)
    {
        try
        {
            return line.StartsWith('{') ? JsonSerializer.Deserialize(line, LabJson.Default.LabAnswer) : null;
        }
        catch (JsonException)
        {
            return null;                                                 // the simulation wrote into the same pipe
        }
    }
}
