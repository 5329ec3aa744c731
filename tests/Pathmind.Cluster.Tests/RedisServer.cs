using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Pathmind.Tests;

/// <summary>A Redis of a test's own, at a free port of this machine, which writes down all that it is told.</summary>
public sealed class RedisServer : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-redis-").FullName;
    readonly int port = FreePort();
    Process process;

    public RedisServer() => process = Start();

    /// <summary>As the option --cluster takes it.</summary>
    public string Address => $"127.0.0.1:{port}";

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
        ProcessStartInfo start = new("redis-server", [
            "--port", $"{port}", "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--save", "", "--daemonize", "no"])
        { RedirectStandardOutput = true };
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
