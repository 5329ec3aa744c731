using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Pathmind.Reporting;

namespace Pathmind.Studios.Engines;

/// <summary>Examines submitted code in a process of the tool (<c>pathmind check … --json</c>), never in the studio's:
/// it compiles what others wrote, and calls it.</summary>
/// <param name="tool">Starts the process.</param>
internal sealed class CodeCheck(ToolProcess tool)
{
    const int Steps = 300;                                               // of each walk: enough to see an episode's rules

    const int FewSteps = 2;

    /// <summary>About how long the walks may take: of a slow simulation fewer steps are made.</summary>
    static readonly TimeSpan LongestWalks = TimeSpan.FromSeconds(8);

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest that an examination may take; packages may have to be fetched.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Examines a folder.</summary>
    /// <param name="folder">Of the code.</param>
    /// <param name="own">A folder around it that may be written to.</param>
    /// <param name="simulation">Which of its simulations; null for the only one.</param>
    /// <param name="reward">A reward function as C# that is tried as well; null for none.</param>
    /// <param name="cancellation">Of the request.</param>
    /// <exception cref="UploadFaultException">It never ended, or took its process along.</exception>
    public async Task<CodeReport> RunAsync(string folder, string own, string? simulation, string? reward, CancellationToken cancellation)
    {
        string[] named = simulation is null ? [] : [simulation];
        string[] tried = reward is null ? [] : [$"--reward={reward}"];    // one word: it may begin with a dash
        var steps = reward is null ? Steps : FewSteps;                   // the simulation was examined when it came
        var command = tool.Command(own,
            ["check", folder, .. named, "--steps", $"{steps}", "--time", $"{LongestWalks.TotalSeconds}s", .. tried, "--json"]);
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        tool.Limit(start, own);
        using var process = Start(start);
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Longest);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var end = process.WaitForExitAsync(limit.Token);
            while (await Task.WhenAny(end, Task.Delay(Pause, limit.Token)) != end)
                RequireMemory(process, limit.Token);
            await end;
            return Read(await output) ?? throw Crashed(process.ExitCode, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            throw new UploadFaultException(CodeFault.Time,
                $"The simulation was tried for {Longest.TotalSeconds:0} s and did not come back: is there an endless loop in its "
                + "constructor, in Reset() or in Step()?");
        }
    }

    void RequireMemory(Process process, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var memory = ToolProcess.MemoryOf(process);
        if (memory <= tool.Limits.MostResident)
            return;
        process.Kill(entireProcessTree: true);
        throw new UploadFaultException(CodeFault.Memory, $"The simulation used {memory >> 20:N0} MB of memory when it was tried, more than "
            + $"the {tool.Limits.MostResident >> 20:N0} MB that a training may.");
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new UploadFaultException(CodeFault.Crash, $"'{start.FileName}' cannot be started: {exception.Message}");
        }
    }

    static CodeReport? Read(string output)
    {
        try
        {
            return JsonSerializer.Deserialize(output, StudioJson.Default.CodeReport);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static UploadFaultException Crashed(int code, string errors)
    {
        var lines = errors.Split('\n').Where(line => line.Trim().Length > 0).ToArray();
        var said = lines.FirstOrDefault(line => line.Contains("exception", StringComparison.OrdinalIgnoreCase)) ?? lines.LastOrDefault();
        return new(CodeFault.Crash,
            $"The process that tried the simulation ended with exit code {code}: {said?.Trim() ?? "it said nothing"}");
    }
}
