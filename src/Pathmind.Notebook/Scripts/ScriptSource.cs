using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Pathmind.Notebook.Packages;

namespace Pathmind.Notebook.Scripts;

/// <summary>A text as the compiler is to read it, and what it requests besides C#: the lines that the compiler does not
/// know are blank, so that all others keep their places.</summary>
/// <param name="Tree">The text, read as a script.</param>
/// <param name="Packages">Packages of <c>#r "nuget: Name, Version"</c> and <c>#:package Name@Version</c>.</param>
/// <param name="Sources">Feeds of <c>#i "nuget: folder or feed"</c>.</param>
/// <param name="Projects">Projects of <c>#:project path</c>.</param>
/// <param name="Frameworks">Shared frameworks of <c>#r "framework: Name"</c>.</param>
/// <param name="Sdks">SDKs of <c>#r "sdk: Name"</c> and <c>#:sdk Name</c>.</param>
/// <param name="Loads">Files of <c>#load "path"</c>.</param>
internal sealed partial record ScriptSource(
    SyntaxTree Tree, IReadOnlyList<PackageRequest> Packages, IReadOnlyList<string> Sources, IReadOnlyList<string> Projects,
    IReadOnlyList<string> Frameworks, IReadOnlyList<string> Sdks, IReadOnlyList<string> Loads)
{
    /// <summary>Reads a text.</summary>
    public static ScriptSource Read(string code, string name)
    {
        var tree = ScriptParsing.Parse(code, name);
        List<PackageRequest> packages = [];
        List<string> sources = [], projects = [], frameworks = [], sdks = [], loads = [];
        var text = new StringBuilder(code);
        var isChanged = false;
        foreach (var directive in Directives(tree))
        {
            var line = directive.ToString().Trim();
            if (directive is LoadDirectiveTriviaSyntax load)
            {
                loads.Add(load.File.ValueText);
                continue;
            }
            if (Package().Match(line) is { Success: true } package)
                packages.Add(
                    new(package.Groups["name"].Value, package.Groups["version"] is { Success: true, Value: var version } ? version : null));
            else if (Source().Match(line) is { Success: true } source)
                sources.Add(source.Groups["source"].Value);
            else if (Project().Match(line) is { Success: true } project)
                projects.Add(project.Groups["path"].Value);
            else if (Framework().Match(line) is { Success: true } framework)
                frameworks.Add(framework.Groups["name"].Value);
            else if (Sdk().Match(line) is { Success: true } sdk)
                sdks.Add(sdk.Groups["name"].Value);
            else if (!line.StartsWith("#:", StringComparison.Ordinal) && !line.StartsWith("#!", StringComparison.Ordinal))
                continue;
            isChanged = true;
            Blank(text, directive.FullSpan);
        }
        var known = isChanged ? ScriptParsing.Parse(text.ToString(), name) : tree;
        return new(known, packages, sources, projects, frameworks, sdks, loads);
    }

    static IEnumerable<DirectiveTriviaSyntax> Directives(SyntaxTree tree) => tree.GetRoot() is { ContainsDirectives: true } root
        ? root.DescendantTrivia().Where(trivia => trivia.IsDirective).Select(trivia => trivia.GetStructure())
        .OfType<DirectiveTriviaSyntax>().Where(directive => directive.IsActive)
        : [];

    static void Blank(StringBuilder text, TextSpan span)
    {
        for (var index = span.Start; index < span.End; index++)
        {
            if (text[index] is not ('\r' or '\n'))
                text[index] = ' ';
        }
    }

    [GeneratedRegex("""^#\s*(?:r\s+"nuget:\s*(?<name>[^",]+?)\s*(?:,\s*(?<version>[^"]+?)\s*)?"|:\s*package\s+(?<name>[^\s@]+)(?:@(?<version>\S+))?$)""")]
    private static partial Regex Package();

    [GeneratedRegex("""^#\s*i\s+"nuget:\s*(?<source>[^"]+?)\s*"$""")]
    private static partial Regex Source();

    [GeneratedRegex("""^#\s*:\s*project\s+(?<path>.+?)$""")]
    private static partial Regex Project();

    /// <summary>The version, if one is written, is that of the running framework in any case.</summary>
    [GeneratedRegex("""^#\s*r\s+"framework:\s*(?<name>[^",]+?)\s*(?:,[^"]*)?"$""")]
    private static partial Regex Framework();

    [GeneratedRegex("""^#\s*(?:r\s+"sdk:\s*(?<name>[^",]+?)\s*(?:,[^"]*)?"|:\s*sdk\s+(?<name>[^\s@]+)(?:@\S+)?)$""")]
    private static partial Regex Sdk();
}
