using Microsoft.AspNetCore.Http;

namespace Pathmind.Studios.Workers;

/// <summary>Machines that train members of populations for this studio. The studio knows no more of them than
/// this.</summary>
internal interface IWorkerCluster
{
    /// <summary>Lets workers run what a training asks for in its folder, until what is returned is disposed of. The
    /// training's process learns nothing of the cluster.</summary>
    IDisposable Serve(RelayedTraining training);

    /// <summary>Answers requests whose path begins at the page of the engine behind the cluster; null if it has
    /// none.</summary>
    RequestDelegate? Dashboard { get; }

    /// <summary>Workers, what waits, and what went wrong, as it is now.</summary>
    /// <exception cref="IOException">The cluster does not answer.</exception>
    Task<ClusterState> ReadAsync(CancellationToken cancellation);

    /// <summary>Tells workers to finish what they run, take no more, and end; or, as long as they have not ended, to go
    /// on.</summary>
    /// <param name="worker">Name or address; several may have the same name.</param>
    /// <param name="isDrained">Whether they are to end.</param>
    /// <param name="cancellation">Of the request.</param>
    /// <returns>How many are told.</returns>
    /// <exception cref="IOException">The cluster does not answer.</exception>
    Task<int> DrainAsync(string worker, bool isDrained, CancellationToken cancellation);
}

/// <summary>A training whose slices workers run.</summary>
internal sealed record RelayedTraining
{
    /// <summary>Where it asks for slices; a full path.</summary>
    public required string Folder { get; init; }

    /// <summary>The folder of its code, a full path; all files go to workers.</summary>
    public required string Code { get; init; }

    /// <summary>The script or project in it, a relative path.</summary>
    public required string Source { get; init; }

    /// <summary>Of the experiment: the same for the same training, and of no other one.</summary>
    public required string Key { get; init; }

    /// <summary>The experiment.</summary>
    public required int Number { get; init; }
}
