using System.Net;

namespace Pathmind.Clusters.Nodes;

/// <summary>How a process takes part in a cluster.</summary>
internal sealed record ClusterOptions
{
    /// <summary>The word for a cluster of this process alone.</summary>
    public const string Local = "local";

    /// <summary>Redis, as StackExchange.Redis writes it, as in <c>redis:6379,password=…,ssl=true</c>; null for a
    /// cluster of this process alone.</summary>
    public string? Redis { get; init; }

    /// <summary>PostgreSQL that keeps the state, as Npgsql writes it; null for Redis.</summary>
    public string? Database { get; init; }

    /// <summary>What all nodes know; null to take one from a Redis of this machine.</summary>
    public string? Secret { get; init; }

    /// <summary>Address at which other nodes reach this one; null for the one by which it reaches Redis.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Port of it, in 0 .. 65535; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Folder of the state of a cluster of this process alone.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>Whether this node has the engine's page.</summary>
    public bool HasDashboard { get; init; }

    /// <summary>Called if the others have declared this node dead, so that the process makes a new one; null to end the
    /// process.</summary>
    public Action<string>? Lost { get; init; }

    /// <summary>Gets warnings of the engine; null for no one.</summary>
    public Action<string>? Warn { get; init; }
}
