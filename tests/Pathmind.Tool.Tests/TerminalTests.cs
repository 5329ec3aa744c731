using System.Text.RegularExpressions;

namespace Pathmind.Tests;

/// <summary><c>pathmind FILE.csx</c> in a terminal of 80 columns, which util-linux's <c>script</c> makes.</summary>
public sealed partial class TerminalTests : ToolFolder
{
    const string Script = """
        var training = new Coin().Train(new() { Steps = 20_000, Seed = 1 });
        Display(training.History.Plot());
        training.History.Plot().Save("curve.svg");
        Display(Enumerable.Range(0, 3).Select(each => new { name = each, text = string.Concat(Enumerable.Repeat("word ", 20)) }));

        """;

    [Fact]
    public void A_training_moves_on_the_spot_and_a_plot_fits_and_is_saved()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no script there.");
        Write("coin.csx", Script + Coin);
        var shown = InTerminal("coin.csx");

        var frames = shown.Split("\e[J").Where(frame => frame.Contains("Training Coin", StringComparison.Ordinal)).ToArray();
        var percents = frames.Select(frame => Percent().Match(frame)).Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].Value)).ToArray();
        Assert.Equal(percents.Order(), percents);
        Assert.Equal(100, percents[^1]);
        Assert.Matches(@"\e\[[12]A", frames[1]);                         // each begins where the one before began
        Assert.Contains("Converged: ", shown);

        var plot = Plain(shown[(shown.LastIndexOf("with exploration", StringComparison.Ordinal) + "with exploration".Length)..]);
        Assert.Contains("mean reward per episode\n", plot);
        Assert.Matches("│ +[╭╮╯╰─]", plot);
        Assert.All(plot.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.StartsWith("<svg", File.ReadAllText(PathOf("curve.svg")), StringComparison.Ordinal);
    }

    const string Drawn = """
        Display(new Drawn().Run(Policy.Random(1), display: Pathmind.Display.None).Replay());
        Console.WriteLine("after");

        class Drawn : Coin
        {
            int at;
            public override void Step() { base.Step(); at++; }
            public override bool IsDone(int agent) => at == 5;
            public override void Draw(Canvas canvas) { canvas.Size(60, 10); canvas.Circle(10 * at + 5, 5, 4); }
        }

        """;

    [Theory]
    [InlineData("", 3, 40)]
    [InlineData("q", 1, 3)]
    public void A_replay_plays_once_and_the_key_q_ends_it_with_the_last_picture(string key, int least, int most)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no script there.");
        Write("drawn.csx", Drawn + Coin);
        var shown = InTerminal("drawn.csx", key);
        var frames = shown.Split("\e[J").Where(frame => frame.Contains("random in Drawn", StringComparison.Ordinal)).ToArray();
        Assert.InRange(frames.Length, least, most);
        var last = Plain(frames[^1]);
        Assert.Contains("step 5 of 5 steps · Terminated", last);
        Assert.Matches(" █+", last);
        Assert.All(last.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Matches("(?s)To play it: .*after", shown);
    }

    /// <remarks>The terminal makes a signal of the character that Ctrl+C types. What follows is written as before: the
    /// terminal's settings are the same, its cursor is shown, and no colour is left.</remarks>
    [Fact]
    public void Ctrl_C_ends_a_replay_with_the_last_picture_and_leaves_the_terminal_as_it_was()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no script there.");
        Write("drawn.csx", Drawn.Replace("at == 5", "at == 500", StringComparison.Ordinal) + Coin);
        var shown = InTerminal("drawn.csx", "\u0003", after: "step ");

        var frames = shown.Split("\e[J").Where(frame => frame.Contains("random in Drawn", StringComparison.Ordinal)).ToArray();
        Assert.InRange(frames.Length, 2, 40);                            // the whole would take 12 s: 120 pictures
        Assert.Contains("step 500 of 500 steps · Terminated", Plain(frames[^1]));
        Assert.Matches("(?s)To play it: .*after", shown);
        Assert.True(shown.LastIndexOf("\e[?25h", StringComparison.Ordinal) >= shown.LastIndexOf("\e[?25l", StringComparison.Ordinal),
            "The cursor is hidden.");
        var end = shown[shown.LastIndexOf("after", StringComparison.Ordinal)..];
        Assert.DoesNotMatch(@"\e\[[1-9][0-9;]*m", end);
        Assert.Matches(@"\e\[0?m", shown[shown.LastIndexOf("\e[38;", StringComparison.Ordinal)..]);       // after the last colour
        Assert.Equal(File.ReadAllText(PathOf("before")), File.ReadAllText(PathOf("after")));
    }

    [Fact]
    public void Into_a_file_nothing_moves_and_the_end_is_told()
    {
        Write("coin.csx", Script + Coin);
        var output = Run("coin.csx").Succeeded();
        Assert.DoesNotContain("\e", output);
        Assert.Contains("Converged: ", output);
        Assert.Contains("mean reward per episode\n", output);
    }

    /// <summary>Everything that the terminal was sent. Its settings are in the files before and after, as
    /// <c>stty -g</c> writes them; the shell outlives Ctrl+C to do so.</summary>
    /// <param name="script">The file that runs.</param>
    /// <param name="keys">Pressed at once.</param>
    /// <param name="after">Or pressed as soon as a line with this text came; null for at once.</param>
    string InTerminal(string script, string keys = "", string? after = null)
    {
        var command = string.Join(' ', Program.Append(script).Select(word => $"'{word}'"));
        string[] arguments =
            ["-qec", $"trap : INT; stty cols 80 rows 24; stty -g > before; TERM=xterm-256color {command} && stty -g > after", "/dev/null"];
        return Shell("script", arguments, keys.Length == 0 ? null : keys, after).Succeeded();
    }

    static string Plain(string text) => Codes().Replace(text, "").Replace("\r", "");

    [GeneratedRegex(@"(\d+) %")]
    private static partial Regex Percent();

    [GeneratedRegex(@"\e(\[[0-9;?]*[A-Za-z]|[=>])")]
    private static partial Regex Codes();
}
