using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Pathmind.Tests;

/// <summary>Reads from compiled assemblies which types of another one they use that it does not offer to
/// users.</summary>
internal static class HostingSurface
{
    const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The internal types of one assembly that another one names, and the internal members of its public
    /// types, in the order of the alphabet.</summary>
    public static IEnumerable<string> Of(string user, string used)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{user}.dll")));
        var reader = file.GetMetadataReader();
        var types = Assembly.Load(used).GetTypes().ToDictionary(type => type.FullName!);
        var named = reader.TypeReferences.Select(handle => NameOf(reader, reader.GetTypeReference(handle), used)).OfType<string>()
            .Where(name => !types[name].IsVisible);
        var members = reader.MemberReferences.Select(reader.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => (
                Type: NameOf(reader, reader.GetTypeReference((TypeReferenceHandle)member.Parent), used),
                    Name: reader.GetString(member.Name)))
            .Where(member => member.Type is not null && types[member.Type].IsVisible && !IsOffered(types[member.Type], member.Name))
            .Select(member => $"{member.Type}.{member.Name}");
        return [.. named.Concat(members).Distinct().Order(StringComparer.Ordinal)];
    }

    static bool IsOffered(Type type, string name) => type.GetMember(name, Declared).Any(member => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic,
        _ => true,
    });

    static string? NameOf(MetadataReader reader, TypeReference type, string assembly)
    {
        var name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind switch
        {
            HandleKind.AssemblyReference when reader.GetString(
                reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name) == assembly =>
                type.Namespace.IsNil ? name : $"{reader.GetString(type.Namespace)}.{name}",
            HandleKind.TypeReference when NameOf(
                reader, reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope), assembly) is { } outer => $"{outer}+{name}",
            _ => null,
        };
    }
}
