using System.Net;
using Pathmind.Reporting;
using Pathmind.Studios.Engines;
using Pathmind.Studios.Workers;

namespace Pathmind.Studios;

/// <summary>Where a studio keeps its data and listens.</summary>
internal sealed record StudioOptions
{
    /// <summary>Port that is tried unless another one is given.</summary>
    public const int DefaultPort = 8777;

    /// <summary>Folder of the database, the token and the file by which trainings find the studio.</summary>
    public string Data { get; init; } = StudioSearch.DataFolder;

    /// <summary>Address of this machine at which others reach it; this machine alone does by default.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>Further names by which it is reached, as behind a proxy.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>File of a certificate: others then reach it by HTTPS. Null for none.</summary>
    public string? Certificate { get; init; }

    /// <summary>Files beside the data folder that no training may read; full paths.</summary>
    public IEnumerable<string> SecretFiles => Certificate is null ? [] : [Path.GetFullPath(Certificate)];

    /// <summary>Told when a training has ended; null for nothing.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>Whether others than this machine reach it.</summary>
    public bool IsOpen => !IPAddress.IsLoopback(Listen);

    /// <summary>Connection of a PostgreSQL database, as Npgsql writes it; null for a file of SQLite in the data
    /// folder.</summary>
    public string? Database { get; init; }

    /// <summary>Port, in 0 .. 65535; 0 takes a free one. Null for <see cref="DefaultPort"/>, or a free one if that is
    /// taken.</summary>
    public int? Port { get; init; }

    /// <summary>The command by which trainings are started: program and first arguments of the tool.</summary>
    public IReadOnlyList<string> Tool { get; init; } = ["pathmind"];

    /// <summary>Workers that train members of populations; null for processes of this machine.</summary>
    public IWorkerCluster? Cluster { get; init; }

    /// <summary>What each training that it starts may use.</summary>
    public TrainingLimits Limits { get; init; } = new();

    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Check()
    {
        if (string.IsNullOrWhiteSpace(Data))
            throw new ArgumentException("The studio's data folder is empty: name a folder.");
        if (Port is not (null or (>= 0 and <= 65535)))
            throw new ArgumentException($"The studio's port is {Port}, not in 0 .. 65535.");
        if (Webhook is not (null or { IsAbsoluteUri: true, Scheme: "http" or "https" }))
            throw new ArgumentException($"The webhook '{Webhook}' is not an address such as https://example.org/ended.");
        if (Certificate is not null && !IsOpen)
            throw new ArgumentException("A certificate is for other machines: name the address with --listen, as in --listen 0.0.0.0.");
        if (Limits.MostMemory is not (>= 1 << 26 and <= 1L << 50))
            throw new ArgumentException($"A training's memory is {Limits.MostMemory} bytes, but at least 64 MB are needed.");
        if (Limits.MostTime <= TimeSpan.Zero)
            throw new ArgumentException($"A training's longest time is {Limits.MostTime}, but must be above 0.");
    }
}
