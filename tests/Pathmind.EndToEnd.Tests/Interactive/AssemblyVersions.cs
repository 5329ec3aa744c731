using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Pathmind.Tests;

/// <summary>Reads versions out of assemblies without loading them.</summary>
internal static class AssemblyVersions
{
    /// <summary>The version of an assembly; null for a file of native code.</summary>
    public static Version? OfFile(string file)
    {
        using PEReader reader = new(File.OpenRead(file));
        return reader.HasMetadata ? reader.GetMetadataReader().GetAssemblyDefinition().Version : null;
    }

    /// <summary>What an assembly references.</summary>
    public static IReadOnlyList<AssemblyName> References(string file)
    {
        using PEReader reader = new(File.OpenRead(file));
        var metadata = reader.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())];
    }
}
