using System.Text.RegularExpressions;

namespace Pathmind.Tests;

/// <summary>What the pages point at is there.</summary>
public sealed partial class PageTests
{
    /// <summary>Files that a page tells its reader to make.</summary>
    static readonly string[] Examples = ["src/Pathmind.Commands/CheckCommand.cs"];

    [Fact]
    public void Links_lead_to_pages_and_headings_that_exist() => Assert.Empty(
        from page in Pages()
        from link in Links().Matches(Text(page)).Select(match => match.Groups["target"].Value)
        where !link.Contains("://") && !IsThere(page, link)
        select $"{page} links to {link}");

    [Fact]
    public void Files_and_folders_that_pages_name_exist() => Assert.Empty(
        from page in Pages()
        from path in Paths().Matches(Text(page)).Select(match => match.Groups["path"].Value).Except(Examples)
        where !Path.Exists(Path.Combine(Repository.Root, path))
        select $"{page} names {path}");

    [Fact]
    public void Every_class_that_the_glossary_names_exists()
    {
        var classes = DocumentTests.TypeNames.ToHashSet();
        var named = from line in Text("docs/glossary.md").Split('\n')
                    where line.StartsWith('|')
                    from match in Words().Matches(line.Split('|')[3])
                    select match.Groups["word"].Value;
        Assert.NotEmpty(named);
        Assert.Empty(named.Distinct().Except(classes));
    }

    [Fact]
    public void Types_and_members_that_pages_about_the_code_name_are_in_the_code()
    {
        var known = House.AllFiles().Where(file => !file.StartsWith("scripts/", StringComparison.Ordinal))
            .SelectMany(file => Identifiers().Matches(Text(file)).Select(match => match.Value)).ToHashSet();
        var named = from page in Pages()
                    where page is "CONTRIBUTING.md" or "docs/hosting.md" or "docs/design.md"
                        || page.StartsWith("docs/add-", StringComparison.Ordinal)
                    from match in CodeNames().Matches(Text(page))
                    select $"{match.Groups["word"].Value} in {page}";
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name.Split(' ')[0], known));
    }

    static IEnumerable<string> Pages() =>
        from file in Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
        select Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');

    static string Text(string page) => File.ReadAllText(Path.Combine(Repository.Root, page)).ReplaceLineEndings("\n");

    static bool IsThere(string page, string link)
    {
        var (path, heading) = (link.Split('#')[0], link.Split('#').ElementAtOrDefault(1));
        var target = path.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, path);
        return Path.Exists(Path.Combine(Repository.Root, target))
            && (heading is null || Headings().Matches(Text(target)).Any(match => Anchor(match.Groups["text"].Value) == heading));
    }

    /// <summary>The anchor that pages of code hosts give to a heading.</summary>
    static string Anchor(string heading) => NotInAnchors().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"`(?<path>(?:src|tests|docs|scripts|notebooks)/[\w./-]+)`")]
    private static partial Regex Paths();

    [GeneratedRegex(@"`(?<word>\w+)`")]
    private static partial Regex Words();

    /// <summary>What stands alone between back ticks and begins as types and members do.</summary>
    [GeneratedRegex(@"`(?<word>[A-Z]\w+)[^`\n]*`")]
    private static partial Regex CodeNames();

    [GeneratedRegex(@"\b[A-Z]\w+\b")]
    private static partial Regex Identifiers();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
