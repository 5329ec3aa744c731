using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Pathmind.Notebook.References;

namespace Pathmind.Notebook.Scripts;

/// <summary>An assembly of a file as it was at one time. Nothing holds the file itself: it can be built again while its
/// code runs.</summary>
/// <param name="file">The file that it was read from.</param>
/// <param name="image">Its code.</param>
/// <param name="session">The session's assemblies, among which it finds those that it refers to.</param>
internal sealed class FileGeneration(string file, AssemblyImage image, ScriptAssemblies session)
{
    readonly byte[]? symbols = Path.ChangeExtension(file, ".pdb") is var beside && System.IO.File.Exists(beside)
        ? System.IO.File.ReadAllBytes(beside) : null;
    Assembly? loaded;

    /// <summary>Simple name.</summary>
    public string Name => image.Name;

    /// <summary>No other generation of the name has it.</summary>
    public Version Version => image.Version;

    /// <summary>The file that it was read from.</summary>
    public string File => file;

    /// <summary>Whether it refers to an assembly of this name.</summary>
    public bool RefersTo(string name) =>
        image.References.Any(reference => reference.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The reference that the compiler uses.</summary>
    public PortableExecutableReference Reference { get; } =
        AssemblyMetadata.CreateFromImage(image.Bytes).GetReference(new XmlDocumentationFile(file), filePath: file);

    /// <summary>The assembly in the process. A load context for each lets several of one name exist side by
    /// side.</summary>
    public Assembly Load() => loaded ??= new Place(Path.GetDirectoryName(file)!, session).LoadFromStream(
        new MemoryStream(image.Bytes), symbols is null ? null : new MemoryStream(symbols));

    sealed class Place(string folder, ScriptAssemblies session) : AssemblyLoadContext("file of a script")
    {
        protected override Assembly? Load(AssemblyName assemblyName) => session.Find(assemblyName);

        /// <summary>A native library of the session's packages, or one next to the file.</summary>
        protected override nint LoadUnmanagedDll(string unmanagedDllName)
        {
            if (session.FindNative(unmanagedDllName) is { } known)
                return LoadUnmanagedDllFromPath(known);
            var ending = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
            string[] spellings = [unmanagedDllName, unmanagedDllName + ending, $"lib{unmanagedDllName}{ending}"];
            var beside = spellings.Select(each => Path.Combine(folder, each)).FirstOrDefault(System.IO.File.Exists);
            return beside is null ? 0 : LoadUnmanagedDllFromPath(beside);
        }
    }
}
