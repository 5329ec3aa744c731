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

    [Fact]
    public void Into_a_file_nothing_moves_and_the_end_is_told()
    {
        Write("coin.csx", Script + Coin);
        var output = Run("coin.csx").Succeeded();
        Assert.DoesNotContain("\e", output);
        Assert.Contains("Converged: ", output);
        Assert.Contains("mean reward per episode\n", output);
    }

    string InTerminal(string script, string keys = "")
    {
        var command = string.Join(' ', Program.Append(script).Select(word => $"'{word}'"));
        string[] arguments = ["-qec", $"stty cols 80 rows 24; TERM=xterm-256color {command}", "/dev/null"];
        return Shell("script", arguments, keys.Length == 0 ? null : keys).Succeeded();
    }

    static string Plain(string text) => Codes().Replace(text, "").Replace("\r", "");

    [GeneratedRegex(@"(\d+) %")]
    private static partial Regex Percent();

    [GeneratedRegex(@"\e(\[[0-9;?]*[A-Za-z]|[=>])")]
    private static partial Regex Codes();
}
