using Pathmind.Files;
using Pathmind.Policies;

namespace Pathmind.Server.Hosting;

/// <summary>A name under which a policy is served, and the policy that answers now. A reload puts another one in its
/// place; requests under way keep theirs.</summary>
internal sealed class PolicySlot
{
    readonly string path;
    readonly ServerOptions options;
    volatile LoadedPolicy current;
    FileStamp stamp;

    /// <exception cref="FileNotFoundException">There is no policy at the path.</exception>
    /// <exception cref="InvalidDataException">The file is not a policy of this kit, or it is damaged.</exception>
    public PolicySlot(string path, ServerOptions options)
    {
        (this.path, this.options) = (path, options);
        Name = PolicySource.NameOf(path);
        stamp = FileStamp.Of(path);
        current = Read();
    }

    /// <summary>See <see cref="PolicySource.NameOf"/>; part of the addresses.</summary>
    public string Name { get; }

    /// <summary>Where the policy answers: /policies/NAME.</summary>
    public string Prefix => $"/policies/{Uri.EscapeDataString(Name)}";

    public LoadedPolicy Current => current;

    /// <summary>When the present policy was read.</summary>
    public DateTimeOffset LoadedAt { get; private set; } = DateTimeOffset.UtcNow;

    /// <summary>Reads the policy again if its file changed since the last look. Called by one thread.</summary>
    /// <returns>Whether another policy answers from now on.</returns>
    /// <exception cref="IOException">The changed file cannot be read; the old policy goes on answering, and the next
    /// change is tried again.</exception>
    /// <exception cref="InvalidDataException">The changed file is not a policy; the loaded one stays.</exception>
    public bool ReloadIfChanged()
    {
        var now = FileStamp.Of(path);
        if (now == stamp)
            return false;
        stamp = now;
        current = Read();
        LoadedAt = DateTimeOffset.UtcNow;
        return true;
    }

    LoadedPolicy Read() => new(TrainedPolicy.Load(path), options, Name);
}

/// <summary>What changes when a policy's file does. Two looks at the file, unlike notifications, also work on network
/// drives, in containers and when the whole folder was replaced.</summary>
/// <remarks>It describes the file behind all links: Kubernetes changes a mounted ConfigMap by pointing a link
/// elsewhere.</remarks>
internal readonly record struct FileStamp(string File, DateTime WrittenUtc, long Length)
{
    /// <summary>The stamp of the file that would be read; the default if there is none.</summary>
    public static FileStamp Of(string path)
    {
        FileInfo file = new(RealPath.Of(Directory.Exists(path) ? Path.Combine(path, PolicySource.FileName) : path));
        return file.Exists ? new(file.FullName, file.LastWriteTimeUtc, file.Length) : default;
    }
}
