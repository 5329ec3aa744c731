using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Pathmind.Studios.Experiments;

/// <summary>What the kit's documentation comments say of its properties: the file that the compiler wrote of them,
/// which is a part of this assembly.</summary>
internal static partial class KitDocumentation
{
    const string Resource = "documentation/Pathmind.Scripting.xml", Property = "P:";

    static readonly Dictionary<string, string> texts = Read();

    /// <summary>Summary and remarks of a property as one text; empty if it has none.</summary>
    public static string Of(Type type, string property) => texts.GetValueOrDefault($"{Property}{type.FullName}.{property}", "");

    static Dictionary<string, string> Read()
    {
        using var stream = typeof(KitDocumentation).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks the file {Resource}: build the project again.");
        return XDocument.Load(stream, LoadOptions.PreserveWhitespace).Descendants("member")
            .Where(member => $"{member.Attribute("name")?.Value}".StartsWith(Property, StringComparison.Ordinal))
            .ToDictionary(
                member => member.Attribute("name")!.Value,
                member => Tidy($"{TextOf(member.Element("summary"))} {TextOf(member.Element("remarks"))}"));
    }

    static string TextOf(XElement? element) => string.Concat((element?.Nodes() ?? []).Select(node => node switch
    {
        XText text => text.Value,
        XElement { IsEmpty: true } reference => NameIn(reference),
        XElement inner => TextOf(inner),
        _ => "",
    }));

    /// <summary>What a reference names: the last part of a member, a parameter.</summary>
    static string NameIn(XElement reference)
    {
        var member = reference.Attribute("cref")?.Value.Split('(')[0];
        return member?[(member.LastIndexOfAny(['.', ':']) + 1)..] ?? reference.Attribute("name")?.Value ?? "";
    }

    static string Tidy(string text) => Blanks().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
