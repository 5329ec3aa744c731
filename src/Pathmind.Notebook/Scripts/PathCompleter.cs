using System.Text.RegularExpressions;

namespace Pathmind.Notebook.Scripts;

/// <summary>Completes the names of files in <c>#r "…"</c> and <c>#load "…"</c>.</summary>
internal static partial class PathCompleter
{
    /// <summary>Folders and suitable files; null if the position is in no path.</summary>
    /// <param name="code">The text.</param>
    /// <param name="position">UTF-16 index.</param>
    /// <param name="folder">Where relative paths start.</param>
    public static ScriptCompletions? Complete(string code, int position, string folder)
    {
        var line = code[(position == 0 ? 0 : code.LastIndexOf('\n', position - 1) + 1)..position];
        if (Directive().Match(line) is not { Success: true } directive)
            return null;
        var path = directive.Groups["path"].Value;
        if (path.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
            return new(position, position, []);
        var prefix = Path.GetFileName(path);
        var start = Path.Combine(folder, path[..^prefix.Length]);
        if (!Directory.Exists(start))
            return new(position, position, []);
        string[] extensions = directive.Groups["name"].Value == "r" ? [".dll"] : [".csx", ".cs"];
        var options = new EnumerationOptions { IgnoreInaccessible = true };                  // hidden ones are left out
        var folders = Directory.EnumerateDirectories(start, "*", options)
        .Select(each => new ScriptCompletion(Path.GetFileName(each) + "/", "folder"));
        var files = Directory.EnumerateFiles(start, "*", options).Where(file => extensions.Contains(Path.GetExtension(file)))
            .Select(file => new ScriptCompletion(Path.GetFileName(file), "file"));
        return new(position - prefix.Length, position, [.. folders.Concat(files)
            .Where(candidate => candidate.Text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .OrderBy(candidate => candidate.Text, StringComparer.OrdinalIgnoreCase)]);
    }

    [GeneratedRegex("""^\s*#\s*(?<name>r|load)\s+"(?<path>[^"]*)$""")]
    private static partial Regex Directive();
}
