using System.Reflection;
using System.Security.Cryptography;
using Pathmind.Notebook.References;

namespace Pathmind.Notebook.Scripts;

/// <summary>The assemblies that a session takes from files which may be built again: those of <c>#r "path.dll"</c>, and
/// those of projects. What a file holds is compared each time that it is asked for; another content becomes another
/// generation next to the old one, with a separate version, by which the code of each submission finds the one that it
/// was compiled with.</summary>
/// <param name="session">The session's assemblies, among which they find those that they refer to.</param>
internal sealed class FileGenerations(ScriptAssemblies session)
{
    readonly Lock gate = new();
    readonly Dictionary<string, (string Content, FileGeneration Generation)> files = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<FileGeneration>> names = new(StringComparer.OrdinalIgnoreCase);
    readonly List<string> notices = [];

    /// <summary>The file's newest generation; null if it is not a managed assembly.</summary>
    public FileGeneration? Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        if (AssemblyImage.TryRead(bytes) is not { } image)
            return null;
        lock (gate)
        {
            var content = Content(image);
            if (files.TryGetValue(file, out var before) && before.Content == content)
                return before.Generation;
            if (before.Generation is not null && DependentOf(image.Name) is { } dependent)
            {
                notices.Add($"{Path.GetFileName(file)} is another one than before, but {Path.GetFileName(dependent.File)}, which this "
                    + "session "
                    + "has loaded, refers to it: the old one is used. Restart the session (in Jupyter: Kernel, Restart) to use the new "
                    + "one.");
                return before.Generation;
            }
            foreach (var reference in image.References)
                image.SetVersion(reference, Newest(reference));
            var all = names.TryGetValue(image.Name, out var known) ? known : names[image.Name] = [];
            if (all.Count > 0 && image.Version <= all[^1].Version)
                image.SetVersion(Next(all[^1].Version));
            if (all.Count > 0)
                notices.Add($"{Path.GetFileName(file)} is another one than before: cells use the new one from here on, "
                    + "and what earlier cells declared keeps the old one.");
            FileGeneration generation = new(file, image, session);
            all.Add(generation);
            files[file] = (content, generation);
            return generation;
        }
    }

    /// <summary>The newest generations of files that may refer to each other, in any order.</summary>
    public IReadOnlyList<FileGeneration> Read(IReadOnlyCollection<string> all)
    {
        FileGeneration[] found, again = [];
        do
            (found, again) = (again, [.. all.Select(Read).OfType<FileGeneration>()]);
        while (!found.SequenceEqual(again));
        return found;
    }

    /// <summary>The generation that a submission, or another file, was compiled with; without a version the newest
    /// one.</summary>
    public FileGeneration? Find(AssemblyName assembly)
    {
        lock (gate)
            return names.TryGetValue(assembly.Name!, out var all) ? all.Find(each => each.Version == assembly.Version) ?? all[^1] : null;
    }

    /// <summary>What the user should know since the last time.</summary>
    public IReadOnlyList<string> TakeNotices()
    {
        lock (gate)
        {
            string[] taken = [.. notices.Distinct()];
            notices.Clear();
            return taken;
        }
    }

    /// <summary>An assembly that refers to the name; null if none does. Of assemblies without a strong name the
    /// compiler takes any version for the one that is referred to, so two generations of what another assembly refers
    /// to would be mixed up.</summary>
    FileGeneration? DependentOf(string name) => names.Values.SelectMany(all => all).FirstOrDefault(each => each.RefersTo(name));

    /// <summary>What decides whether it is another generation: the bytes, and those that they refer to.</summary>
    string Content(AssemblyImage image) => Convert.ToHexString(SHA256.HashData(image.Bytes))
        + string.Concat(image.References.Select(reference => $" {Newest(reference)}"));

    Version Newest(AssemblyImage.Reference reference) =>
        names.TryGetValue(reference.Name, out var all) ? all[^1].Version : reference.Version;

    static Version Next(Version version) => version switch
    {
        { Revision: < ushort.MaxValue } => new(version.Major, version.Minor, version.Build, version.Revision + 1),
        { Build: < ushort.MaxValue } => new(version.Major, version.Minor, version.Build + 1, 0),
        _ => new(version.Major, version.Minor + 1, 0, 0),
    };
}
