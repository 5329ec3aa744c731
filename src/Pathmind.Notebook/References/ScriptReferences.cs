using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pathmind.Notebook.References;

/// <summary>Assemblies that the running process offers to scripts: the framework, the kit, and what the kit
/// uses.</summary>
internal static class ScriptReferences
{
    static readonly Lazy<IReadOnlyDictionary<string, string>> Trusted = new(TrustedAssemblies);
    // One object for a file: for the compiler, two are two assemblies, and what refers to them is not what it was.
    static readonly ConcurrentDictionary<string, Lazy<PortableExecutableReference>> Framework = new(StringComparer.OrdinalIgnoreCase);
    static readonly Lazy<IReadOnlyList<MetadataReference>> Basic = new(() => [.. Files().Select(Reference)]);

    // What the compiler knows of those assemblies, for as long as the process lives.
    static readonly Lazy<CSharpCompilation> Known = new(Know);

    /// <summary>Assemblies of the process: simple name → file.</summary>
    public static IReadOnlyDictionary<string, string> OfProcess => Trusted.Value;

    /// <summary>What every submission may use. The same objects every time, so that the compiler reads each file
    /// once.</summary>
    public static IReadOnlyList<MetadataReference> Default => Basic.Value;

    /// <summary>Makes sure that all compilations of all sessions mean the same types of the framework and the kit. The
    /// compiler looks for what it made of a file before; two compilations that begin at once, or one that was
    /// forgotten, would make it twice.</summary>
    public static void EnsureKnown() => _ = Known.Value;

    /// <summary>Whether a session uses the process's copy of an assembly, regardless of its packages: that of the kit,
    /// so that the kit and the script mean the same types, and those of the framework.</summary>
    public static bool IsShared(string name) => OfProcess.TryGetValue(name, out var file)
        && (IsKit(name) || file.StartsWith(Frameworks, StringComparison.Ordinal));

    /// <summary>Whether a name of an assembly or a package is the running kit's.</summary>
    public static bool IsKit(string name) =>
        OfProcess.ContainsKey(name) && name.StartsWith("Pathmind.", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is an assembly of .NET itself, which every submission may use.</summary>
    public static bool IsOfFramework(string name) =>
        OfProcess.TryGetValue(name, out var file) && Path.GetDirectoryName(file) == FrameworkFolder;

    /// <summary>Libraries that the kit itself refers to. A script that names one may use the kit's copy, unless it
    /// brings its own.</summary>
    public static IReadOnlyList<string> OfKit { get; } =
    [
        .. typeof(Simulation).Assembly.GetReferencedAssemblies().Select(each => each.Name!)
            .Where(name => OfProcess.ContainsKey(name) && !IsShared(name)),
    ];

    /// <summary>A reference with the documentation next to the assembly, or in the framework's reference
    /// pack.</summary>
    /// <remarks>Files of the process are read where the compiler needs them; all others at once and whole, so that they
    /// can be built again meanwhile.</remarks>
    public static PortableExecutableReference Reference(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (IsKit(name))
            return KitReferences.Of(OfProcess[name]);
        if (IsOfFramework(name))
            return Framework.GetOrAdd(name, _ => new(() => FromProcess(OfProcess[name]))).Value;
        return OfProcess.TryGetValue(name, out var own) && own == file
            ? FromProcess(file)
            : MetadataReference.CreateFromFile(file, documentation: new XmlDocumentationFile(file));
    }

    static CSharpCompilation Know()
    {
        var compilation = CSharpCompilation.Create("known", references: Default, options: new(
            OutputKind.DynamicallyLinkedLibrary, assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default));
        _ = compilation.Assembly;                                    // reads the references
        return compilation;
    }

    static PortableExecutableReference FromProcess(string file) =>
        AssemblyMetadata.CreateFromFile(file).GetReference(new XmlDocumentationFile(file), filePath: file);

    /// <summary>Version in the assembly's metadata; null if the file is not a managed assembly.</summary>
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

    static IEnumerable<string> Files() => OfProcess.Where(each => IsOfFramework(each.Key)).Select(each => each.Value)
        .Concat(new[] { typeof(Simulation), typeof(ScriptReferences) }.Select(type => type.Assembly.Location).Distinct());

    static string FrameworkFolder => Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>Folder of all shared frameworks: ASP.NET's is next to .NET's.</summary>
    static string Frameworks => Path.GetFullPath(Path.Combine(FrameworkFolder, "..", "..")) + Path.DirectorySeparatorChar;
}
