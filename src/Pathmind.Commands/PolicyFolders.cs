using Pathmind.Policies;

namespace Pathmind.Commands;

/// <summary>Finds policy folders.</summary>
internal static class PolicyFolders
{
    const int Depth = 3;

    /// <summary>Folders below (and including) a folder that hold a policy.onnx, at most three levels deep, as paths
    /// that begin like the folder; in alphabetical order.</summary>
    public static IEnumerable<string> Under(string folder)
    {
        EnumerationOptions options = new() { RecurseSubdirectories = true, MaxRecursionDepth = Depth, IgnoreInaccessible = true };
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, PolicySource.FileName, options)
                .Select(file => Short(Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal)
            : [];
    }

    static string Short(string path) => path.StartsWith($".{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? path[2..] : path;
}
