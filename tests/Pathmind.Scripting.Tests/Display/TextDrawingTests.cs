using Pathmind.Displays;

namespace Pathmind.Tests.Displays;

/// <summary>Drawings as half blocks: two points per character, one above the other.</summary>
public sealed class TextDrawingTests
{
    /// <summary>8 × 8 units in 8 × 4 characters: a point is a unit.</summary>
    static string Plain(Action<Canvas> draw, int width = 8, int height = 4) => TextDrawing.Of(Drawn(draw), width, height, isPlain: true)
        .Render(80, TerminalColors.None).TrimEnd('\n');

    static Pathmind.Drawings.Drawing Drawn(Action<Canvas> draw)
    {
        Canvas canvas = new();
        canvas.Take(each =>
        {
            each.Size(8, 8);
            draw(each);
        });
        return canvas.ToDrawing();
    }

    [Fact]
    public void Areas_lines_and_texts_are_where_they_were_drawn() => Assert.Equal(
        """
        ▒▒▀ ▀▀▀▀
        ▒▒▀     
          ▄▄▄▄  
        ab█  █  
        """,
        Plain(canvas =>
        {
            canvas.Rectangle(0, 0, 2, 4, "green");
            canvas.Rectangle(2, 0, 1, 1, "green");
            canvas.Rectangle(2, 2, 1, 1, "green");
            canvas.Line(5, 0.5, 8, 0.5);
            canvas.Ring(4, 7, 2, thickness: 1);
            canvas.Text(0, 7, "ab", anchor: Anchor.Left);
        }), ignoreLineEndingDifferences: true);

    [Fact]
    public void What_is_smaller_than_a_point_is_still_seen_and_what_lies_outside_is_not()
    {
        Assert.Equal("        \n    ▄   \n        \n        ", Plain(canvas => canvas.Circle(4.4, 3.6, 0.01)));
        Assert.Equal("", Plain(canvas => canvas.Rectangle(9, 9, 4, 4)).Trim());
        Assert.Equal("       a", Plain(canvas => canvas.Text(7, 1, "abc", anchor: Anchor.Left)).Split('\n')[0]);
    }

    [Fact]
    public void Two_colours_share_a_character_and_a_text_on_an_area_is_black()
    {
        var colored = TextDrawing.Of(
            Drawn(canvas =>
            {
                canvas.Rectangle(0, 0, 1, 1, "blue");
                canvas.Rectangle(0, 1, 1, 1, "orange");
                canvas.Rectangle(1, 0, 1, 2, "#ff0000");
                canvas.Text(1, 1, "x", anchor: Anchor.Left);
            }), 8, 4, isPlain: false);
        Assert.StartsWith(
            "\u001b[38;5;33;48;5;214m▀\u001b[0m\u001b[38;5;16;48;5;196mx\u001b[0m", colored.Render(80, TerminalColors.Palette));
        Assert.StartsWith("\u001b[94;103m▀\u001b[0m\u001b[30;41mx\u001b[0m", colored.Render(80, TerminalColors.Basic));
    }

    [Fact]
    public void A_picture_keeps_its_proportions_within_width_and_height()
    {
        var lines = Plain(canvas => canvas.Rectangle(0, 0, 8, 8), width: 60, height: 10).Split('\n');
        Assert.Equal((10, 20), (lines.Length, lines[0].Length));
        lines = Plain(canvas => canvas.Rectangle(0, 0, 8, 8), width: 12, height: 10).Split('\n');
        Assert.Equal((6, 12), (lines.Length, lines[0].Length));
    }
}
