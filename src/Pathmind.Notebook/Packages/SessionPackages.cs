using System.Reflection;
using Pathmind.Notebook.References;

namespace Pathmind.Notebook.Packages;

/// <summary>The packages of one session. They are restored together, so that what they depend on fits all of them; a
/// version that came in stays.</summary>
/// <param name="folder">Folder of the script or notebook.</param>
/// <param name="restore">Restores them.</param>
internal sealed class SessionPackages(string folder, PackageRestore restore)
{
    static readonly HashSet<string> Kit = new(["Pathmind.Scripting", "Pathmind.Notebook"], StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, PackageRequest> requests = new(StringComparer.OrdinalIgnoreCase);
    readonly List<string> sources = [];
    readonly Dictionary<string, string> versions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Version of the running kit, which no package replaces.</summary>
    public static string KitVersion { get; } =
        typeof(Simulation).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Adds packages to the session.</summary>
    /// <param name="wanted">What is asked for now.</param>
    /// <param name="moreSources">Folders (absolute) and feeds to look into from now on.</param>
    /// <param name="notices">Receives what the user should know.</param>
    /// <param name="cancellation">Ends the restore.</param>
    /// <returns>All files of the session's packages; null if nothing had to be restored.</returns>
    /// <exception cref="PackageException">A package could not be restored, or another version of it is a part of the
    /// session already.</exception>
    public RestoredPackages? Add(
        IEnumerable<PackageRequest> wanted, IEnumerable<string> moreSources, ICollection<string> notices, CancellationToken cancellation)
    {
        sources.AddRange(moreSources.Except(sources).ToArray());
        var fresh = new Dictionary<string, PackageRequest>(StringComparer.OrdinalIgnoreCase);
        foreach (var request in wanted)
        {
            if (IsKit(request, notices))
                continue;
            // Without a version, the one that is there will do.
            if (request.Version is not null || !versions.ContainsKey(request.Name))
                fresh[request.Name] = request;
        }
        if (fresh.Values.All(request => requests.TryGetValue(request.Name, out var before) && before == request))
            return null;
        var all = new Dictionary<string, PackageRequest>(requests, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, request) in fresh)
            all[name] = request;
        var restored = restore.Restore(all.Values, sources, folder, cancellation);
        foreach (var (name, version) in restored.Versions)
        {
            if (!versions.TryGetValue(name, out var loaded) || loaded == version)
                continue;
            var conflict =
                $"{name} {loaded} is a part of this session, and {version} cannot take its place: restart the session (in Jupyter: "
                + "Kernel, Restart) to use it.";
            if (fresh.ContainsKey(name))
                throw new PackageException(conflict);
            notices.Add(conflict);
        }
        foreach (var warning in restored.Warnings.Where(
            warning => fresh.Keys.Any(name => warning.Contains(name, StringComparison.OrdinalIgnoreCase))))
            notices.Add(warning);
        foreach (var (name, request) in fresh)
            requests[name] = request;
        foreach (var (name, version) in restored.Versions)
            versions.TryAdd(name, version);
        return restored;
    }

    static bool IsKit(PackageRequest request, ICollection<string> notices)
    {
        if (!Kit.Contains(request.Name) && !ScriptReferences.IsKit(request.Name))
            return false;
        if (request.Version is { } version && version != KitVersion && !version.Contains('*', StringComparison.Ordinal))
            notices.Add($"{request.Name} {version} was asked for; {KitVersion} is running, and is used. To run another version, install "
                + $"it: dotnet tool update Pathmind.Tool --version {version}");
        return true;
    }
}
