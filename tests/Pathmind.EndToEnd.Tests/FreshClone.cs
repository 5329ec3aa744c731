namespace Pathmind.Tests;

/// <summary>A clone of this repository in a temporary folder of its own, with a user's settings and packages apart, and
/// with the changes that are not committed yet: what a user has who just arrived. One for all tests of its collection,
/// which run one after the other.</summary>
public sealed class FreshClone : IDisposable
{
    readonly string parent;

    /// <summary>Clones.</summary>
    public FreshClone()
    {
        parent = Directory.CreateTempSubdirectory("pathmind-clone-").FullName;
        Folder = Directory.CreateDirectory(Path.Combine(parent, "Pathmind.Scripting")).FullName;
        // What a page registers and restores there is not the user's: packages of the kit would stay in the user's
        // cache, and hide later ones.
        Shell.Run(parent, """
            cached=${NUGET_PACKAGES:-$HOME/.nuget/packages}
            mkdir -p home packages
            for package in "$cached"/*; do case "$(basename "$package")" in pathmind.*) ;; *) ln -s "$package" packages/;; esac; done
            """).Succeeded();
        Run($"git clone --quiet --no-hardlinks '{Repository.Root}' .").Succeeded();
        var changed = Shell.Run(Repository.Root, "git diff --name-only --diff-filter=d HEAD; git ls-files --others --exclude-standard")
            .Succeeded();
        foreach (var file in Lines(changed))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
            File.Copy(Path.Combine(Repository.Root, file), PathOf(file), overwrite: true);
        }
        foreach (var file in Lines(Shell.Run(Repository.Root, "git diff --name-only --diff-filter=D HEAD").Succeeded()))
            File.Delete(PathOf(file));
    }

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>A file in it.</summary>
    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(parent, recursive: true);

    internal ShellResult Run(string script, TimeSpan? limit = null) =>
        Shell.Run(Folder, $"export DOTNET_CLI_HOME='{parent}/home' NUGET_PACKAGES='{parent}/packages'\n{script}", limit);

    static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Tests that share the clone.</summary>
[CollectionDefinition(nameof(FreshClone))]
public sealed class FreshCloneTests : ICollectionFixture<FreshClone>;
