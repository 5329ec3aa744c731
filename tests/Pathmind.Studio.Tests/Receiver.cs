using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pathmind.Tests;

/// <summary>A program that takes what is posted to it.</summary>
internal sealed class Receiver : IDisposable
{
    readonly HttpListener listener = new();
    readonly List<string> bodies = [];

    public Receiver()
    {
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = new($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
        }
        listener.Prefixes.Add($"{Address}");
        listener.Start();
        _ = ReceiveAsync();
    }

    public Uri Address { get; }

    /// <summary>Answers 503 so many times.</summary>
    public int Refusals { get; set; }

    public IReadOnlyList<string> Bodies
    {
        get
        {
            lock (bodies)
                return [.. bodies];
        }
    }

    public void Dispose() => listener.Close();

    async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                using StreamReader reader = new(context.Request.InputStream, Encoding.Latin1);
                var body = await reader.ReadToEndAsync();
                lock (bodies)
                    bodies.Add(body);
                context.Response.StatusCode = Refusals-- > 0 ? 503 : 200;
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            return;                                                  // the end
        }
    }
}
