using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Pathmind.Server.Hosting;

/// <summary>The start of a server, which fails in one line: what the host and Kestrel log of it, with the places where
/// it was thrown, says no more than the exception does.</summary>
internal sealed class ServerStart
{
    bool isOver;

    /// <summary>Logs warnings of the host, but nothing before it has started.</summary>
    public void Quieten(ILoggingBuilder logging) =>
        logging.AddFilter("Microsoft", level => level >= LogLevel.Warning && Volatile.Read(ref isOver));

    /// <summary>Starts it.</summary>
    /// <exception cref="IOException">The port is taken; the message says what to do.</exception>
    public async Task RunAsync(WebApplication application, int port, CancellationToken cancellation)
    {
        try
        {
            await application.StartAsync(cancellation);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new IOException(
                $"Port {port} is in use, by another server perhaps: end that one, or choose another port with --port "
                + "(Port in code); 0 takes a free one.", exception);
        }
        Volatile.Write(ref isOver, true);
    }
}
