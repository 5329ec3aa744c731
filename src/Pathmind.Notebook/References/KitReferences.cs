using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Pathmind.Notebook.References;

/// <summary>The kit's assemblies as the compiler reads them: without the libraries that only their code uses.</summary>
/// <remarks>To the compiler an assembly is another one as soon as a library that it refers to is found: a package of a
/// session would change what <c>Simulation</c> means from one cell to the next. So those libraries are never
/// found.</remarks>
internal static class KitReferences
{
    static readonly ConcurrentDictionary<string, Lazy<PortableExecutableReference>> References = new(StringComparer.Ordinal);

    /// <summary>The reference to one of the kit's files; the same object every time.</summary>
    public static PortableExecutableReference Of(string file) => References.GetOrAdd(file, _ => new(() => Read(file))).Value;

    static PortableExecutableReference Read(string file)
    {
        var image = AssemblyImage.TryRead(File.ReadAllBytes(file)) ?? throw new BadImageFormatException($"{file} is not an assembly.");
        foreach (var library in image.References)
        {
            if (!ScriptReferences.IsKit(library.Name) && !ScriptReferences.IsOfFramework(library.Name))
                image.Hide(library);
        }
        return AssemblyMetadata.CreateFromImage(image.Bytes).GetReference(new XmlDocumentationFile(file), filePath: file);
    }
}
