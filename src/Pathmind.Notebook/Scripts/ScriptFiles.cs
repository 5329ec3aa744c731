using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Pathmind.Scripts;

/// <summary>The texts of a session by their names: cells, scripts, and the files that #load brings in, whose paths are relative to the file that loads them.</summary>
internal sealed class ScriptFiles(string folder) : SourceReferenceResolver
{
    readonly ConcurrentDictionary<string, SourceText> texts = [];

    /// <summary>Remembers a text, for error messages and for the compiler.</summary>
    public void Add(string name, SourceText text) => texts[name] = text;

    /// <summary>A line of a text (from 1), without its indentation; null if it is not known.</summary>
    public string? Line(string name, int line) =>
        texts.TryGetValue(name, out var text) && line >= 1 && line <= text.Lines.Count ? text.Lines[line - 1].ToString().Trim() : null;

    /// <summary>How messages call a text: files below the session's folder by their relative path, all else by its name.</summary>
    public string Title(string name)
    {
        if (!Path.IsPathFullyQualified(name))
            return name;
        var relative = Path.GetRelativePath(folder, name);
        return relative.StartsWith("..", StringComparison.Ordinal) ? name : relative;
    }

    /// <inheritdoc/>
    public override string? NormalizePath(string path, string? baseFilePath) => Locate(path, baseFilePath);

    /// <inheritdoc/>
    public override string? ResolveReference(string path, string? baseFilePath) =>
        Locate(path, baseFilePath) is var file && File.Exists(file) ? file : null;

    /// <inheritdoc/>
    public override SourceText ReadText(string resolvedPath) => texts.TryGetValue(resolvedPath, out var text) ? text : base.ReadText(resolvedPath);

    /// <inheritdoc/>
    public override Stream OpenRead(string resolvedPath) => File.OpenRead(resolvedPath);

    /// <inheritdoc/>
    public override bool Equals(object? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => folder.GetHashCode(StringComparison.Ordinal);

    string Locate(string path, string? from) =>
        Path.GetFullPath(path, from is not null && Path.IsPathFullyQualified(from) ? Path.GetDirectoryName(from)! : Path.GetFullPath(folder));
}
