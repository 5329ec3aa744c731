using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Pathmind.Packages;

namespace Pathmind.Scripts;

/// <summary>What a session's submissions need beside their code: packages, projects, and the references they bring.</summary>
internal sealed class ScriptSurroundings(ScriptSessionOptions options, ScriptFiles files, ScriptAssemblies assemblies)
{
    readonly SessionPackages packages = new(Path.GetFullPath(options.Folder), new(options.CacheFolder));
    readonly HashSet<string> projects = [];
    // By simple name; replaced as a whole, since completion reads it while a submission restores.
    volatile ImmutableDictionary<string, MetadataReference> references = ImmutableDictionary.Create<string, MetadataReference>(StringComparer.OrdinalIgnoreCase);

    /// <summary>References to what the session's packages and projects brought so far.</summary>
    public IEnumerable<MetadataReference> References => references.Values;

    /// <summary>Restores and builds what a submission asks for.</summary>
    /// <exception cref="PackageException">Something cannot be had.</exception>
    public void Prepare(IReadOnlyList<(string Name, ScriptSource Source)> sources, ICollection<string> notices, CancellationToken cancellation)
    {
        var feeds = sources.SelectMany(each => each.Source.Sources, (each, feed) => feed.Contains("://", StringComparison.Ordinal) ? feed : files.Locate(feed, each.Name));
        var restored = packages.Add(sources.SelectMany(each => each.Source.Packages), feeds, notices, cancellation);
        if (restored is not null)
        {
            foreach (var file in restored.RuntimeFiles)
                Offer(file, notices);
            foreach (var file in restored.NativeFiles)
                assemblies.OfferNative(file);
            foreach (var file in restored.CompileFiles)
                Refer(file);
        }
        foreach (var project in sources.SelectMany(each => each.Source.Projects, (each, path) => files.Locate(path, each.Name)))
        {
            if (ProjectBuild.IsKit(project) || !projects.Add(project))
                continue;
            foreach (var file in ProjectBuild.Assemblies(project, cancellation).Where(file => ScriptReferences.NameOf(file) is not null))
            {
                Offer(file, notices);
                Refer(file);
            }
        }
    }

    void Offer(string file, ICollection<string> notices)
    {
        if (assemblies.Offer(file) is { } own && ScriptReferences.NameOf(file)?.Version is { } wanted && own < wanted)
            notices.Add($"{Path.GetFileNameWithoutExtension(file)} {wanted} was asked for; the running program has {own}, which is used.");
    }

    void Refer(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (!references.ContainsKey(name))
            references = references.Add(name, ScriptReferences.Reference(ScriptReferences.OfProcess.GetValueOrDefault(name, file)));
    }
}
