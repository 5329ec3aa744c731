namespace Pathmind.Tests;

/// <summary>The kit as a package in a folder feed, and a cache of packages of its own, so that a package of the same
/// version from an earlier day cannot stand in; the other packages come from the user's cache.</summary>
public sealed class PackedKit : IDisposable
{
    readonly KitPackages packages;

    /// <summary>Packs.</summary>
    public PackedKit(KitPackages packages)
    {
        this.packages = packages;
        Folder = Directory.CreateTempSubdirectory("pathmind-packed-").FullName;
        File.Copy(Path.Combine(Repository.Root, "nuget.config"), Path.Combine(Folder, "nuget.config"));
        Pack("Pathmind.Scripting");
        Shell.Run(Folder, """
            cached=${NUGET_PACKAGES:-$HOME/.nuget/packages}
            mkdir packages
            for package in "$cached"/*; do case "$(basename "$package")" in pathmind.*) ;; *) ln -s "$package" packages/;; esac; done
            """).Succeeded();
    }

    /// <summary>Where scripts and projects that use the package stand.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Puts another of the kit's packages into the feed.</summary>
    internal void Pack(string project) => packages.Put(project, Path.Combine(Folder, "artifacts", "packages"));

    /// <summary>A script with the one line that scripts outside of the repository need.</summary>
    internal void Write(string name, string text) =>
        File.WriteAllText(Path.Combine(Folder, name), $"#:package Pathmind.Scripting@0.1.0\n{text}");

    internal string Run(string command) => TryRun(command).Succeeded();

    internal ShellResult TryRun(string command) =>
        Shell.Run(Folder, $"export NUGET_PACKAGES=$PWD/packages XDG_CACHE_HOME=$PWD/.cache; {command}", TimeSpan.FromMinutes(10));
}

/// <summary>Tests that share the package.</summary>
[CollectionDefinition(nameof(PackedKit))]
public sealed class PackedKitTests : ICollectionFixture<PackedKit>;
