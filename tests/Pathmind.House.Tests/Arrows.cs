using System.Text.RegularExpressions;

namespace Pathmind.Tests;

/// <summary>A source file, its text, and the folder (the topic) it belongs to.</summary>
internal sealed record Source(string Folder, string File, string Text);

/// <summary>Finds uses of one folder by another that the arrows between them exclude.</summary>
/// <remarks>Reads names, not meanings: comments and strings are left out (but what strings with holes compute), then a
/// file uses a folder if it names the folder's namespace, or one of the types that the folder declares. A member that
/// is called like a type (<c>x.Reward</c>, <c>Reward =</c>) is no use of it.</remarks>
internal static partial class Arrows
{
    /// <summary>What violates the arrows, a line each: "Networks/Adam.cs uses Policy of Policies".</summary>
    /// <param name="sources">All files.</param>
    /// <param name="allowed">Folder → the other folders that it may use; a folder that is not listed may use
    /// none.</param>
    public static List<string> Violations(IReadOnlyCollection<Source> sources, IReadOnlyDictionary<string, string[]> allowed)
    {
        var code = sources.Select(
            source => source with { Text = CommentsAndStrings().Replace(source.Text, match => CodeIn(match, source.Text)) }).ToArray();
        var owner = new Dictionary<string, string>();                        // namespace or type → folder
        foreach (var source in code)
        {
            foreach (Match match in Namespaces().Matches(source.Text))
                owner[match.Groups["name"].Value] = source.Folder;
            foreach (Match match in Types().Matches(source.Text))
                owner[match.Groups["name"].Value] = source.Folder;
        }
        return
        [
            .. from source in code
               from name in NamesIn(source.Text)
               let folder = FolderOf(name, owner) ?? source.Folder
               where folder != source.Folder && !allowed.GetValueOrDefault(source.Folder, []).Contains(folder)
               select $"{source.File} uses {name} of {folder}",
        ];
    }

    /// <summary>The folder of a type or namespace; of a name with dots that of its longest known beginning.</summary>
    static string? FolderOf(string name, Dictionary<string, string> owner) =>
        owner.TryGetValue(name, out var folder) ? folder : name.LastIndexOf('.') is > 0 and var dot ? FolderOf(name[..dot], owner) : null;

    /// <summary>What a string with holes computes; nothing of a comment or another string.</summary>
    static string CodeIn(Match match, string text) =>
        match.Index > 0 && text[match.Index - 1] == '$'
        ? $" {string.Join(" ; ", Holes().Matches(match.Value).Select(hole => hole.Groups["code"].Value))} " : " ";

    static IEnumerable<string> NamesIn(string text) =>
        InnerNamespaces().Matches(text).Concat(TypeNames().Matches(text)).Select(match => match.Value).Distinct();

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|\"{3}.*?\"{3}|@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\])+'""", RegexOptions.Singleline)]
    private static partial Regex CommentsAndStrings();

    [GeneratedRegex(@"\{(?<code>[^{}""]+)")]
    private static partial Regex Holes();

    [GeneratedRegex(@"^namespace (?<name>Pathmind\.[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespaces();

    /// <summary>Types that are not nested: their declarations are not indented.</summary>
    [GeneratedRegex(
        @"^(?:public |internal |sealed |static |abstract |readonly |ref |partial )*"
        + @"(?:class|struct|interface|enum|record(?: struct| class)?|delegate [\w<>\[\]?, ]+) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Types();

    [GeneratedRegex(@"\bPathmind(?:\.[A-Z]\w+)+")]
    private static partial Regex InnerNamespaces();

    /// <summary>A capitalised word that is neither a member (after a dot) nor the name of a property or method (before
    /// { = or =>).</summary>
    [GeneratedRegex(@"(?<![.\w])[A-Z]\w*\b(?!\s*(?:\{ (?:get|set|init)|=[^=]))")]
    private static partial Regex TypeNames();
}
