using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Pathmind.Notebook.References;

namespace Pathmind.Notebook.Scripts;

/// <summary>Finds what <c>#r "path.dll"</c> names: a file relative to the file that refers to it, or an assembly of the
/// process by its name.</summary>
internal sealed class ReferencedFiles(string folder, ScriptAssemblies assemblies) : MetadataReferenceResolver
{
    /// <inheritdoc/>
    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        var start = baseFilePath is not null && Path.IsPathFullyQualified(baseFilePath)
            ? Path.GetDirectoryName(baseFilePath)!
            : Path.GetFullPath(folder);
        var file = Path.GetFullPath(reference, start);
        var isFile = File.Exists(file);
        var name = isFile ? Path.GetFileNameWithoutExtension(file) : reference.Split(',')[0];
        if (isFile && !ScriptReferences.IsShared(name))
            return [(assemblies.Files.Read(file)?.Reference ?? ScriptReferences.Reference(file)).WithProperties(properties)];
        if (!ScriptReferences.OfProcess.TryGetValue(name, out var own))
            return [];
        assemblies.Offer(own);
        return [ScriptReferences.Reference(own).WithProperties(properties)];
    }

    /// <inheritdoc/>
    public override bool Equals(object? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => folder.GetHashCode(StringComparison.Ordinal);
}
