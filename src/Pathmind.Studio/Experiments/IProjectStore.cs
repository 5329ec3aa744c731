namespace Pathmind.Studios.Experiments;

/// <summary>Keeps what was written about projects.</summary>
internal interface IProjectStore
{
    Task<IReadOnlyList<ProjectNote>> ReadProjectsAsync(CancellationToken cancellation = default);

    /// <summary>Writes it in the place of that of the same simulation.</summary>
    Task WriteProjectAsync(ProjectNote project, CancellationToken cancellation = default);
}
