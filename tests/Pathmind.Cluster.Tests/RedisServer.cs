using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Pathmind.Tests;

/// <summary>A Redis of a test's own, at a free port of this machine, which writes down all that it is told.</summary>
public sealed class RedisServer : IDisposable
{
    readonly string? password;
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-redis-").FullName;
    readonly int port;
    readonly Machine? machine;
    Process process;

    /// <param name="password">That all must give; null for none.</param>
    public RedisServer(string? password = null)
        : this(null, password)
    {
    }

    /// <param name="machine">On which it runs; null for this one.</param>
    /// <param name="password">That all must give; null for none.</param>
    internal RedisServer(Machine? machine, string? password = null)
    {
        (this.machine, this.password, port) = (machine, password, machine is null ? FreePort() : 6379);
        process = Start();
    }

    /// <summary>As the option --cluster takes it.</summary>
    public string Address => $"{Host}:{port}{(password is null ? "" : $",password={password}")}";

    string Host => machine?.Address ?? "127.0.0.1";

    /// <summary>As kill -9, and a start some time later.</summary>
    public void Kill(TimeSpan gone)
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        Thread.Sleep(gone);
        process = Start();
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    Process Start()
    {
        string[] command =
        [
            .. machine?.Enter ?? [], "redis-server", "--port", $"{port}", "--bind", Host, "--dir", folder, "--appendonly", "yes",
            "--save", "", "--daemonize", "no", "--protected-mode", "no",
            .. password is null ? [] : new[] { "--requirepass", password },
        ];
        ProcessStartInfo start = new(command[0], command[1..]) { RedirectStandardOutput = true };
        var begun = Process.Start(start)!;
        while (begun.StandardOutput.ReadLine() is { } line)
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                _ = begun.StandardOutput.ReadToEndAsync();               // or it waits for a reader
                return begun;
            }
        throw new InvalidOperationException($"Redis ended with {begun.ExitCode}.");
    }

    static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
