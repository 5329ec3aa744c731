using System.Net;

namespace Pathmind;

/// <summary>What a <see cref="PolicyServer"/> serves, where, to whom, and within which limits.</summary>
public sealed record ServerOptions
{
    /// <summary>Policy folders, .zip or .onnx files; at least one. The first also answers at the root, each answers
    /// under /policies/NAME, where NAME is the name of its folder or file.</summary>
    public required IReadOnlyList<string> Policies { get; init; }

    /// <summary>The key that a client sends as header, query parameter or cookie <c>access-token</c>; null: the server
    /// makes one (<see cref="PolicyServer.ApiKey"/>).</summary>
    public string? ApiKey { get; init; }

    /// <summary>Address to listen at. Only this machine can reach the default; <see cref="IPAddress.Any"/> opens the
    /// server to the network.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port, in 0 .. 65535; 0 takes a free one.</summary>
    public int Port { get; init; } = 8000;

    /// <summary>Null: /predict takes the best action. A seed: it draws one, as in training; /predict_deterministic
    /// never does.</summary>
    public int? Sample { get; init; }

    /// <summary>Bytes of the largest request body, at least 1; a larger one is answered by 413.</summary>
    public int MaxBodyBytes { get; init; } = 1 << 20;

    /// <summary>Observations of the largest batch, at least 1.</summary>
    public int MaxBatch { get; init; } = 1024;

    /// <summary>Sessions of each policy with a memory that are remembered at the same time, at least 1; a further one
    /// is answered by 429.</summary>
    public int MaxSessions { get; init; } = 100_000;

    /// <summary>How long a session is remembered after its last decision, above 0.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Predictions computed or read at the same time, at least 1; a further one is answered by 429.</summary>
    public int MaxConcurrentRequests { get; init; } = 512;

    /// <summary>Predictions per second that all clients together may request, above 0; more are answered by 429. Null:
    /// no limit.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>Origins of web pages that may ask, as in https://shop.example; "*" for every page, which still needs
    /// the key. None unless given.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>How often the policies' files are looked at for changes, above 0.</summary>
    public TimeSpan ReloadInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long requests under way may take to end when the server stops.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How the server logs to its standard output.</summary>
    public ServerLog Log { get; init; } = ServerLog.Text;

    /// <exception cref="ArgumentException">Values are out of range; the message names them all.</exception>
    internal void Check()
    {
        string[] problems =
        [
            .. Policies.Count >= 1 ? Array.Empty<string>() : ["Policies is empty: name at least one policy folder"],
            .. ApiKey is not "" ? Array.Empty<string>() : ["ApiKey is empty: give one, or null to have one made"],
            .. Port is >= 0 and <= 65535 ? Array.Empty<string>() : [$"Port is {Port}, not in 0 .. 65535"],
            .. new (string Name, int Value)[] { (nameof(MaxBodyBytes), MaxBodyBytes), (nameof(MaxBatch), MaxBatch),
                (nameof(MaxSessions), MaxSessions), (nameof(MaxConcurrentRequests), MaxConcurrentRequests) }
                .Where(limit => limit.Value < 1).Select(limit => $"{limit.Name} is {limit.Value}, but at least 1 is needed"),
            .. RequestsPerSecond is null or (> 0 and <= 1e9)
            ? Array.Empty<string>()
            : [$"RequestsPerSecond is {RequestsPerSecond}, not above 0 and at most 1e9"],
            .. ReloadInterval > TimeSpan.Zero ? Array.Empty<string>() : [$"ReloadInterval is {ReloadInterval}, but must be above 0"],
            .. SessionTimeout > TimeSpan.Zero ? Array.Empty<string>() : [$"SessionTimeout is {SessionTimeout}, but must be above 0"],
            .. ShutdownTimeout >= TimeSpan.Zero
            ? Array.Empty<string>()
            : [$"ShutdownTimeout is {ShutdownTimeout}, but must not be negative"],
        ];
        if (problems.Length > 0)
            throw new ArgumentException($"The server's options are out of range: {string.Join("; ", problems)}.");
    }
}
