using System.Globalization;
using System.Xml;
using Microsoft.CodeAnalysis;

namespace Pathmind.Notebook.References;

/// <summary>Documentation of an assembly from the .xml file next to it; the framework's own assemblies have theirs in
/// the SDK's reference pack.</summary>
internal sealed class XmlDocumentationFile(string assembly) : DocumentationProvider
{
    readonly Lazy<Dictionary<string, string>> members = new(() => Read(assembly));

    /// <inheritdoc/>
    protected override string? GetDocumentationForSymbol(
        string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        members.Value.GetValueOrDefault(documentationMemberID);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public override int GetHashCode() => assembly.GetHashCode(StringComparison.Ordinal);

    static Dictionary<string, string> Read(string assembly)
    {
        var found = new Dictionary<string, string>();
        foreach (var file in Suggestions(assembly).Where(File.Exists))
        {
            try
            {
                using var reader = XmlReader.Create(file, new() { IgnoreWhitespace = false, DtdProcessing = DtdProcessing.Prohibit });
                while (reader.ReadToFollowing("member"))
                {
                    if (reader.GetAttribute("name") is { } name)
                        found.TryAdd(name, reader.ReadOuterXml());
                }
            }
            catch (XmlException)
            {
                continue;                                            // half a file of documentation is still of use
            }
        }
        return found;
    }

    /// <summary>Next to the assembly, or anywhere in the newest reference pack, since the pack cuts the framework's
    /// assemblies otherwise than the runtime.</summary>
    static IEnumerable<string> Suggestions(string assembly)
    {
        var folder = Path.GetDirectoryName(assembly)!;
        var framework = Path.GetDirectoryName(folder);               // dotnet/shared/Microsoft.NETCore.App
        var shared = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", ".."));
        if (Path.GetDirectoryName(framework) != shared)
            return [Path.ChangeExtension(assembly, ".xml")];
        var packs = Path.Combine(shared, "..", "packs", $"{Path.GetFileName(framework)}.Ref");
        if (!Directory.Exists(packs))
            return [];
        var newest = Directory.EnumerateDirectories(packs, "*", SearchOption.TopDirectoryOnly)
            .MaxBy(pack => Version.TryParse(Path.GetFileName(pack), out var version) ? version : new Version(0, 0))!;
        var reference = Path.Combine(newest, "ref", $"net{Environment.Version.Major}.0");
        var name = Path.GetFileNameWithoutExtension(assembly);
        string[] names = name == "System.Private.CoreLib"
            ? ["System.Runtime", "System.Collections", "System.Threading", "System.Runtime.Extensions", "System.Memory", "System.Console"]
            : [name];
        return names.Select(each => Path.Combine(reference, each + ".xml"));
    }
}
