using Pathmind.Commands;

namespace Pathmind.Tests.Commands;

public class MagicCellTests
{
    [Theory]
    [InlineData("%train\nvar x = 1;", "train", "      \nvar x = 1;")]
    [InlineData("%%train --steps 5\nvar x = 1;", "train --steps 5", "                 \nvar x = 1;")]
    [InlineData("  %run  \r\nvar x = 1;", "run", "         \nvar x = 1;")]
    [InlineData("// first\n\n#r \"nuget: A\"\n%train", "train", "// first\n\n#r \"nuget: A\"\n      ")]
    public void A_magic_at_the_head_becomes_a_blank_line_of_its_length(string cell, string magic, string code)
    {
        var parsed = MagicCell.Parse(cell);
        Assert.Equal(magic, Assert.Single(parsed.Magics).Text);
        Assert.Equal(code, parsed.Code);
    }

    [Theory]
    [InlineData("var p = 7\n % 4;")]
    [InlineData("var p = 7\n%run;")]
    [InlineData("/* */\n%train")]
    public void What_stands_below_the_head_stays_CSharp(string cell)
    {
        var parsed = MagicCell.Parse(cell);
        Assert.Empty(parsed.Magics);
        Assert.Equal(cell, parsed.Code);
    }

    [Fact]
    public void Several_magics_keep_their_line_numbers()
    {
        var parsed = MagicCell.Parse("// a\n%train\n\n%run\nx");
        Assert.Equal([new(2, "train"), new(4, "run")], parsed.Magics);
        Assert.Equal("// a\n      \n\n    \nx", parsed.Code);
    }

    [Theory]
    [InlineData("%train\n\n// nothing", false)]
    [InlineData("%train\n#r \"nuget: A\"", true)]
    public void A_cell_of_comments_has_no_code(string cell, bool hasCode) => Assert.Equal(hasCode, MagicCell.Parse(cell).HasCode);

    [Theory]
    [InlineData("a  b\tc", "a|b|c")]
    [InlineData("""--reward 'x => 2 * x["a"]'""", """--reward|x => 2 * x["a"]""")]
    [InlineData("""--reward "x => x[\"a\"]" b""", """--reward|x => x["a"]|b""")]
    [InlineData("""one\ word 'it'"'"'s' """, "one word|it's")]
    [InlineData("""C:\policies\mouse "C:\my policies" """, """C:\policies\mouse|C:\my policies""")]
    [InlineData("''", "")]
    public void Words_are_split_as_by_a_shell(string line, string words) =>
        Assert.Equal(words.Split('|'), ShellWord.Split(line).Select(word => word.Text));

    [Fact]
    public void A_quote_that_is_not_closed_is_an_error() =>
        Assert.StartsWith("A \" is not closed", Assert.Throws<CommandException>(() => ShellWord.Split("--reward \"x")).Message);
}
