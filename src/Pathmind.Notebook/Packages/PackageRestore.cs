using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pathmind.Notebook.Packages;

/// <summary>Restores packages with the SDK, and remembers every outcome in a folder.</summary>
/// <param name="cacheFolder">Where; several processes may use it at once.</param>
internal sealed partial class PackageRestore(string? cacheFolder)
{
    readonly string cache = cacheFolder ?? DefaultCache;

    /// <summary>The packages, with all that they depend on. Restored before with the same sources: no process is
    /// started and no network is needed.</summary>
    /// <exception cref="PackageException">In NuGet's words.</exception>
    public RestoredPackages Restore(
        IReadOnlyCollection<PackageRequest> requests, IReadOnlyCollection<string> sources, string folder, CancellationToken cancellation)
    {
        var project = RestoreProject.Text(requests, sources, folder);
        var place = Path.Combine(cache, RestoreProject.Key(project, folder));
        if (Remembered(place) is { } remembered)
            return remembered;
        var draft = $"{place}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(draft);
        try
        {
            var restored = Fresh(draft, project, cancellation);
            Keep(draft, place);
            return restored;
        }
        finally
        {
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
        }
    }

    static string Assets(string place) => Path.Combine(place, "obj", "project.assets.json");

    /// <summary>What was restored there before; null if nothing was, or if packages were removed since.</summary>
    static RestoredPackages? Remembered(string place)
    {
        if (!File.Exists(Assets(place)))
            return null;
        try
        {
            var restored = AssetsFile.Read(Assets(place), RuntimeIdentifiers.OfThisMachine);
            return restored.RuntimeFiles.Concat(restored.CompileFiles).Concat(restored.NativeFiles).All(File.Exists) ? restored : null;
        }
        catch (Exception exception) when (exception is IOException or JsonException or InvalidDataException or KeyNotFoundException)
        {
            return null;                                             // restored again
        }
    }

    static RestoredPackages Fresh(string draft, string project, CancellationToken cancellation)
    {
        var file = Path.Combine(draft, "packages.csproj");
        File.WriteAllText(file, project);
        // One process that ends when done; and no settings from a folder above the cache.
        var (code, output) = DotnetCommand.Run(draft,
        [
            "restore", file, "-v:q", "-nologo", "-m:1", "-nr:false", "-tl:off", "-p:ImportDirectoryBuildProps=false",
                "-p:ImportDirectoryBuildTargets=false",
            "-p:ImportDirectoryPackagesProps=false",
        ], cancellation);
        if (code != 0)
            throw new PackageException(Reason(draft, output));
        return AssetsFile.Read(Assets(draft), RuntimeIdentifiers.OfThisMachine);
    }

    static string Reason(string draft, string output)
    {
        var errors = File.Exists(Assets(draft)) ? AssetsFile.Errors(Assets(draft)) : [];
        if (errors.Count == 0)
            errors = [.. Error().Matches(output).Select(match => match.Groups["message"].Value.Trim()).Distinct()];
        return errors.Count > 0 ? string.Join('\n', errors) : output.Trim();
    }

    /// <summary>The finished folder takes its name in one step. If another process was faster, or a damaged one is in
    /// the way, this kit's is not needed there.</summary>
    static void Keep(string draft, string place)
    {
        try
        {
            if (Directory.Exists(place) && Remembered(place) is null)
                Directory.Delete(place, recursive: true);
            Directory.Move(draft, place);
        }
        catch (IOException) when (Directory.Exists(place))
        {
            return;
        }
    }

    static string DefaultCache => Path.Combine(
        OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
        : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } folder ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "pathmind", "packages");

    /// <summary>"FILE : error NU1101: Unable to find package … [FILE]", and "error: …" of what fails before.</summary>
    [GeneratedRegex(@"\berror(?: (?=[A-Z]+\d+:)|\s*: )(?<message>[^\n]*?)(?: \[[^\]\n]*\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex Error();
}

/// <summary>A package that a script asks for.</summary>
/// <param name="Name">Its id, in any case of letters.</param>
/// <param name="Version">At least this version, or as NuGet writes ranges and floating versions; null: the newest
/// release.</param>
internal sealed record PackageRequest(string Name, string? Version)
{
    /// <summary>The request as the user wrote it.</summary>
    public override string ToString() => Version is null ? Name : $"{Name}, {Version}";
}

/// <summary>The outcome of a restore.</summary>
/// <param name="Versions">Package → version, with those that packages depend on.</param>
/// <param name="CompileFiles">Assemblies to compile with.</param>
/// <param name="RuntimeFiles">Assemblies to run with.</param>
/// <param name="NativeFiles">Native libraries for this machine.</param>
/// <param name="Warnings">NuGet's warnings: another version than the one asked for.</param>
internal sealed record RestoredPackages(
    IReadOnlyDictionary<string, string> Versions,
    IReadOnlyList<string> CompileFiles,
    IReadOnlyList<string> RuntimeFiles,
    IReadOnlyList<string> NativeFiles,
    IReadOnlyList<string> Warnings);
