using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace Pathmind.Scripts;

/// <summary>Assemblies that the running process offers to scripts: the framework, the kit, and what the kit uses.</summary>
internal static class ScriptReferences
{
    static readonly Lazy<IReadOnlyDictionary<string, string>> Trusted = new(TrustedAssemblies);
    static readonly Lazy<IReadOnlyList<MetadataReference>> Basic = new(() => [.. Files().Select(Reference)]);

    /// <summary>Assemblies of the process: simple name → file.</summary>
    public static IReadOnlyDictionary<string, string> OfProcess => Trusted.Value;

    /// <summary>What every submission may use. The same objects every time, so that the compiler reads each file once.</summary>
    public static IReadOnlyList<MetadataReference> Default => Basic.Value;

    /// <summary>A reference with the documentation that stands beside the assembly, or in the framework's reference pack.</summary>
    /// <remarks>Files of the process are read where the compiler needs them; all others at once and whole, so that they can be built again meanwhile.</remarks>
    public static PortableExecutableReference Reference(string file) => OfProcess.ContainsKey(Path.GetFileNameWithoutExtension(file))
        ? AssemblyMetadata.CreateFromFile(file).GetReference(new XmlDocumentationFile(file), filePath: file)
        : MetadataReference.CreateFromFile(file, documentation: new XmlDocumentationFile(file));

    /// <summary>Version in the assembly's metadata; null if the file is no managed assembly.</summary>
    public static AssemblyName? NameOf(string file)
    {
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        return image.HasMetadata && image.GetMetadataReader() is { IsAssembly: true } metadata
            ? metadata.GetAssemblyDefinition().GetAssemblyName()
            : null;
    }

    static Dictionary<string, string> TrustedAssemblies() =>
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .GroupBy(file => Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(files => files.Key, files => files.First(), StringComparer.OrdinalIgnoreCase);

    static IEnumerable<string> Files()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var files = OfProcess.Values.Where(file => Path.GetDirectoryName(file) == framework);
        return files.Concat(KitClosure()).Append(typeof(ScriptGlobals).Assembly.Location);
    }

    /// <summary>The kit and the assemblies that it refers to, in turn, outside of the framework.</summary>
    static IEnumerable<string> KitClosure()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var pending = new Queue<Assembly>([typeof(Simulation).Assembly]);
        while (pending.TryDequeue(out var assembly))
        {
            if (!seen.Add(assembly.GetName().Name!) || Path.GetDirectoryName(assembly.Location) == framework)
                continue;
            yield return assembly.Location;
            foreach (var name in assembly.GetReferencedAssemblies())
                pending.Enqueue(Assembly.Load(name));
        }
    }
}
