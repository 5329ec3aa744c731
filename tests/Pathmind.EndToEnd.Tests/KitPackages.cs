[assembly: AssemblyFixture(typeof(Pathmind.Tests.KitPackages))]

namespace Pathmind.Tests;

/// <summary>The packages of this build. Each is made once, and one after the other: classes of tests run at the same
/// time, and two builds of one project would write the same files.</summary>
public sealed class KitPackages : IDisposable
{
    readonly Lock building = new();
    readonly string made = Directory.CreateTempSubdirectory("pathmind-packages-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(made, recursive: true);

    /// <summary>Puts the package of a project, and its symbols, into a folder.</summary>
    /// <param name="project">Name of a folder in <c>src</c>.</param>
    /// <param name="feed">The folder; it is made if it is missing.</param>
    internal void Put(string project, string feed)
    {
        lock (building)
            if (!PackagesOf(project).Any())
                Shell.Run(Repository.Root, $"dotnet pack src/{project} -c Release -o '{made}' -v q").Succeeded();
        Directory.CreateDirectory(feed);
        foreach (var package in PackagesOf(project))
            File.Copy(package, Path.Combine(feed, Path.GetFileName(package)), overwrite: true);
    }

    IEnumerable<string> PackagesOf(string project) => Directory.EnumerateFiles(made, $"{project}.*.*nupkg");
}
