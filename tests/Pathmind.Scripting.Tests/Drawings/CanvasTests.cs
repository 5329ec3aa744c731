using System.Globalization;
using Pathmind.Drawings;

namespace Pathmind.Tests.Drawings;

public sealed class CanvasTests
{
    [Fact]
    public void A_drawing_is_the_shapes_in_the_order_of_their_calls()
    {
        Canvas canvas = new();
        canvas.Grid(6, 3);
        canvas.Circle(0.5, 2.5, 1 / 3.0, "yellow 30%");
        canvas.Text(3, 1, "five\nsix");
        var drawing = canvas.ToDrawing();

        Assert.Equal((6, 3), (drawing.Width, drawing.Height));
        Assert.Equal([ShapeKind.Grid, ShapeKind.Circle, ShapeKind.Text], drawing.Shapes.Select(shape => shape.Kind));
        Assert.Equal([0.5, 2.5, 0.333], drawing.Shapes[1].Numbers);      // 6 units: a 5000th of them has three decimals
        Assert.Equal(new ShapeColor("yellow", 0.3), drawing.Shapes[1].Paint);
        Assert.Equal([3, 1, 0.15, (int)Anchor.Middle], drawing.Shapes[2].Numbers);         // a twentieth of 3 units
        Assert.Equal("five six", drawing.Shapes[2].Words);
        canvas.Take(_ => { });
        Assert.Empty(canvas.ToDrawing().Shapes);
        Assert.Equal(3, drawing.Shapes.Length);                          // it is data of its own
    }

    static CultureInfo Commas => new("") { NumberFormat = { NumberDecimalSeparator = "," } };

    public static TheoryData<Action<Canvas>, string> Wrong => new()
    {
        {
            canvas => canvas.Circle(double.NaN, 2, 0.5),
            "Canvas.Circle(x: NaN, y: 2, radius: 0.5) cannot be drawn: it is required that x is a finite number."
        },
        { canvas => canvas.Line(0, 0, double.PositiveInfinity, 0), "x2 is a finite number" },
        { canvas => canvas.Rectangle(0, 0, -1, 2), "width is at least 0" },
        { canvas => canvas.Ring(0, 0, 1, thickness: -1), "thickness is at least 0" },
        { canvas => canvas.Size(0, 10), "width is above 0" },
        { canvas => canvas.Size(1, 101), "at most 100 times" },
        { canvas => canvas.Grid(0, 3), "1 .. 1000" },
        { canvas => canvas.Polyline([(1, 2)]), "Canvas.Polyline got 1 of the 2 points that it needs at least." },
        { canvas => canvas.Polygon([(1, 2), (3, 4), (5, double.NaN)]), "points[2].Y is a finite number" },
        { canvas => canvas.Circle(1, 2, 3, "bleu"), "Canvas.Circle got the colour 'bleu', which is not one" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_drawn_is_an_error_that_names_the_call(Action<Canvas> draw, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => draw(new Canvas())).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("blue")]
    [InlineData("navy")]
    [InlineData("#abc")]
    [InlineData("#3b86d180")]
    [InlineData("rgb(59 134 209 / 50%)")]
    [InlineData("hsl(210, 60%, 50%)")]
    [InlineData("ink 12.5%")]
    public void A_palette_color_and_a_CSS_color_are_colors(string color) => Colors.Parse(color, "Circle");

    [Theory]
    [InlineData("")]
    [InlineData("red;background:url(//x)")]
    [InlineData("url(#a)")]
    [InlineData("#12345")]
    [InlineData("\"><script>")]
    [InlineData("rgb(0,0,0)\n}")]
    [InlineData("blue 101%")]
    [InlineData("var(--x)")]
    [InlineData("rgb(url(1))")]
    public void Nothing_else_is_a_color(string color) => Assert.Throws<ArgumentException>(() => Colors.Parse(color, "Circle"));

    [Fact]
    public void Drawing_knows_no_culture_and_an_error_of_it_has_its_place()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = Commas;
        try
        {
            var simulation = new Drawn();
            var driver = new Pathmind.Simulations.SimulationDriver(simulation, new Random(1));
            driver.Begin();
            Canvas canvas = new();
            driver.Draw(canvas);
            Assert.Equal("0.5", canvas.ToDrawing().Shapes[0].Words);
            simulation.Radius = -1;
            Assert.Contains("Canvas.Circle(x: 0, y: 0, radius: -1)",
                Assert.Throws<ArgumentException>(() => driver.Draw(canvas)).Message, StringComparison.Ordinal);
            Assert.StartsWith("Drawn.Draw() threw ArgumentException in episode 1 at Reset: ",
                driver.Explain(new ArgumentException("?")).Message, StringComparison.Ordinal);
            Assert.Equal(",", CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_wrapper_draws_what_it_wraps()
    {
        Canvas canvas = new();
        new TimeLimit(new Drawn(), 5).Draw(canvas);
        Assert.Equal(2, canvas.ToDrawing().Shapes.Length);
    }

    sealed class Drawn : Simulation
    {
        public double Radius { get; set; } = 0.5;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset()
        {
        }

        public override void Step()
        {
        }

        public override Observation GetObservation(int agent) => new() { ["x"] = 1 };

        public override Reward GetReward(int agent) => new() { ["r"] = 1 };

        public override bool IsDone(int agent) => false;

        public override void Draw(Canvas canvas)
        {
            canvas.Text(1, 1, $"{Radius}");
            canvas.Circle(0, 0, Radius);
        }
    }
}
