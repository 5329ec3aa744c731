using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Pathmind.Tests;

/// <summary>Debian's classic Notebook, on a free port of the loopback interface.</summary>
internal sealed class JupyterServer : IAsyncDisposable
{
    readonly Process process;

    JupyterServer(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<JupyterServer> StartAsync(JupyterHome home, string notebooks)
    {
        var port = FreePort();
        // Its log would fill a pipe that nobody reads: it goes to a file.
        ProcessStartInfo start =
            new("bash", ["-c", $"exec /usr/bin/jupyter-notebook --no-browser --allow-root --ip=127.0.0.1 --port={port} --port-retries=0 "
            + "--NotebookApp.token='' --NotebookApp.password='' > notebook.log 2>&1 < /dev/null"])
            { WorkingDirectory = notebooks };
        foreach (var (name, value) in home.Variables)
            start.Environment[name] = value;
        JupyterServer server = new(Process.Start(start)!, new($"http://127.0.0.1:{port}/"));
        try
        {
            await server.AnswersAsync(Path.Combine(notebooks, "notebook.log"));
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <remarks>Kernels are children of the server: all of them end.</remarks>
    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    async Task AnswersAsync(string log)
    {
        using HttpClient client = new();
        for (var attempt = 0; attempt < 300 && !process.HasExited; attempt++)
        {
            try
            {
                (await client.GetAsync(new Uri(Address, "api"))).EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }
        Assert.Fail($"Jupyter does not answer.\n{File.ReadAllText(log)}");
    }

    static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
