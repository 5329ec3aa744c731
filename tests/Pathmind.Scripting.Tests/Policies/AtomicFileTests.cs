using Pathmind.Files;

namespace Pathmind.Tests.Policies;

public sealed class AtomicFileTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("atomic-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_old_file_stays_until_the_new_one_is_whole()
    {
        var path = Path.Combine(folder, "sub", "file.txt");
        Write(path, "old", commit: true);
        using (AtomicFile file = new(path))
        {
            file.Stream.Write("new"u8);
            Assert.Equal("old", File.ReadAllText(path));
            file.Commit();
        }
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(Path.Combine(folder, "sub")));
    }

    [Fact]
    public void Without_commit_nothing_changes_and_nothing_remains()
    {
        var path = Path.Combine(folder, "file.txt");
        Write(path, "old", commit: true);
        Write(path, "new", commit: false);

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    static void Write(string path, string text, bool commit)
    {
        using AtomicFile file = new(path);
        using (StreamWriter writer = new(file.Stream, leaveOpen: true))
            writer.Write(text);
        if (commit)
            file.Commit();
    }
}
