using System.Diagnostics;
using System.Net.Http.Headers;
using Pathmind.Reporting;

namespace Pathmind.Tests;

/// <summary>The studio as a user starts it: a process of its own, <c>pathmind studio --data … --port …
/// --no-open</c>.</summary>
internal sealed class StudioProcess : IDisposable
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    readonly Process process;

    StudioProcess(Process process, string printed, string data)
    {
        (this.process, Printed) = (process, printed);
        File = StudioFile.TryRead(Path.Combine(data, StudioFile.Name)) ?? throw new InvalidOperationException($"No {StudioFile.Name}.");
        Token = printed[(printed.IndexOf("token=", StringComparison.Ordinal) + "token=".Length)..];
        Client = new(File with { Token = Token }, Limit);
        Http = new() { BaseAddress = new(File.Url) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    /// <summary>Its first line.</summary>
    public string Printed { get; }

    /// <summary>The token that it printed.</summary>
    public string Token { get; }

    /// <summary>What it wrote for trainings, with a token that may report and submit.</summary>
    public StudioFile File { get; }

    public StudioClient Client { get; }

    /// <summary>Asks with the token.</summary>
    public HttpClient Http { get; }

    /// <summary>The studio as an option of a training, with the token that stays the same.</summary>
    public StudioAddress Address => new(new(File.Url), Token);

    /// <summary>Starts one, and waits until it has said where it is.</summary>
    public static StudioProcess Start(string data, int port = 0, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("dotnet", [
            Path.Combine(AppContext.BaseDirectory, "pathmind.dll"), "studio", "--data", data, "--port", $"{port}", "--no-open"])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => Console.Error.Write(line.Data is { Length: > 0 } text ? $"{text}\n" : "");
        process.BeginErrorReadLine();
        var line = process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"The studio ended with {process.ExitCode} and said nothing.");
        return new(process, line, data);
    }

    /// <summary>Its process.</summary>
    public int Id => process.Id;

    /// <summary>As kill -9.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>As Ctrl+C.</summary>
    public int Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        if (!process.WaitForExit(Limit))
            throw new InvalidOperationException("The studio did not end.");
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            Kill();
        Client.Dispose();
        Http.Dispose();
        process.Dispose();
    }
}
