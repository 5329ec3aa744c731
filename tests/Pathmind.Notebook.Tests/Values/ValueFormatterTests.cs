using System.Collections.Immutable;
using Pathmind.Hosting;
using Pathmind.Notebook.Values;

namespace Pathmind.Tests;

/// <summary>What a cell shows of a value.</summary>
public class RichTests
{
    sealed record Mouse(string Name, double Weight);

    sealed class Node
    {
        public string Name { get; init; } = "";

        public Node? Next { get; set; }

        public int Broken => throw new FormatException("no");
    }

    abstract class Animal
    {
        public int Legs { get; init; }
    }

    sealed class Cat : Animal
    {
        public int Lives { get; init; }
    }

    sealed class Bird : Animal
    {
        public int Wings { get; init; }
    }

    public static TheoryData<object?, string> Texts => new()
    {
        { null, "null" },
        { "text", "text" },
        { 0.1, "0.1" },
        { 1.5m, "1.5" },
        { float.NaN, "NaN" },
        { true, "True" },
        { DayOfWeek.Monday, "Monday" },
        { new DateTime(2026, 4, 1, 13, 30, 0), "04/01/2026 13:30:00" },
        { typeof(Dictionary<string, int>), "Dictionary<string, int>" },
        { Task.FromResult(3), "Task<int>: RanToCompletion; await it for its result" },
        { new Mouse("Ann", 20.5), "Mouse { Name = Ann, Weight = 20.5 }" },
        { new[] { 1, 2, 3 }, "[1, 2, 3]" },
        { Array.Empty<int>(), "[]" },
        { new[] { "a", null }, "[a, ]" },
        { new byte[] { 1, 2 }, "byte[2]" },
        { new object[] { 1, new Mouse("Ann", 1) }, "[1, Mouse { Name = Ann, Weight = 1 }]" },
        { Enumerable.Range(0, 101), $"[{string.Join(", ", Enumerable.Range(0, 100))}, … (101 items)]" },
        { (1, "a"), "(1, a)" },
    };

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void Single_values_and_lists_of_numbers_are_text(object? value, string expected)
    {
        var bundle = ValueFormatter.Format(value);
        Assert.Equal(expected, bundle["text/plain"]);
        Assert.Single(bundle);
    }

    [Fact]
    public void An_exception_is_shown_with_its_type_and_message() =>
        Assert.StartsWith(
            "System.FormatException: no", ValueFormatter.Format(new FormatException("no"))["text/plain"], StringComparison.Ordinal);

    [Fact]
    public void Records_become_a_table_with_a_column_a_property() => Assert.Equal(
        """
        ╭──────┬────────╮
        │ Name │ Weight │
        ├──────┼────────┤
        │ Ann  │   20.5 │
        │ Bob  │    3.5 │
        ╰──────┴────────╯
        """, Text(new[] { new Mouse("Ann", 20.5), new Mouse("Bob", 3.5) }));

    [Fact]
    public void Anonymous_types_tuples_and_pairs_are_records_too()
    {
        Assert.Contains("│ number │ even  │", Text(Enumerable.Range(0, 2).Select(number => new { number, even = number % 2 == 0 })));
        Assert.Contains("│ Item1 │ Item2 │", Text(new List<(int, string)> { (1, "a") }));
        Assert.Contains("│ key │ value │", Text(new Dictionary<string, int> { ["a"] = 1 }));
        Assert.Contains("│ key │ value │", Text(ImmutableDictionary<string, int>.Empty.Add("a", 1)));
        Assert.Contains("│ Key │ Value │", Text(new Dictionary<string, int> { ["a"] = 1 }.Where(_ => true)));
    }

    [Fact]
    public void Tables_are_HTML_for_notebooks_and_their_texts_are_encoded() =>
        Assert.Contains("a &lt; b", ValueFormatter.Format(new[] { new Mouse("a < b", 1) })["text/html"]);

    [Fact]
    public void Items_of_several_types_show_what_their_sequence_says_they_have_in_common()
    {
        var table = Text(new Animal[] { new Cat { Legs = 4, Lives = 9 }, new Bird { Legs = 2, Wings = 2 } });
        Assert.Contains("│ Legs │", table);
        Assert.DoesNotContain("Lives", table);
        Assert.Equal("[RichTests.Cat, RichTests.Bird]", Text(new object[] { new Cat(), new Bird() }));
    }

    [Fact]
    public void A_sequence_without_end_is_cut()
    {
        Assert.Contains("more than 1,000 items", Text(Forever(1)));
        var table = Text(Forever(new Mouse("Ann", 1)));
        Assert.Contains("the first 1,000 rows", table);
    }

    [Fact]
    public void A_large_dictionary_and_a_long_text_in_a_table_are_cut()
    {
        var pairs = Text(Enumerable.Range(0, 1500).ToDictionary(i => i, i => -i));
        Assert.Contains("the first 1000 of 1500", pairs);
        Assert.DoesNotContain("1499", pairs);
        Assert.Contains($">{new string('x', 99)}…<", ValueFormatter.Format(new[] { new Mouse(new string('x', 101), 1) })["text/html"]);
        Assert.Contains($">{new string('x', 100)}<", ValueFormatter.Format(new[] { new Mouse(new string('x', 100), 1) })["text/html"]);
    }

    [Fact]
    public void Objects_without_a_text_of_their_own_are_a_table_that_survives_cycles_and_getters_that_throw()
    {
        Node node = new() { Name = "a" };
        node.Next = node;
        var table = Text(node);
        Assert.Matches("│ Name +│ a +│", table);
        Assert.Matches("│ Next +│ RichTests.Node +│", table);
        Assert.Matches("│ Broken +│ threw FormatException │", table);
    }

    [Theory]
    [InlineData(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 13 }, "image/png", "iVBORw0=")]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }, "image/jpeg", "/9j/4A==")]
    public void Bytes_of_an_image_are_shown_as_one(byte[] bytes, string type, string base64) =>
        Assert.Equal(base64, ValueFormatter.Format(bytes)[type]);

    [Fact]
    public void A_very_long_text_is_cut_and_the_rest_counted() =>
        Assert.EndsWith("… (5 more characters)", Text(new string('x', (1 << 20) + 5)), StringComparison.Ordinal);

    [Fact]
    public void Contents_of_the_kit_keep_their_own_forms()
    {
        var bundle = ValueFormatter.Format(new LinePlot(new PlotSeries("r", [1, 2], [3, 4])) { XLabel = "steps", YLabel = "reward" });
        Assert.Equal(["application/vnd.plotly.v1+json", "image/svg+xml", "text/html", "text/plain"], bundle.Keys.Order());
    }

    [Fact]
    public void Displayed_values_go_to_the_notebook_s_output_and_can_be_replaced()
    {
        List<IReadOnlyDictionary<string, string>> shown = [];
        using (Display.Use(new NotebookDisplay(bundle =>
        {
            shown.Add(bundle);
            return shown.Add;
        })))
        {
            var output = Outputs.Display(Outputs.HTML("<b>one</b>"));
            output.Update(2);
            Outputs.Display("# three", "text/markdown");
        }
        Assert.Equal("<b>one</b>", shown[0]["text/html"]);
        Assert.Equal("2", shown[1]["text/plain"]);
        Assert.Equal("# three", shown[2]["text/markdown"]);
    }

    static string Text(object? value) => ValueFormatter.Format(value)["text/plain"];

    static IEnumerable<T> Forever<T>(T item)
    {
        while (true)
            yield return item;
    }

    [Fact]
    public void A_DataTable_is_a_table()
    {
        using var table = new System.Data.DataTable();
        table.Columns.Add("product");
        table.Columns.Add("pieces", typeof(int));
        table.Rows.Add("bolt", 12);
        table.Rows.Add("nut", DBNull.Value);
        var text = Pathmind.Notebook.Values.ValueFormatter.Format(table)["text/plain"];
        Assert.Contains("product", text);
        Assert.Matches(@"bolt\s+│\s+12", text);
    }
}
