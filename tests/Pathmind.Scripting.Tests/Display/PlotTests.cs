using System.Text.Json;
using System.Xml.Linq;

namespace Pathmind.Tests.Displays;

public class PlotTests
{
    static readonly LinePlot Lines =
        new(new PlotSeries("mean", [0, 1, 2], [1, double.NaN, 3], [0, double.NaN, 2], [2, double.NaN, 4]) { BandName = "worst to best" })
        { Title = "Training <Mouse>", XLabel = "steps", YLabel = "reward" };

    static readonly BarPlot Bars = new(
        ["left", "right"], new BarSeries("mean", [0.25, -0.5], [0.1, 0]))
    { Title = "Mouse", XLabel = "choice", YLabel = "probability" };

    [Fact]
    public void A_plot_has_text_an_image_as_html_svg_and_a_plotly_figure()
    {
        var bundle = Lines.ToBundle();
        Assert.Equal(["text/plain", "text/html", "image/svg+xml", "application/vnd.plotly.v1+json"], bundle.Keys);
        Assert.DoesNotContain("<svg", bundle["text/html"]);                                    // which exports and untrusted pages strip
        var data = bundle["text/html"].Split("base64,")[1].Split('"')[0];
        Assert.Equal(bundle["image/svg+xml"], System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(data)));
        Assert.Equal(bundle["application/vnd.plotly.v1+json"], Lines.ToPlotlyJson());
    }

    [Fact]
    public void Everything_else_has_text_and_html() => Assert.Equal(["text/plain", "text/html"], new TextLine("a < b").ToBundle().Keys);

    [Fact]
    public void A_plotly_figure_has_the_band_as_two_lines_and_null_where_the_line_is_interrupted()
    {
        var figure = JsonDocument.Parse(Lines.ToBundle()["application/vnd.plotly.v1+json"]).RootElement;
        var traces = figure.GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal(["[0,null,2]", "[2,null,4]", "[1,null,3]"], traces.Select(trace => trace.GetProperty("y").GetRawText()));
        Assert.Equal("tonexty", traces[1].GetProperty("fill").GetString());
        Assert.Equal(["worst to best", "mean"], traces[1..].Select(trace => trace.GetProperty("name").GetString()));
        Assert.Equal("Training <Mouse>", figure.GetProperty("layout").GetProperty("title").GetProperty("text").GetString());
        Assert.Equal("reward", figure.GetProperty("layout").GetProperty("yaxis").GetProperty("title").GetProperty("text").GetString());
    }

    [Fact]
    public void Bars_start_at_zero_and_reach_their_values()
    {
        var rectangles = XDocument.Parse(Bars.ToSvg()).Descendants().Where(element => element.Name.LocalName == "rect").ToArray();
        double Of(int i, string name) => double.Parse(rectangles[i].Attribute(name)!.Value);
        Assert.Equal(Of(0, "y") + Of(0, "height"), Of(1, "y"), 0.11);                          // both at the line of 0
        Assert.Equal(2, Of(1, "height") / Of(0, "height"), 0.02);
        Assert.Equal("left: 0.25", rectangles[0].Value);
        Assert.InRange(Of(1, "y") + Of(1, "height"), 200, 268);                                // above the lower edge of the field

        var figure = JsonDocument.Parse(Bars.ToBundle()["application/vnd.plotly.v1+json"]).RootElement.GetProperty("data")[0];
        Assert.Equal("[0.25,-0.5]", figure.GetProperty("y").GetRawText());
        Assert.Equal("[0.1,0]", figure.GetProperty("error_y").GetProperty("array").GetRawText());
    }

    [Fact]
    public void Bars_of_several_series_stand_side_by_side_and_one_without_a_number_is_left_out()
    {
        var rectangles =
            Rectangles(new(["a", "b"], new BarSeries("x", [1, double.NaN]), new BarSeries("y", [2, 3])) { XLabel = "", YLabel = "" });
        Assert.Equal(["a: 1", "a: 2", "b: 3"], rectangles.OrderBy(bar => bar.X).Select(bar => bar.Title));
        Assert.All(rectangles.OrderBy(bar => bar.X)
            .Zip(rectangles.OrderBy(bar => bar.X).Skip(1)), pair => Assert.True(pair.First.X + pair.First.Width <= pair.Second.X));
        Assert.All(rectangles, bar => Assert.InRange(bar.X, 72, 616 - bar.Width));             // within the field
    }

    [Fact]
    public void Bars_without_any_height_are_drawn_on_an_axis_all_the_same() =>
        Assert.DoesNotContain("NaN", new BarPlot(["a", "b"], new BarSeries("x", [0, 0])) { XLabel = "", YLabel = "" }.ToSvg());

    [Fact]
    public void Names_of_many_bars_have_room_beside_each_other()
    {
        var plot = new BarPlot([.. Enumerable.Range(1000, 300).Select(i => $"{i}")],
            new BarSeries("x", [.. Enumerable.Range(0, 300).Select(i => (double)i)]))
        { XLabel = "", YLabel = "" };
        var names = XDocument.Parse(plot.ToSvg()).Descendants()
            .Where(element => element.Name.LocalName == "text" && element.Value.Length == 4 && element.Value[0] == '1')
            .Select(element => double.Parse(element.Attribute("x")!.Value)).ToArray();
        Assert.InRange(names.Length, 10, 20);
        Assert.All(names.Zip(names.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 4 * 7));    // seven pixels a character
    }

    static (double X, double Width, string Title)[] Rectangles(BarPlot plot) =>
    [
        .. XDocument.Parse(plot.ToSvg()).Descendants().Where(element => element.Name.LocalName == "rect")
            .Select(bar => (double.Parse(bar.Attribute("x")!.Value), double.Parse(bar.Attribute("width")!.Value), bar.Value)),
    ];

    [Fact]
    public void Bars_as_text_have_names_lengths_and_values() => Assert.Equal(
        """
        Mouse
        probability
         left ━━━━━━━━━━ 0.25 ± 0.1
        right ━━━━━━━━━━━━━━━━━━━━ −0.5 ± 0
        """,
        Bars.ToText(37),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void Bars_as_text_write_small_values_no_finer_than_the_largest_needs()
    {
        var text = new BarPlot(["up", "down", "left", "right"], new BarSeries("choice", [0.99991, 8.675e-5, 1e-9, 0]))
        {
            XLabel = "choice",
            YLabel = "probability"
        }.ToText(60);

        Assert.Equal(["0.9999", "0.0001", "≈ 0", "0"], text.Split('\n')[1..].Select(line => line.Split("  ")[^1].Split('━')[^1].Trim()));
        // nothing larger beside it
        Assert.Contains("8.675E-5", new BarPlot(["a"], new BarSeries("x", [8.675e-5])) { XLabel = "", YLabel = "" }.ToText(60));
    }

    [Fact]
    public void A_bar_plot_needs_a_value_for_each_place()
    {
        Assert.Throws<ArgumentException>(() => new BarPlot(["a"], new BarSeries("x", [1, 2])) { XLabel = "", YLabel = "" });
        Assert.Throws<ArgumentException>(() => new BarPlot([], new BarSeries("x", [])) { XLabel = "", YLabel = "" });
        Assert.Throws<ArgumentException>(() => new BarSeries("x", [1], [-1]));
    }

    [Fact]
    public void A_grid_is_one_picture_with_the_small_plots_two_a_row_below_the_first()
    {
        var svg = XDocument.Parse(new PlotGrid(Lines, Lines, Lines, Lines).ToSvg());
        var places = svg.Root!.Elements().Where(element => element.Name.LocalName == "g")
            .Select(element => element.Attribute("transform")!.Value);
        Assert.Equal(["translate(0 0)", "translate(0 320)", "translate(320 320)", "translate(0 556)"], places);
        Assert.Equal("0 0 640 792", svg.Root.Attribute("viewBox")!.Value);
        Assert.Equal("0 0 640 556", XDocument.Parse(new PlotGrid(Lines, Lines, Lines).ToSvg()).Root!.Attribute("viewBox")!.Value);

        var layout = JsonDocument.Parse(new PlotGrid(Lines, Lines, Lines)
            .ToBundle()["application/vnd.plotly.v1+json"]).RootElement.GetProperty("layout");
        Assert.Equal("x3", layout.GetProperty("yaxis3").GetProperty("anchor").GetString());
    }

    [Fact]
    public void Many_long_names_leave_room_for_the_data()
    {
        LinePlot many = new(Enumerable.Range(0, 20)
            .Select(i => new PlotSeries($"term number {i:00} with a name of 40 characters", [0, 1], [i, 2 * i])))
        {
            XLabel = "steps",
            YLabel = "reward"
        };
        var small = XDocument.Parse(new PlotGrid(Lines, many, many).ToSvg()).Root!.Elements()
            .Last(element => element.Name.LocalName == "g");

        var texts = small.Elements().Where(element => element.Name.LocalName == "text").ToArray();
        Assert.Equal(["term number 00 with a name o…", "term number 01 with a name o…", "term number 02 with a name o…", "… and 17 more"],
            texts[..4].Select(text => text.Value));
        // the field of the data is 80 high, or more
        Assert.InRange(double.Parse(texts[3].Attribute("y")!.Value), 0, 236 - 52 - 80);
    }

    [Fact]
    public void A_long_line_is_thinned_and_no_peak_is_lost()
    {
        var x = Enumerable.Range(0, 100_000).Select(i => (double)i).ToArray();
        var y = new double[x.Length];
        y[77_777] = 5;
        var thin = new PlotSeries("spike", x, y).Thinned(1000);
        Assert.InRange(thin.X.Count, 500, 1000);
        Assert.Equal(77_777, thin.X[thin.Y.ToList().IndexOf(5)]);

        var banded = new PlotSeries("band", x, y, y, y).Thinned(1000);
        Assert.Equal((1000, 0.05, 0.0, 5.0), (banded.X.Count, banded.Y.Max(), banded.Low![777], banded.High![777]));
    }

    [Fact]
    public void All_rows_of_a_long_table_are_offered_in_pages_without_script()
    {
        var rows = Enumerable.Range(1, 250).Select(i => (object?[])[i]).ToArray();
        var html = new Table([new("n")], rows) { PageRows = 100 }.ToHtml();
        Assert.Contains("The first and last 100 of 250 rows", html);
        // the classic page makes tables black
        Assert.All(html.Split("<table")[1..], table => Assert.Contains("color:inherit", table[..table.IndexOf('>')]));
        // the classic page takes the triangle away
        Assert.All(html.Split("<summary")[1..], summary => Assert.Contains("display:list-item", summary));
        Assert.Contains("rows 151 – 250", html);
        // first and last, the pages, and the row that counts
        Assert.Equal(20 + 200, html.Split("</td></tr>").Length - 1 - 1);
        Assert.DoesNotContain("<details", new Table([new("n")], rows[..20]) { PageRows = 100 }.ToHtml());
        Assert.Contains("All 150 rows", new Table([new("n")], rows[..150]) { PageRows = 100 }.ToHtml());
    }

    [Fact]
    public void Points_that_no_line_joins_have_points_in_the_legend()
    {
        LinePlot plot = new(
            new PlotSeries("gain", [1, 2], [3, 4]) { IsJoined = false }, new PlotSeries("cost", [1, 2], [1, 0]) { IsJoined = false })
        {
            XLabel = "episode", YLabel = "reward",
        };
        var svg = plot.ToSvg();
        Assert.Equal(2 * 2 + 2, svg.Split("<circle").Length - 1);
        Assert.DoesNotContain("stroke-width=\"3\"", svg);
    }

    [Fact]
    public void A_bar_that_is_nothing_beside_the_others_is_said_to_be_about_0() =>
        Assert.Contains(">≈ "
            + "0<", new BarPlot(["up", "down"], new BarSeries("p", [0.9, 7.8e-6])) { XLabel = "choice", YLabel = "p" }.ToSvg());

    [Fact]
    public void Text_of_several_lines_has_the_colour_of_its_page() =>
        Assert.Contains("color:inherit", new TextLine("one\ntwo").ToHtml());
}
