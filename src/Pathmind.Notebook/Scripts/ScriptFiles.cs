using System.Collections.Concurrent;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Pathmind.Notebook.Scripts;

/// <summary>The texts of a session by their names: cells, scripts, and the files that #load brings in, whose paths are
/// relative to the file that loads them.</summary>
internal sealed class ScriptFiles(string folder) : SourceReferenceResolver
{
    readonly ConcurrentDictionary<string, SourceText> texts = [];
    string? first;

    /// <summary>Reads a text and, recursively, all that it loads; a file that cannot be read is left to the compiler,
    /// which reports where it was requested.</summary>
    /// <returns>The text's own source first.</returns>
    public IReadOnlyList<(string Name, ScriptSource Source)> Read(string code, string name)
    {
        first = name;
        var all = new List<(string Name, ScriptSource Source)>();
        var pending = new Queue<(string Name, string Code)>([(name, code)]);
        while (pending.TryDequeue(out var next))
        {
            var source = ScriptSource.Read(next.Code, next.Name);
            texts[next.Name] = source.Tree.GetText();
            all.Add((next.Name, source));
            foreach (var file in source.Loads.Select(load => ResolveReference(load, next.Name)).OfType<string>())
            {
                if (all.All(known => known.Name != file) && pending.All(waiting => waiting.Name != file))
                    pending.Enqueue((file, File.ReadAllText(file)));
            }
        }
        return all;
    }

    /// <summary>A path as it is meant in a text: relative to the text's own folder.</summary>
    public string Locate(string path, string? from) =>
        Path.GetFullPath(path, from is not null && Path.IsPathFullyQualified(from) ? Path.GetDirectoryName(from)!
            : Path.GetFullPath(folder));

    /// <summary>A line of a text (from 1), without its indentation; null if it is not known.</summary>
    public string? Line(string name, int line) =>
        texts.TryGetValue(name, out var text) && line >= 1 && line <= text.Lines.Count ? text.Lines[line - 1].ToString().Trim() : null;

    /// <summary>How messages call a text: files below the session's folder by their relative path, all else by its
    /// name.</summary>
    public string Title(string name)
    {
        if (!Path.IsPathFullyQualified(name))
            return name;
        var relative = Path.GetRelativePath(folder, name);
        return relative.StartsWith("..", StringComparison.Ordinal) ? name : relative;
    }

    /// <summary>How line numbers name a text: as it is, since most are not files.</summary>
    public override string? NormalizePath(string path, string? baseFilePath) => path;

    /// <inheritdoc/>
    public override string? ResolveReference(string path, string? baseFilePath) =>
        Locate(path, baseFilePath) is var file && File.Exists(file) ? file : null;

    /// <summary>The session whose checks are compiled into the loops of loaded files when they are compiled; null: no
    /// checks.</summary>
    public int? ChecksOf { get; set; }

    /// <inheritdoc/>
    public override SourceText ReadText(string resolvedPath)
    {
        if (resolvedPath == first)                                   // a file in a circle of #load lines: it is being compiled already
            return SourceText.From("", Encoding.UTF8);
        var text = texts.TryGetValue(resolvedPath, out var known) ? known : base.ReadText(resolvedPath);
        return ChecksOf is { } session ? LoopChecks.Insert(ScriptParsing.Parse(text.ToString(), resolvedPath), session).GetText() : text;
    }

    /// <inheritdoc/>
    public override Stream OpenRead(string resolvedPath) => File.OpenRead(resolvedPath);

    /// <inheritdoc/>
    public override bool Equals(object? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => folder.GetHashCode(StringComparison.Ordinal);
}
