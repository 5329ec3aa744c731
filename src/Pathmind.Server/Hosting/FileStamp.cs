using Pathmind.Files;
using Pathmind.Policies;

namespace Pathmind.Server.Hosting;

/// <summary>What changes when a policy's file does. Two looks at the file, unlike notifications, also work on network
/// drives, in containers and when the whole folder was replaced.</summary>
/// <remarks>Of the file behind all links: Kubernetes changes a mounted ConfigMap by pointing a link
/// elsewhere.</remarks>
internal readonly record struct FileStamp(string File, DateTime WrittenUtc, long Length)
{
    /// <summary>Of the file that would be read; the default if there is none.</summary>
    public static FileStamp Of(string path)
    {
        FileInfo file = new(RealPath.Of(Directory.Exists(path) ? Path.Combine(path, PolicySource.FileName) : path));
        return file.Exists ? new(file.FullName, file.LastWriteTimeUtc, file.Length) : default;
    }
}
