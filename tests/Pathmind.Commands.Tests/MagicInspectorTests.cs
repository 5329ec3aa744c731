namespace Pathmind.Tests.Commands;

/// <summary>Help for the words of magic lines.</summary>
public sealed class MagicInspectorTests
{
    [Theory]
    [InlineData("%tr|ain --steps 5", 1, 6, "--until <REWARD>")]
    [InlineData("%train --st|eps 5", 7, 14, "Steps of all simulations together")]
    [InlineData("%train --steps 5|", 15, 16, "Steps of all simulations together")]
    [InlineData("%pathmind run Co|in", 14, 18, "Class or variable")]
    [InlineData("%pathmind r|un", 10, 13, "--episodes <N>")]
    public void A_word_is_explained_where_it_stands(string line, int start, int end, string part)
    {
        var help = Magics.Inspect(line.Replace("|", ""), line.IndexOf('|'))!;
        Assert.Equal((start, end), (help.Start, help.End));
        Assert.Contains(part, help.Text);
    }

    [Fact]
    public void What_is_not_known_is_not_explained() => Assert.Null(Magics.Inspect("%time x", 3));
}
