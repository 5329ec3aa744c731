using System.Reflection;
using System.Runtime.Loader;

namespace Pathmind.Scripts;

/// <summary>The assemblies of one session: its submissions, and those of its packages. What the process has already is shared with it.</summary>
internal sealed class ScriptAssemblies() : AssemblyLoadContext("script")
{
    readonly Lock gate = new();
    readonly Dictionary<string, Assembly> submissions = [];
    readonly Dictionary<string, string> files = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, string> natives = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Loads a submission from its image and its line numbers.</summary>
    public Assembly LoadSubmission(Stream image, Stream symbols)
    {
        var assembly = LoadFromStream(image, symbols);
        lock (gate)
            submissions[assembly.GetName().Name!] = assembly;
        return assembly;
    }

    /// <summary>From now on the assembly's simple name means this file; the first file of a name stays. What the process has is used instead, so that the kit and
    /// the script mean the same types.</summary>
    /// <returns>Version of the assembly of the process that is used instead; null if the file itself is.</returns>
    public Version? Offer(string file)
    {
        if (ScriptReferences.OfProcess.TryGetValue(Path.GetFileNameWithoutExtension(file), out var own))
            return ScriptReferences.NameOf(own)?.Version;
        lock (gate)
            files.TryAdd(Path.GetFileNameWithoutExtension(file), file);
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

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        lock (gate)
        {
            if (submissions.TryGetValue(assemblyName.Name!, out var submission))
                return submission;
            return files.TryGetValue(assemblyName.Name!, out var file) ? LoadFromAssemblyPath(file) : null;
        }
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string? file;
        lock (gate)
        {
            if (!natives.TryGetValue(unmanagedDllName, out file))
                natives.TryGetValue(Path.GetFileNameWithoutExtension(unmanagedDllName), out file);
        }
        return file is null ? 0 : LoadUnmanagedDllFromPath(file);
    }
}
