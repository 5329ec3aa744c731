using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Pathmind.Notebook.Packages;
using Pathmind.Notebook.References;

namespace Pathmind.Notebook.Scripts;

/// <summary>What a session's submissions need in addition to their code: packages, projects, and the references they
/// bring.</summary>
internal sealed class SessionReferences(ScriptSessionOptions options, ScriptFiles files, ScriptAssemblies assemblies)
{
    readonly SessionPackages packages = new(Path.GetFullPath(options.Folder), new(options.CacheFolder));
    readonly HashSet<string> ofProjects = new(StringComparer.OrdinalIgnoreCase);
    readonly HashSet<string> borrowed = new(StringComparer.OrdinalIgnoreCase);
    // By simple name; replaced as a whole, since completion reads it while a submission restores.
    volatile ImmutableDictionary<string, MetadataReference> references =
        ImmutableDictionary.Create<string, MetadataReference>(StringComparer.OrdinalIgnoreCase);

    /// <summary>References to what the session's packages and projects brought so far.</summary>
    public IEnumerable<MetadataReference> References => references.Values;

    /// <summary>Restores and builds what a submission asks for.</summary>
    /// <exception cref="PackageException">A package or project could not be restored or built.</exception>
    public void Prepare(
        IReadOnlyList<(string Name, ScriptSource Source)> sources, ICollection<string> notices, CancellationToken cancellation)
    {
        var feeds = sources.SelectMany(each => each.Source.Sources, (each, feed) => feed.Contains("://", StringComparison.Ordinal) ? feed
            : files.Locate(feed, each.Name));
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
        foreach (var project in sources.SelectMany(each => each.Source.Projects, (each, path) => files.Locate(path, each.Name)).Distinct())
        {
            if (!ProjectBuild.IsKit(project))
                Build(project, notices, cancellation);
        }
        foreach (var framework in sources.SelectMany(each => each.Source.Sdks).Select(SharedFramework.OfSdk)
            .Concat(sources.SelectMany(each => each.Source.Frameworks)).Distinct())
        {
            foreach (var file in SharedFramework.Assemblies(framework))
            {
                Offer(file, notices);
                Refer(file);
            }
        }
        Borrow(sources);
    }

    /// <summary>Builds a project, each time that it is asked for: it may have changed.</summary>
    void Build(string project, ICollection<string> notices, CancellationToken cancellation)
    {
        // What a package brought before, or the process shares, stays.
        var own = ProjectBuild.Assemblies(project, cancellation).ToLookup(file => CanBeBuiltAgain(Path.GetFileNameWithoutExtension(file)));
        foreach (var file in own[false].Where(file => ScriptReferences.NameOf(file) is not null))
        {
            Offer(file, notices);
            Refer(file);
        }
        foreach (var generation in assemblies.Files.Read([.. own[true]]))
            references = references.SetItem(generation.Name, generation.Reference);
        ofProjects.UnionWith(own[true].Select(file => Path.GetFileNameWithoutExtension(file)));
    }

    /// <summary>Builds a project with the kit that runs, and loads it.</summary>
    /// <returns>Types that it declares outside of others, in their order.</returns>
    /// <exception cref="PackageException">It could not be built, or not be loaded.</exception>
    public IReadOnlyList<Type> TypesOf(string project, ICollection<string> notices, CancellationToken cancellation)
    {
        var target = ProjectBuild.Target(project, cancellation);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(target)!, "*.dll").Where(file => file != target)
            .Where(file => ScriptReferences.NameOf(file) is not null))
            Offer(file, notices);
        try
        {
            return
            [
                .. assemblies.Files.Read(target)!.Load().GetTypes().Where(type => !type.IsNested && !type.Name.StartsWith('<'))
                    .OrderBy(type => type.MetadataToken),
            ];
        }
        catch (ReflectionTypeLoadException exception)
        {
            throw new PackageException($"{Path.GetFileName(project)}: {exception.LoaderExceptions.FirstOrDefault()?.Message}");
        }
    }

    bool CanBeBuiltAgain(string name) =>
        ofProjects.Contains(name) || !references.ContainsKey(name) && !borrowed.Contains(name) && !ScriptReferences.IsShared(name);

    void Offer(string file, ICollection<string> notices)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var isBorrowed = borrowed.Contains(name);
        var own = isBorrowed ? ScriptReferences.NameOf(ScriptReferences.OfProcess[name])?.Version : assemblies.Offer(file);
        if (own is null || ScriptReferences.IsKit(name) || ScriptReferences.NameOf(file)?.Version is not { } wanted)
            return;
        if (isBorrowed && own != wanted)
            notices.Add($"{name} {wanted} was asked for; this session uses {own} already: "
                + "restart it (in Jupyter: Kernel, Restart), and ask for the package first.");
        else if (own < wanted)
            notices.Add($"{name} {wanted} was asked for; the running program has {own}, which is used.");
    }

    void Refer(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (!references.ContainsKey(name) && !ScriptReferences.IsKit(name) && !ScriptReferences.IsOfFramework(name))
            references = references.Add(name, Reference(name, file));
    }

    static PortableExecutableReference Reference(string name, string file) =>
        ScriptReferences.Reference(ScriptReferences.IsShared(name) ? ScriptReferences.OfProcess[name] : file);

    /// <summary>Code that names a library of the kit's uses the kit's copy, if the session has not brought its own by
    /// then.</summary>
    void Borrow(IReadOnlyList<(string Name, ScriptSource Source)> sources)
    {
        foreach (var name in ScriptReferences.OfKit.Where(name => !references.ContainsKey(name)
            && sources.Any(each => each.Source.Tree.ToString().Contains(name, StringComparison.Ordinal))).ToArray())
        {
            borrowed.Add(name);
            Refer(ScriptReferences.OfProcess[name]);
        }
    }
}
