using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;

namespace Pathmind.Tests;

/// <summary>The tool as VS Code starts it: commands and events are lines of JSON.</summary>
internal sealed class StdioHost : IAsyncDisposable
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    readonly Process process;
    readonly Channel<JsonElement> events = Channel.CreateUnbounded<JsonElement>();
    int commands;

    StdioHost(Process process) => this.process = process;

    public static StdioHost Start(InteractiveTool tool)
    {
        ProcessStartInfo start = new(InteractiveTool.Program!, ["[vscode]", "stdio"])
        {
            WorkingDirectory = tool.Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in tool.Jupyter.Variables)
            start.Environment[name] = value;
        StdioHost host = new(Process.Start(start)!);
        host.process.OutputDataReceived += (_, line) => host.Receive(line.Data);
        host.process.ErrorDataReceived += (_, _) => { };
        host.process.BeginOutputReadLine();
        host.process.BeginErrorReadLine();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Runs a cell.</summary>
    public Task<StdioOutcome> RunAsync(string code) => EndAsync(Begin("SubmitCode", new { code, targetKernelName = "csharp" }));

    /// <summary>Asks about the place of the bar in the code.</summary>
    public Task<StdioOutcome> AskAsync(string request, string codeWithBar)
    {
        var at = codeWithBar.IndexOf('|', StringComparison.Ordinal);
        var before = codeWithBar[..at].Split('\n');
        return EndAsync(Begin(request, new
        {
            code = codeWithBar.Remove(at, 1), linePosition = new { line = before.Length - 1, character = before[^1].Length },
            targetKernelName = "csharp",
        }));
    }

    /// <summary>Sends a command.</summary>
    /// <returns>Its token.</returns>
    public string Begin(string type, object command)
    {
        var token = (++commands).ToString(CultureInfo.InvariantCulture);
        process.StandardInput.WriteLine(JsonSerializer.Serialize(new { token, commandType = type, command }));
        process.StandardInput.Flush();
        return token;
    }

    /// <summary>Waits until a command has ended, or until something that it sent is seen.</summary>
    public async Task<StdioOutcome> EndAsync(string token, string? until = null)
    {
        List<JsonElement> seen = [];
        using CancellationTokenSource limit = new(Limit);
        while (true)
        {
            var next = await events.Reader.ReadAsync(limit.Token);
            seen.Add(next);
            var type = next.GetProperty("eventType").GetString();
            if (type == until || type is "CommandSucceeded" or "CommandFailed"
                && next.GetProperty("command").GetProperty("token").GetString() == token)
                return new(seen);
        }
    }

    void Receive(string? line)
    {
        if (line is not null && line.StartsWith('{'))
            events.Writer.TryWrite(JsonDocument.Parse(line).RootElement);
    }
}

/// <summary>The events of a command.</summary>
internal sealed record StdioOutcome(IReadOnlyList<JsonElement> Events)
{
    /// <summary>Why it failed; null if it did not.</summary>
    public string? Error => Of("CommandFailed").Select(failed => failed.GetProperty("message").GetString()).FirstOrDefault();

    /// <summary>Texts of all events, to search in.</summary>
    public string Text => string.Join('\n', Events.Select(shown => shown.GetRawText()));

    public IEnumerable<JsonElement> Of(string type) =>
        Events.Where(shown => shown.GetProperty("eventType").GetString() == type).Select(shown => shown.GetProperty("event"));
}
