using Pathmind.Displays;

namespace Pathmind.Tests.Displays;

public class DisplayTests
{
    static readonly Table Long = new([new("step"), new("reward", Format: "0.00"), new("note", ColumnAlignment.Left)],
        [.. Enumerable.Range(1, 100).Select(i => (object?[])[i, i / 4.0, i % 2 == 0 ? "<even>" : null])])
    { Title = "Rewards", ShownRows = 4 };

    [Fact]
    public void A_long_table_shows_its_first_and_last_rows_and_counts_the_others() => Assert.Equal(
        """
        Rewards
        ╭───────────┬────────┬────────╮
        │      step │ reward │ note   │
        ├───────────┼────────┼────────┤
        │         1 │   0.25 │        │
        │         2 │   0.50 │ <even> │
        │ … 96 more │      … │ …      │
        │        99 │  24.75 │        │
        │       100 │  25.00 │ <even> │
        ╰───────────┴────────┴────────╯
        """,
        Long.ToString(),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void Html_escapes_and_counts_the_rows_left_out()
    {
        var html = Long.ToHtml();

        Assert.Contains("&lt;even&gt;", html);
        Assert.DoesNotContain("<even>", html);
        Assert.Contains("colspan=\"3\"", html);
        Assert.Contains("… 96 more", html);
        Assert.Equal(6, html.Split("<tr>").Length - 1);                   // header, 4 rows, the ellipsis
    }

    [Fact]
    public void A_table_too_wide_breaks_its_headers_at_underscores_and_then_leaves_out_columns_in_the_middle()
    {
        var narrow = new Table([new("mouse_row"), new("mouse_column")], [[1, 2]]);
        Assert.All(narrow.ToText(22).Split('\n'), line => Assert.True(line.Length <= 22));
        Assert.Contains("mouse_ │\n", narrow.ToText(22));

        var wide = new Table([.. Enumerable.Range(0, 20).Select(i => new TableColumn($"x{i:00}"))],
            [[.. Enumerable.Range(100, 20).Select(i => (object?)i)]]);
        var text = wide.ToText(40);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 40));
        Assert.Contains("x00", text);
        Assert.Contains("x19", text);
        var hidden =
            string.Join(' ', text.Split('\n').SkipWhile(line => !line.StartsWith("Columns without room here: ", StringComparison.Ordinal)));
        Assert.Contains("x03, x04, x05", hidden);
        Assert.EndsWith(" and 2 more.", hidden);
    }

    [Fact]
    public void A_table_too_wide_wraps_its_longest_texts_before_columns_are_left_out() => Assert.Equal(
        """
        ╭────────────┬────────┬──────────────────────────╮
        │ simulation │ agents │ observations             │
        ├────────────┼────────┼──────────────────────────┤
        │ Mouse      │      1 │ mouse_row, mouse_column, │
        │            │        │ rows_to_cheese           │
        ╰────────────┴────────┴──────────────────────────╯
        """,
        new Table([new("simulation", ColumnAlignment.Left), new("agents"), new("observations", ColumnAlignment.Left)],
            [["Mouse", 1, "mouse_row, mouse_column, rows_to_cheese"]]).ToText(50),
        ignoreLineEndingDifferences: true);

    [Theory]
    [InlineData(0.2f, "0.2")]
    [InlineData(0.123456, "0.1235")]
    [InlineData(12.3456, "12.35")]
    [InlineData(1234.56, "1,234.6")]
    [InlineData(20000, "20,000")]
    [InlineData(123456789, "123,456,789")]
    [InlineData(1e9, "1E+9")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.00099, "9.9E-4")]
    [InlineData(-0.0, "0")]
    [InlineData(0.00012342, "1.234E-4")]
    [InlineData(-3.5e12, "−3.5E+12")]
    [InlineData(double.NaN, "")]
    public void Numbers_keep_about_four_digits(double number, string expected) => Assert.Equal(expected, CellText.Number(number));

    [Theory]
    [InlineData(new[] { 0.0, 7 }, 8, "▁█")]
    [InlineData(new[] { 0.0, 2, 4, 6, 7, 7 }, 3, "▂▆█")]                // groups of two: 1, 5, 7
    [InlineData(new[] { 1, double.NaN, 2 }, 8, "▁ █")]
    [InlineData(new[] { 5.0, 5 }, 8, "▅▅")]
    [InlineData(new[] { 499.0, 500, 499.5 }, 8, "▄▅▅")]                  // a change of 0.2 % is none: scale 487 .. 512
    [InlineData(new[] { 0.0, 10, 0, 10, 4, 6 }, 3, "▅▅▅")]               // the range is that of all values, not of the groups
    [InlineData(new double[0], 8, "")]
    public void A_sparkline_runs_from_the_smallest_to_the_largest(double[] values, int width, string expected) =>
        Assert.Equal(expected, Sparkline.Of(values, width));

    [Fact]
    public void A_single_number_has_no_course() => Assert.Equal("", Sparkline.WithEnds([double.NaN, 5], 8));

    [Theory]
    [InlineData(1.7, -0.391, 3.791, "+1.7 ± 2.1", "3.8")]
    [InlineData(0.2, -0.041, 0.441, "+0.20 ± 0.24", "0.45")]             // up, for no difference is above it
    [InlineData(400, -100, 900, "+400 ± 500", "900")]
    [InlineData(0, 0, 0, "0 ± 0", "0")]
    public void The_largest_difference_has_the_digits_of_the_difference_beside_it(
        double mean, double low, double high, string difference, string largest)
    {
        Estimate estimate = new(mean, low, high);
        Assert.Equal((difference, largest), (estimate.Signed, estimate.RoundedUp(Math.Max(Math.Abs(low), Math.Abs(high)))));
    }

    [Fact]
    public void Progress_is_a_bar_with_its_figures() => Assert.Equal(
        """
        Training Mouse  ━━━━━━━━━━━━━━━━━━━━──────────────────── 50 %  1:05 left
        steps/s 312 000 · ▁▅█ 0 → 7
        """.Replace("─ 50", "─  50"),
        new ProgressReport("Training Mouse")
        {
            Fraction = 0.5, Remaining = TimeSpan.FromSeconds(65), Values = [new("steps/s", "312 000")],
            Trend = [0, 4, 7],
        }.ToText(100),
        ignoreLineEndingDifferences: true);

    [Theory]
    [InlineData(200)]
    [InlineData(80)]
    [InlineData(60)]
    [InlineData(30)]
    [InlineData(20)]
    public void Progress_keeps_to_its_two_lines_at_any_width_and_says_how_far_it_is(int width)
    {
        var lines = new ProgressReport("Training MouseAndCheeseInALargeHouse")
        {
            Fraction = 0.5, Remaining = TimeSpan.FromHours(3), Trend = [.. Enumerable.Range(0, 100).Select(i => i / 7.0)],
            Values = [new("steps", "1,000,000"), new("steps/s", "312,000"), new("mean reward", "-1234.5")],
        }.ToText(width).Split('\n');

        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.Contains("50 %", lines[0]);
        Assert.StartsWith("steps 1,000,000", lines[1]);
    }

    [Fact]
    public void The_horizontal_axis_begins_at_0_where_the_data_begin_near_it()
    {
        Assert.Equal(0, Left(2_000, 100_000));
        Assert.Equal(50_000, Left(50_000, 100_000));
        Assert.Equal(-5, Left(-5, 100));

        static double Left(double first, double last) =>
            PlotRange.Of(new(new PlotSeries("", [first, last], [0, 1])) { XLabel = "", YLabel = "" }, withBands: true)!.Left;
    }

    [Fact]
    public void All_ticks_of_an_axis_have_one_unit()
    {
        var svg = new LinePlot(new PlotSeries("", [0, 20_000], [0, 3])) { XLabel = "steps", YLabel = "reward" }.ToSvg();

        Assert.All([">5 k<", ">20 k<", ">2<"], tick => Assert.Contains(tick, svg));

        var millions = new LinePlot(new PlotSeries("", [0, 2_000_000], [0, 3])) { XLabel = "steps", YLabel = "reward" }.ToSvg();
        Assert.All([">0.5 M<", ">2 M<"], tick => Assert.Contains(tick, millions));
    }

    [Fact]
    public void The_vertical_axis_reaches_around_the_bands_where_they_are_drawn()
    {
        LinePlot plot = new(new PlotSeries("", [0, 1], [1, 2], [-10, 1], [2, 20])) { XLabel = "", YLabel = "" };
        Assert.Equal((-10, 20), (PlotRange.Of(plot, withBands: true)!.Bottom, PlotRange.Of(plot, withBands: true)!.Top));    // steps of 10
        Assert.Equal((1, 2), (PlotRange.Of(plot, withBands: false)!.Bottom, PlotRange.Of(plot, withBands: false)!.Top));
    }

    [Theory]
    [InlineData(7, "0:07")]
    [InlineData(65, "1:05")]
    [InlineData(3599, "59:59")]
    [InlineData(11_100, "3:05:00")]
    [InlineData(90_000, "25:00:00")]
    public void Time_is_written_as_on_a_clock(double seconds, string expected) =>
        Assert.Equal(expected, TextRenderer.Clock(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_band_is_named_in_the_legend_and_the_style_is_not_overridden_in_an_image()
    {
        var svg = new LinePlot(new PlotSeries("mean", [0, 1], [1, 2], [0, 1], [2, 3]) { BandName = "worst to best" })
        {
            XLabel = "steps",
            YLabel = "reward"
        }.ToSvg();

        Assert.Contains(">mean</text>", svg);
        Assert.Contains(">worst to best</text>", svg);
        Assert.Contains("svg:root { color: #7c7c7c }", svg);              // legible on white and on dark pages
        Assert.DoesNotContain("color:inherit", svg);                      // would win over the style sheet: black on a dark page
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void A_fraction_outside_0_to_1_is_refused(double fraction) =>
        Assert.Throws<ArgumentException>(() => new ProgressReport("x") { Fraction = fraction });

    [Fact]
    public void A_plot_names_its_axes_and_lines_and_is_well_formed_without_script_or_network()
    {
        var plot = new LinePlot(new PlotSeries("a & b", [0, 1, 2, 3], [1, double.NaN, 3, 4], [0, 0, 2, 3], [2, 4, 4, 5]),
            new PlotSeries("random", [0, 3], [1, 1]))
        {
            Title = "<Mouse>", XLabel = "steps", YLabel = "mean reward",
        };
        var svg = System.Xml.Linq.XDocument.Parse(plot.ToSvg());
        var texts = svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToArray();

        Assert.All(["<Mouse>", "steps", "mean reward", "a & b", "random"], text => Assert.Contains(text, texts));
        Assert.DoesNotContain("script", plot.ToSvg());
        Assert.DoesNotContain("href", plot.ToSvg());
        var line = svg.Descendants().Last(element => element.Attribute("fill")?.Value == "none"
            && element.Attribute("d")!.Value.Count(c => c == 'M') == 2);
        Assert.NotNull(line);                                            // NaN interrupts the first line
        Assert.All(plot.ToText(60).Split('\n'), text => Assert.True(text.Length <= 60));
    }

    [Fact]
    public void Each_line_of_a_plot_in_text_has_its_name_and_last_value_at_its_end()
    {
        var plot = new LinePlot(Enumerable.Range(0, 3)
            .Select(i => new PlotSeries($"term {i}", [0, 100], [0, i])))
        { XLabel = "steps", YLabel = "reward" };

        var lines = plot.ToText(46).Split('\n');
        Assert.All([(1, "term 2 2"), (12, "term 0 0")], end => Assert.EndsWith(end.Item2, lines[end.Item1]));
        Assert.All(lines, line => Assert.True(line.Length <= 46, line));
        Assert.Equal(["0", "50", "100"], lines[^2].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_plot_without_points_says_so()
    {
        var plot = new LinePlot { XLabel = "steps", YLabel = "reward" };

        Assert.Contains("no data yet", plot.ToSvg());
        Assert.Contains("no data yet", plot.ToString());
    }

    [Fact]
    public void A_display_is_current_until_disposed_and_only_in_its_own_flow()
    {
        var before = Display.Current;
        using (Display.Use(Display.None))
        {
            Assert.Same(Display.None, Display.Current);
            using (Display.Use(Display.Console))
                Assert.Same(Display.Console, Display.Current);
            Assert.Same(Display.None, Display.Current);
        }
        Assert.Same(before, Display.Current);
    }
}
