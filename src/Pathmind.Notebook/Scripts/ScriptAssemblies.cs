using System.Reflection;
using System.Runtime.Loader;
using Pathmind.Notebook.References;

namespace Pathmind.Notebook.Scripts;

/// <summary>The assemblies of one session: its submissions, its files, and those of its packages in the versions that
/// they ask for. Only the kit and the framework are shared with the process; what else the process uses is there for a
/// session that brings none of that name.</summary>
internal sealed class ScriptAssemblies() : AssemblyLoadContext("script")
{
    readonly Lock gate = new();
    readonly Dictionary<string, Assembly> submissions = [];
    readonly Dictionary<string, string> files = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, string> natives = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those from files that may be built again.</summary>
    public FileGenerations Files => field ??= new(this);

    /// <summary>Loads a submission from its image and its line numbers.</summary>
    public Assembly LoadSubmission(Stream image, Stream symbols)
    {
        var assembly = LoadFromStream(image, symbols);
        lock (gate)
            submissions[assembly.GetName().Name!] = assembly;
        return assembly;
    }

    /// <summary>From now on the assembly's simple name means this file; the first file of a name stays.</summary>
    /// <returns>Version of the process's assembly that is used instead, since it is shared; null if the file itself
    /// is.</returns>
    public Version? Offer(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (ScriptReferences.IsShared(name))
            return ScriptReferences.NameOf(ScriptReferences.OfProcess[name])?.Version;
        lock (gate)
        {
            if (Files.Find(new(name)) is null)
                files.TryAdd(name, file);
        }
        return null;
    }

    /// <summary>A native library of a package, found by its name with and without prefix and extension.</summary>
    public void OfferNative(string file)
    {
        var name = Path.GetFileName(file);
        var bare = Path.GetFileNameWithoutExtension(file);
        lock (gate)
        {
            foreach (var spelling in new[] { name, bare, bare.StartsWith("lib", StringComparison.Ordinal) ? bare[3..] : bare })
                natives.TryAdd(spelling, file);
        }
    }

    /// <summary>What the session means by a name; null: what the process means.</summary>
    public Assembly? Find(AssemblyName name)
    {
        lock (gate)
        {
            if (submissions.TryGetValue(name.Name!, out var submission))
                return submission;
            return files.TryGetValue(name.Name!, out var file) ? LoadFromAssemblyPath(file) : Files.Find(name)?.Load();
        }
    }

    /// <summary>File of a native library of the session's packages; null if none is known.</summary>
    public string? FindNative(string name)
    {
        lock (gate)
            return natives.TryGetValue(name, out var file) || natives.TryGetValue(Path.GetFileNameWithoutExtension(name), out file)
                ? file
                : null;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) => Find(assemblyName);

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        FindNative(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : 0;
}
