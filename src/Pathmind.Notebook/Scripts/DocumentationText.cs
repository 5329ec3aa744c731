using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Pathmind.Scripts;

/// <summary>XML documentation as plain text.</summary>
internal static partial class DocumentationText
{
    /// <summary>Summary, parameters, result, exceptions and remarks, each where there is one; null if there is nothing to read.</summary>
    /// <param name="xml">A <c>member</c> element, or what stands in one.</param>
    public static string? Of(string xml)
    {
        XElement root;
        try
        {
            root = XElement.Parse($"<all>{xml}</all>", LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null;                                             // a comment that is no XML documents nothing
        }
        var text = new StringBuilder();
        Section(text, root, "summary", _ => "");
        Section(text, root, "value", _ => "");
        Section(text, root, "typeparam", element => $"{element.Attribute("name")?.Value}: ");
        Section(text, root, "param", element => $"{element.Attribute("name")?.Value}: ");
        Section(text, root, "returns", _ => "Returns: ");
        Section(text, root, "exception", element => $"{Name(element.Attribute("cref")?.Value)}: ");
        Section(text, root, "remarks", _ => "\n");
        return text.Length == 0 ? null : text.ToString().Trim();
    }

    static void Section(StringBuilder text, XElement root, string name, Func<XElement, string> label)
    {
        foreach (var element in root.Descendants(name))
            text.Append(label(element)).AppendLine(Plain(element));
    }

    /// <summary>The words of an element; lines of the source are joined, paragraphs and items begin new ones.</summary>
    static string Plain(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            text.Append(node switch
            {
                XText words => Spaces().Replace(words.Value, " "),
                XElement { Name.LocalName: "see" or "seealso" or "paramref" or "typeparamref" } link when link.IsEmpty || link.Value.Length == 0 =>
                    Name((link.Attribute("cref") ?? link.Attribute("langword") ?? link.Attribute("name") ?? link.Attribute("href"))?.Value),
                XElement { Name.LocalName: "para" } paragraph => "\n" + Plain(paragraph) + "\n",
                XElement { Name.LocalName: "item" } item => "\n- " + Plain(item),
                XElement { Name.LocalName: "code" } code => "\n" + code.Value.Trim('\n') + "\n",
                XElement { Name.LocalName: "br" } => "\n",
                XElement other => Plain(other),
                _ => "",
            });
        }
        return text.ToString().Trim();
    }

    /// <summary>M:System.Math.Max(System.Int32,System.Int32) → Math.Max; T:System.String → String.</summary>
    static string Name(string? reference)
    {
        if (reference is not [var kind, ':', ..])
            return reference ?? "";
        var name = reference[2..].Split('(')[0];
        var parts = Arity().Replace(name, "").Split('.');
        return kind is 'T' or 'N' || parts.Length < 2 ? parts[^1] : $"{parts[^2]}.{parts[^1]}";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"`+\d+")]
    private static partial Regex Arity();
}
