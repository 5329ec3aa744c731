namespace Pathmind.Files;

/// <summary>Where a path really ends: every link on the way is followed, as the system does when it opens the
/// file.</summary>
internal static class RealPath
{
    /// <summary>Links followed at most, as on Linux.</summary>
    const int MaxLinks = 40;

    /// <summary>The file or folder behind all links; the file itself need not be there.</summary>
    /// <returns>A full path without a link, or, if it leads into /proc, the path there: links in /proc name open files,
    /// not paths.</returns>
    /// <exception cref="IOException">The links go in a circle.</exception>
    public static string Of(string path)
    {
        path = Path.GetFullPath(path);
        var real = Path.GetPathRoot(path)!;
        Stack<string> rest = [];
        Push(rest, path[real.Length..]);
        for (var links = 0; rest.TryPop(out var part);)
        {
            var next = part == ".." ? Path.GetDirectoryName(real) ?? real : Path.Combine(real, part);
            if (IsOfOpenFiles(next) || new FileInfo(next).LinkTarget is not { } target)
                real = next;
            else if (++links > MaxLinks)
                throw new IOException("its links go in a circle");
            else
            {
                var root = Path.GetPathRoot(target)!;
                Push(rest, target[root.Length..]);
                real = root.Length > 0 ? root : real;
            }
        }
        return real;
    }

    /// <summary>Whether a path names a file that a process has open, as /dev/stdout does in the end.</summary>
    public static bool IsOfOpenFiles(string real) => !OperatingSystem.IsWindows() && real.StartsWith("/proc/", StringComparison.Ordinal);

    static void Push(Stack<string> rest, string path)
    {
        char[] separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];
        foreach (var part in path.Split(separators, StringSplitOptions.RemoveEmptyEntries).Reverse())
            if (part != ".")
                rest.Push(part);
    }
}
