using System.Text.RegularExpressions;

namespace Pathmind.Tests;

/// <summary>A fenced block of a page that a test runs.</summary>
/// <param name="Line">Line of its fence, counted from 1.</param>
/// <param name="Language">bash or csharp.</param>
/// <param name="Code">What is between the fences.</param>
/// <param name="With">Script whose simulation the block uses, or null.</param>
/// <param name="File">File that the block is the text of, to be written and not run; or null.</param>
internal sealed partial record MarkdownBlock(int Line, string Language, string Code, string? With = null, string? File = null)
{
    /// <summary>The bash and csharp blocks of a page, in order.</summary>
    /// <remarks>A comment on the line above a fence says more: <c>&lt;!-- with scripts/mouse.cs --&gt;</c> adds the
    /// types of that script to a csharp block; <c>&lt;!-- file scripts/room.cs --&gt;</c> makes it that file, for the
    /// commands below; <c>&lt;!-- not run: reason --&gt;</c> leaves a block out.</remarks>
    public static List<MarkdownBlock> Of(string markdown) =>
    [
        .. from match in Fences().Matches(markdown.ReplaceLineEndings("\n"))
           where !match.Groups["not"].Success
           select new MarkdownBlock(
               markdown[..match.Groups["language"].Index].Count(c => c == '\n') + 1,
               match.Groups["language"].Value,
               match.Groups["code"].Value,
               With: match.Groups["with"].Success ? match.Groups["with"].Value : null,
               File: match.Groups["file"].Success ? match.Groups["file"].Value : null),
    ];

    /// <summary>A csharp block as a file-based app, to be put in the folder scripts: directives and usings first, the
    /// block, then the types of the script it is shown with.</summary>
    /// <param name="script">Text of the script <see cref="With"/>; null without.</param>
    public string AsApp(string? script)
    {
        var heads = Heads().Matches(Code).Select(match => match.Value.Trim()).ToArray();
        var package = heads.Contains("using Pathmind.Testing;") ? "Pathmind.Testing" : "Pathmind.Scripting";
        var project = heads.Any(head => head.StartsWith("#:project", StringComparison.Ordinal)) ? "" : $"#:project ../src/{package}\n";
        var kit = heads.Contains("using Pathmind;") ? "" : "using Pathmind;\n";
        var directives = string.Concat(heads.Where(head => head[0] == '#').Select(head => head + "\n"));
        var usings = string.Concat(heads.Where(head => head[0] != '#').Select(head => head + "\n"));
        var types = script is null ? "" : script[script.IndexOf("/// <summary>", StringComparison.Ordinal)..];
        // The empty block is for blocks that only declare types: an app needs something to run.
        return $"{project}{directives}{kit}{usings}{{ }}\n{Heads().Replace(Code, "")}\n{types}";
    }

    [GeneratedRegex(
        @"(?:^<!-- (?:with (?<with>\S+)|file (?<file>\S+)|(?<not>not run: .+?)) -->\n)?^```(?<language>bash|csharp)\n(?<code>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"^(?:#:\w+ .*|using (?:static )?[\w.]+;)\n", RegexOptions.Multiline)]
    private static partial Regex Heads();
}
