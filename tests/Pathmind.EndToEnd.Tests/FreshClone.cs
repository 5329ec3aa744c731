namespace Pathmind.Tests;

/// <summary>A clone of this repository in a temporary folder, with the changes that are not committed yet: what a user has who just arrived.
/// One for all tests of its collection, which run one after the other.</summary>
public sealed class FreshClone : IDisposable
{
    /// <summary>Clones.</summary>
    public FreshClone()
    {
        Folder = Directory.CreateTempSubdirectory("pathmind-clone-").FullName;
        Run($"git clone --quiet --no-hardlinks '{Repository.Root}' .").Succeeded();
        var changed = Shell.Run(Repository.Root, "git diff --name-only --diff-filter=d HEAD; git ls-files --others --exclude-standard").Succeeded();
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
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    internal ShellResult Run(string script) => Shell.Run(Folder, script);

    static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Tests that share the clone.</summary>
[CollectionDefinition(nameof(FreshClone))]
public sealed class FreshCloneTests : ICollectionFixture<FreshClone>;
