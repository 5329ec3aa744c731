using System.Text.RegularExpressions;

namespace Pathmind.Tests.Commands;

/// <summary>docs/commands.md shows the help texts as they are.</summary>
public sealed partial class CommandsPageTests
{
    [Fact]
    public void Every_help_text_on_the_page_is_what_the_command_says()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "commands.md")).ReplaceLineEndings("\n");
        var shown = Help().Matches(page).ToDictionary(match => match.Groups["command"].Value, match => match.Groups["text"].Value);
        Assert.Equal(["pathmind", "train", "run", "compare", "importance", "policies", "simulations", "submit"], shown.Keys);
        Assert.All(shown, entry => Assert.Equal(Magics.Help(entry.Key), entry.Value));
    }

    [GeneratedRegex(@"<!-- help (?<command>\w+) -->\n```\n(?<text>.*?)\n```\n", RegexOptions.Singleline)]
    private static partial Regex Help();
}
