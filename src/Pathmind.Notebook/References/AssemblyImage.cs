using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Pathmind.Notebook.References;

/// <summary>The bytes of an assembly, in which its own version and its references to other assemblies can be
/// replaced.</summary>
internal sealed class AssemblyImage
{
    const int BeforeVersion = 4;                                     // bytes of a row of Assembly (ECMA-335, II.22.2)
    const int BeforeKey = 12;                                        // bytes of a row of AssemblyRef (II.22.5): version and flags

    readonly int own, key, name;                                     // place of the own version; sizes of indices

    AssemblyImage(byte[] bytes, PEReader reader)
    {
        Bytes = bytes;
        var metadata = reader.GetMetadataReader();
        var definition = metadata.GetAssemblyDefinition();
        (Name, Version) = (metadata.GetString(definition.Name), definition.Version);
        own = Table(reader, metadata, TableIndex.Assembly) + BeforeVersion;
        (key, name) = (IndexSize(metadata, HeapIndex.Blob), IndexSize(metadata, HeapIndex.String));
        var size = metadata.GetTableRowSize(TableIndex.AssemblyRef);
        if (size != BeforeKey + 2 * key + 2 * name)
            throw new InvalidDataException($"A row of AssemblyRef has {size} bytes; its columns have {BeforeKey + 2 * key + 2 * name}.");
        var rows = Table(reader, metadata, TableIndex.AssemblyRef);
        References = [.. metadata.AssemblyReferences.Select((handle, index) =>
        {
            var reference = metadata.GetAssemblyReference(handle);
            return new Reference(metadata.GetString(reference.Name), reference.Version, rows + index * size);
        })];
    }

    /// <summary>Reads an assembly, and keeps the array; null if it is not a managed assembly.</summary>
    public static AssemblyImage? TryRead(byte[] bytes)
    {
        try
        {
            using var reader = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(bytes));
            return reader.HasMetadata && reader.GetMetadataReader().IsAssembly ? new(bytes, reader) : null;
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    /// <summary>The bytes, with all that was replaced.</summary>
    public byte[] Bytes { get; }

    /// <summary>Simple name.</summary>
    public string Name { get; }

    /// <summary>The version of the assembly.</summary>
    public Version Version { get; private set; }

    /// <summary>Assemblies that it refers to, as they were read.</summary>
    public IReadOnlyList<Reference> References { get; }

    /// <summary>Gives it another version.</summary>
    public void SetVersion(Version version)
    {
        Write(own, version);
        Version = version;
    }

    /// <summary>Makes it refer to another version.</summary>
    public void SetVersion(Reference reference, Version version) => Write(reference.Row, version);

    /// <summary>Makes sure that a reference is never found, by a culture that no library has: the name
    /// itself.</summary>
    public void Hide(Reference reference)
    {
        var place = reference.Row + BeforeKey + key;
        Bytes.AsSpan(place, name).CopyTo(Bytes.AsSpan(place + name));
    }

    void Write(int place, Version version)
    {
        ReadOnlySpan<int> parts = [version.Major, version.Minor, version.Build, version.Revision];
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(Bytes.AsSpan(place), (ushort)part);
            place += sizeof(ushort);
        }
    }

    static int Table(PEReader reader, MetadataReader metadata, TableIndex table) =>
        reader.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(table);

    /// <summary>Bytes of an index into a heap (II.24.2.6).</summary>
    static int IndexSize(MetadataReader metadata, HeapIndex heap) => metadata.GetHeapSize(heap) <= ushort.MaxValue ? 2 : 4;

    /// <summary>An assembly that is referred to.</summary>
    /// <param name="Name">Simple name.</param>
    /// <param name="Version">The version as written.</param>
    /// <param name="Row">Place of its row in the bytes.</param>
    internal sealed record Reference(string Name, Version Version, int Row);
}
