using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Pathmind.Scripts;

/// <summary>Finds what <c>#r "path.dll"</c> names: a file relative to the file that refers to it, or an assembly of the framework by its name.</summary>
internal sealed class ReferencedFiles(string folder) : MetadataReferenceResolver
{
    /// <inheritdoc/>
    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        var start = baseFilePath is not null && Path.IsPathFullyQualified(baseFilePath) ? Path.GetDirectoryName(baseFilePath)! : Path.GetFullPath(folder);
        var file = Path.GetFullPath(reference, start);
        if (!File.Exists(file) && !ScriptReferences.OfProcess.TryGetValue(reference.Split(',')[0], out file))
            return [];
        return [ScriptReferences.Reference(file).WithProperties(properties)];
    }

    /// <inheritdoc/>
    public override bool Equals(object? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => folder.GetHashCode(StringComparison.Ordinal);
}
