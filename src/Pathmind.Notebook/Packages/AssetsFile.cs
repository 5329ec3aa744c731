using System.Text.Json;

namespace Pathmind.Notebook.Packages;

/// <summary>Reads obj/project.assets.json, in which NuGet writes down what it chose.</summary>
internal static class AssetsFile
{
    /// <summary>The files of the only target framework, for this machine.</summary>
    /// <param name="file">project.assets.json.</param>
    /// <param name="identifiers">Kinds of machines whose files may be taken, best first.</param>
    public static RestoredPackages Read(string file, IReadOnlyList<string> identifiers)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = document.RootElement;
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToArray();
        var libraries = root.GetProperty("libraries");
        var versions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        List<string> compile = [], runtime = [], native = [];
        foreach (var package in root.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject())
        {
            var (name, version) = package.Name.Split('/') is [var first, var second]
                ? (first, second)
                : throw new InvalidDataException($"{file}: '{package.Name}' is not a name/version.");
            versions[name] = version;
            var path = libraries.GetProperty(package.Name).GetProperty("path").GetString()!;
            var folder = folders.Select(each => Path.Combine(each, path)).FirstOrDefault(Directory.Exists)
                ?? throw new FileNotFoundException($"{package.Name} is not in {string.Join(" or ", folders)}.");
            compile.AddRange(Files(package.Value, "compile", folder));
            var (own, natives) = OfMachine(package.Value, folder, identifiers);
            native.AddRange(natives);
            runtime.AddRange(own);
            var names = own.Select(Path.GetFileName).ToHashSet();
            runtime.AddRange(Files(package.Value, "runtime", folder).Where(each => !names.Contains(Path.GetFileName(each))));
        }
        return new(versions, compile, runtime, native, Warnings(root));
    }

    /// <summary>NuGet's errors, as it wrote them; for a restore that failed.</summary>
    public static IReadOnlyList<string> Errors(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return Messages(document.RootElement, "Error");
    }

    static IEnumerable<string> Files(JsonElement package, string kind, string folder) => package.TryGetProperty(kind, out var files)
        ? files.EnumerateObject().Where(file => file.Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        .Select(file => Path.Combine(folder, file.Name))
        : [];

    /// <summary>Assemblies and native libraries that exist for several kinds of machines: for each file name, that of
    /// the best kind.</summary>
    static (string[] Assemblies, string[] Natives) OfMachine(JsonElement package, string folder, IReadOnlyList<string> identifiers)
    {
        if (!package.TryGetProperty("runtimeTargets", out var targets))
            return ([], []);
        var suitable = targets.EnumerateObject()
            .Select(target => (File: Path.Combine(folder, target.Name), Kind: target.Value.GetProperty("assetType").GetString(),
                Rank: identifiers.IndexOf(target.Value.GetProperty("rid").GetString()!)))
            .Where(target => target.Rank >= 0 && Path.GetFileName(target.File) != "_._")
            .GroupBy(target => (Path.GetFileName(target.File), target.Kind))
            .Select(same => same.MinBy(target => target.Rank))
            .ToLookup(target => target.Kind, target => target.File);
        return ([.. suitable["runtime"]], [.. suitable["native"]]);
    }

    static string[] Warnings(JsonElement root) => Messages(root, "Warning");

    static string[] Messages(JsonElement root, string level) => root.TryGetProperty("logs", out var logs)
        ? [.. logs.EnumerateArray().Where(log => log.GetProperty("level").GetString() == level)
            .Select(log => $"{log.GetProperty("code").GetString()}: {log.GetProperty("message").GetString()}").Distinct()]
        : [];

    static int IndexOf(this IReadOnlyList<string> list, string value)
    {
        for (var index = 0; index < list.Count; index++)
        {
            if (list[index] == value)
                return index;
        }
        return -1;
    }
}
