using System.Xml.Linq;
using Pathmind.Displays;
using Pathmind.Drawings;

namespace Pathmind.Tests.Displays;

public sealed class SvgDrawingTests
{
    public static TheoryData<Action<Canvas>, string> Shapes => new()
    {
        { canvas => canvas.Rectangle(1, 2, 3.5, 0.25), "<rect x='1' y='2' width='3.5' height='0.25' fill='#3b86d1'/>" },
        { canvas => canvas.Frame(1, 2, 3, 4, "navy", 0.5), "<rect x='1' y='2' width='3' height='4' stroke='navy' stroke-width='0.5'/>" },
        { canvas => canvas.Circle(1, 2, 3, "red 30%"), "<circle cx='1' cy='2' r='3' fill='#dc5a5a' fill-opacity='0.3'/>" },
        {
            canvas => canvas.Ring(1, 2, 3, "#123456"),
            "<circle cx='1' cy='2' r='3' stroke='#123456' stroke-width='1.25' vector-effect='non-scaling-stroke'/>"
        },
        {
            canvas => canvas.Line(0, 1, 2, 3, "ink", 0.1),
            "<path d='M0 1L2 3' stroke='currentColor' stroke-width='0.1' stroke-linecap='round'/>"
        },
        {
            canvas => canvas.Arrow(0, 0, 100, 0, "green", 1),            // the head is 3.5 long, as the picture's share of 3.5 %
            "<g><path d='M0 0L96.5 0' stroke='#2f9e62' stroke-width='1'/><path d='M100 0L96.5 1.575L96.5 -1.575Z' fill='#2f9e62'/></g>"
        },
        {
            canvas => canvas.Polyline([(0, 0), (1, 2), (3, 1)], "teal", 0.2),
            "<path d='M0 0L1 2L3 1' stroke='#1a9aa0' stroke-width='0.2' stroke-linejoin='round'/>"
        },
        { canvas => canvas.Polygon([(0, 0), (1, 2), (3, 1)], "orange"), "<path d='M0 0L1 2L3 1Z' fill='#d97706'/>" },
        {
            canvas => canvas.Text(1, 2, "<b>&'\"", "paper", 3, Anchor.Right),
            "<text x='1' y='2' dy='.35em' font-size='3' text-anchor='end' "
            + "style='fill:var(--replay-paper,var(--jp-layout-color0,var(--vscode-editor-background,Canvas)))'>"
            + "&lt;b&gt;&amp;&#39;&quot;</text>"
        },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Each_shape_is_one_element(Action<Canvas> draw, string expected)
    {
        Canvas canvas = new();
        draw(canvas);
        var drawing = canvas.ToDrawing();
        Assert.Equal(expected, SvgDrawing.Element(Assert.Single(drawing.Shapes), drawing.Width, drawing.Height));
    }

    [Fact]
    public void A_grid_has_a_line_on_each_side_of_each_cell()
    {
        Canvas canvas = new();
        canvas.Grid(2, 1, "red");
        Assert.StartsWith("<path d='M0 0V1M1 0V1M2 0V1M0 0H2M0 1H2' stroke='#dc5a5a' ",
            SvgDrawing.Element(canvas.ToDrawing().Shapes[0], 2, 1), StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_is_well_formed_whatever_the_texts_are()
    {
        Canvas canvas = new();
        canvas.Text(1, 2, "\0 \u0007 \ud800 \uffff 😀 </svg><script>alert(1)</script>");
        var svg = XDocument.Parse(SvgDrawing.Document(canvas.ToDrawing(), "a \"picture\" <b>"));
        Assert.Equal("    \ufffd \ufffd 😀 </svg><script>alert(1)</script>",
            svg.Descendants().Single(element => element.Name.LocalName == "text").Value);
        Assert.Equal("a \"picture\" <b>", svg.Root!.Attribute("aria-label")!.Value);
    }
}
