using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pathmind.Reporting;

/// <summary>What belongs to a submission: a script with what it loads, or a folder without what a build puts into
/// it.</summary>
internal sealed partial class SubmittedFiles
{
    static readonly string[] Scripts = [".cs", ".csx", ".ipynb"];
    static readonly string[] Built = ["bin", "obj", "node_modules", "__MACOSX"];

    SubmittedFiles(string root, IReadOnlyList<string> files) => (Root, Files) = (root, files);

    /// <summary>The folder that the names begin at, a full path.</summary>
    public string Root { get; }

    /// <summary>Full paths.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The name that a file has in the submission.</summary>
    public string NameOf(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    /// <summary>A folder: all of it. A script: what it brings in by #load, and nothing else. Another file, as a zip:
    /// itself.</summary>
    /// <exception cref="FileNotFoundException">There is neither a file nor a folder.</exception>
    public static SubmittedFiles Of(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            return new(full, [.. AllOf(full)]);
        if (!File.Exists(full))
            throw new FileNotFoundException($"'{path}' is neither a file nor a folder.");
        List<string> files = [full];
        for (var i = 0; i < files.Count; i++)
            if (Scripts.Contains(Path.GetExtension(files[i]).ToLowerInvariant()))
            {
                var loaded = LoadedBy(File.ReadAllText(files[i]), Path.GetDirectoryName(files[i])!);
                files.AddRange(loaded.Where(File.Exists).Except(files).ToArray());
            }
        var root = Path.GetDirectoryName(full)!;
        while (files.Any(file => Path.GetRelativePath(root, file).StartsWith("..", StringComparison.Ordinal)))
            root = Path.GetDirectoryName(root)!;
        return new(root, files);
    }

    /// <summary>A notebook with the code of cells, and the files that they load.</summary>
    /// <param name="cells">C#, oldest first.</param>
    /// <param name="folder">That their paths begin at.</param>
    /// <param name="temporary">An empty folder, in which the submission is put together.</param>
    public static SubmittedFiles OfCells(IReadOnlyList<string> cells, string folder, string temporary)
    {
        JsonObject notebook = new()
        {
            ["cells"] = new JsonArray([.. cells.Select(cell => new JsonObject { ["cell_type"] = "code", ["source"] = cell })]),
            ["nbformat"] = 4,
        };
        File.WriteAllText(Path.Combine(temporary, "notebook.ipynb"), notebook.ToJsonString());
        var loaded = cells.SelectMany(cell => LoadedBy(cell, folder)).Where(File.Exists);
        foreach (var file in loaded.SelectMany(file => Of(file).Files).Distinct())
            if (Path.GetRelativePath(folder, file) is var name && !name.StartsWith("..", StringComparison.Ordinal))
            {
                var copy = Path.Combine(temporary, name);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy, overwrite: true);
            }
        return Of(temporary);
    }

    /// <summary>The scripts of a folder in which a simulation may be: its only project; else those at its top; else all
    /// below.</summary>
    public static string[] ScriptsOf(string folder)
    {
        string[] all = [.. AllOf(folder)];
        string[] projects = [.. all.Where(file => file.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase))];
        if (projects.Length > 0)
            return [.. Highest(projects)];
        return [.. Highest([.. all.Where(file => Scripts.Contains(Path.GetExtension(file).ToLowerInvariant()))])];

        static IEnumerable<string> Highest(string[] files)
        {
            var least = files.Length == 0 ? 0 : files.Min(Depth);
            return files.Where(file => Depth(file) == least).Order(StringComparer.Ordinal);
        }
    }

    /// <summary>Whether a part of a path is of no concern: hidden, or made by a build.</summary>
    public static bool IsLeftOut(string part) => part.StartsWith('.') || Built.Contains(part, StringComparer.OrdinalIgnoreCase);

    static int Depth(string file) => file.Count(letter => letter is '/' or '\\');

    static IEnumerable<string> AllOf(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            if (!IsLeftOut(Path.GetFileName(file)))
                yield return file;
        foreach (var inner in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
            if (!IsLeftOut(Path.GetFileName(inner)) && new DirectoryInfo(inner).LinkTarget is null)
                foreach (var file in AllOf(inner))
                    yield return file;
    }

    static IEnumerable<string> LoadedBy(string text, string folder) =>
        Loads().Matches(text).Select(match => Path.GetFullPath(match.Groups["path"].Value, folder));

    /// <summary>A line of a script; in a notebook its quotes are written with a backslash.</summary>
    [GeneratedRegex("""^[\s"]*#\s*(?:load|r)\s+\\?"(?!\w+:)(?<path>[^"\\]+)\\?["]""", RegexOptions.Multiline)]
    private static partial Regex Loads();
}
