using Pathmind.Displays;

namespace Pathmind.Tests.Displays;

/// <summary>Tables in text of any width and in pages.</summary>
public class TableTests
{
    static readonly Table Wide = new(
        [new("policy", ColumnAlignment.Left), new("reward"), new("steps"), new("revenue")],
        [["random", 1, 2, 3], ["trained", 4, 5, 6], ["another one", 7, 8, 9]])
    {
        Narrow = new([new("", ColumnAlignment.Left), new("random"), new("trained"), new("another one")],
            [["reward", 1, 4, 7], ["steps", 2, 5, 8], ["revenue", 3, 6, 9]]),
    };

    [Fact]
    public void Decimal_points_and_signs_stand_below_each_other() => Assert.Equal(
        """
        ╭──────────┬────────────────╮
        │        x │         reward │
        ├──────────┼────────────────┤
        │      1   │ −3.49 ± 12.5   │
        │ −1,234.5 │ 10    ±  0     │
        │      0.2 │  0.25 ±  1.125 │
        ╰──────────┴────────────────╯
        """,
        new Table([new("x"), new("reward")],
            [[1, new Statistic(2, -3.49, 12.5, 0, 0)], [-1234.5, new Statistic(2, 10, 0, 0, 0)],
                [0.2, new Statistic(2, 0.25, 1.125, 0, 0)]])
            .ToText(60),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void A_table_with_a_narrow_form_is_turned_round_and_loses_nothing()
    {
        Assert.Contains("│ another one │", Wide.ToText(60));
        var turned = Wide.ToText(30);
        Assert.All(turned.Split('\n'), line => Assert.True(line.Length <= 30, line));
        Assert.DoesNotContain("without room", turned);
        Assert.Equal(2, turned.Split("│ reward").Length - 1);                                  // two parts, each with the names of its rows
        Assert.All(["random", "trained", "another one", "4", "9"], text => Assert.Contains(text, turned));
    }

    [Fact]
    public void Columns_of_agents_have_a_header_of_their_own_and_what_a_row_is_about_stays_in_sight()
    {
        TableColumn[] columns =
        [
            new("Step") { StaysInSight = true },
            .. from agent in Enumerable.Range(0, 4)
               from name in new[] { "action", "gain", "cost", "x", "y" }
               select new TableColumn($"{agent} · {name}") { Group = ($"agent {agent}", name) },
        ];
        var html = new Table(columns, [[.. Enumerable.Range(0, 21).Select(i => (object?)i)]]).ToHtml();
        Assert.Equal(4, html.Split("colspan=\"5\"").Length - 1);
        Assert.Contains(">agent 1</th>", html);
        Assert.Equal(3, html.Split("position:sticky").Length - 1);                             // both headers and the cell of Step
        Assert.DoesNotContain("0 · action", html);
        Assert.DoesNotContain("Canvas", html);                            // would be white on a dark page that does not name its colours
        Assert.DoesNotContain("position:sticky", new Table(columns[..6], [[1, 2, 3, 4, 5, 6]]).ToHtml());   // nothing to scroll
    }

    [Fact]
    public void The_html_of_very_many_rows_and_columns_stays_small()
    {
        var rows = Enumerable.Range(0, 20_000).Select(i => (object?[])[.. Enumerable.Range(0, 100).Select(_ => (object?)(i / 8.0))])
            .ToArray();
        var table = new Table(
            [.. Enumerable.Range(0, 100).Select(i => new TableColumn($"column {i}"))], rows)
        { PageRows = 100, AllRows = "All: WriteCsv" };
        Assert.InRange(table.ToHtml().Length, 10_000, 1_000_000);
        Assert.Contains("The first and last 30 of 20,000 rows", table.ToHtml());
        Assert.Contains("19,940 more. All: WriteCsv", table.ToHtml());
    }

    [Theory]
    [InlineData("one two three", 9, "one two\nthree")]
    [InlineData("  ✗ the observation 'x' is not finite", 24, "  ✗ the observation 'x'\n    is not finite")]
    [InlineData("unbreakable_name_of_a_thing it", 10, "unbreakable_name_of_a_thing\nit")]
    public void Text_is_broken_between_words_below_its_first_word(string text, int width, string expected) =>
        Assert.Equal(expected, WrappedText.Of(text, width));
}
