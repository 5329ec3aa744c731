using System.Text.RegularExpressions;

namespace Pathmind.Tests.Reports;

public sealed class ReportTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-report-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_report_holds_the_curve_the_comparison_an_episode_and_where_it_comes_from_and_asks_nothing_of_the_network()
    {
        var training = new Bandit().Train(new() { Steps = 4_000, Display = Display.None });
        training.SaveReport(Path.Combine(folder, "report.html"), new()
        {
            Episodes = 5, Policies = [Policy.From("always <7>", _ => 7)], Date = new(2026, 5, 4, 3, 2, 0, TimeSpan.Zero), Title = "A & B",
        });
        var html = File.ReadAllText(Path.Combine(folder, "report.html"));

        Assert.All(["<title>A &amp; B</title>", "Reward over the training", "Reward terms per episode", "always &lt;7&gt;", "random",
            "One episode", "2026-05-04 03:02", "rolloutsteps", "viewport"],
            text => Assert.Contains(text, html, StringComparison.OrdinalIgnoreCase));
        Assert.All(["http:", "https:", "src=", "@import", "url("],
            text => Assert.DoesNotContain(text, html.Replace("http://www.w3.org/2000/svg", "")));
        Assert.Equal(2, Regex.Count(html, "<script"));                   // the episode that is played: its data, and the player
        Assert.Single(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void A_training_from_a_rule_is_compared_with_the_rule_once()
    {
        var rule = Policy.From("always 1", _ => 1);
        var training = new Bandit().Train(new() { Steps = 3_000, Display = Display.None, StartFrom = rule });
        var head = "<thead><tr><th[^>]*></th><th[^>]*>random</th><th[^>]*>always 1</th><th[^>]*>trained</th></tr></thead>";
        foreach (Policy[] given in new[] { [], new[] { rule } })
        {
            training.SaveReport(Path.Combine(folder, "report.html"), new() { Episodes = 5, Policies = given });
            Assert.Matches(head, File.ReadAllText(Path.Combine(folder, "report.html")));
        }
    }

    /// <summary>A picture that is scaled down to a phone has text of six pixels.</summary>
    [Fact]
    public void Each_plot_is_there_for_a_wide_page_and_for_a_phone_and_both_tables_of_the_comparison()
    {
        var training = new Bandit().Train(new() { Steps = 4_000, Display = Display.None });
        training.SaveReport(Path.Combine(folder, "report.html"), new() { Episodes = 5 });
        var html = File.ReadAllText(Path.Combine(folder, "report.html"));

        string[] widths = [.. Regex.Matches(html, "<svg [^>]*viewBox=\"0 0 (\\d+) ").Select(match => match.Groups[1].Value)];
        Assert.Equal(Enumerable.Repeat<string[]>(["640", "360"], widths.Length / 2).SelectMany(pair => pair), widths);
        Assert.True(widths.Length >= 6, $"{widths.Length} plots");
        Assert.Matches(new Regex("<thead><tr><th[^>]*></th><th[^>]*>random</th><th[^>]*>trained</th></tr></thead>"), html);
        Assert.Matches(new Regex("<th[^>]*>more than random</th><th[^>]*>verdict</th></tr></thead>"), html);
    }

    /// <summary>A function makes the training reward a thousand times as large as the simulation's own.</summary>
    [Fact]
    public void Message_tiles_curve_and_policies_show_the_simulations_own_reward_and_the_training_reward_is_named()
    {
        var training = new Bandit().Train(new()
        {
            Steps = 6_000, Display = Display.None, Reward = terms => 1_000 * terms["paid"], StopWhenConverged = false,
        });
        training.SaveReport(Path.Combine(folder, "report.html"), new() { Episodes = 40 });
        var html = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.Matches(@"trained</span><b>1\.[45][0-9]* <small>± 0\.[0-9]+</small></b>", html);
        Assert.Contains("Training reward per episode", html);
        var curves = training.History.PlotAll().Plots;
        Assert.All(curves[0].Series[0].Y, reward => Assert.InRange(reward, 0.3, 2.1));
        Assert.InRange(curves[1].Series[0].Y.Max(), 500, 1_001);
        var plain = new Bandit().Train(new() { Steps = 2_000, Display = Display.None });
        Assert.DoesNotContain(plain.History.PlotAll().Plots, plot => plot.YLabel.Contains("training reward", StringComparison.Ordinal));
        Assert.DoesNotContain("training reward", plain.Message);
    }

    [Fact]
    public void The_same_training_gives_the_same_report_unless_a_date_is_given()
    {
        var training = new Bandit().Train(new() { Steps = 2_000, Display = Display.None });
        Assert.Equal(Report(new()), Report(new()));
        Assert.NotEqual(Report(new()), Report(new() { Date = DateTimeOffset.UnixEpoch }));

        string Report(ReportOptions options)
        {
            var path = Path.Combine(folder, "again.html");
            training.SaveReport(path, options with { Episodes = 2 });
            return File.ReadAllText(path);
        }
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_refused_before_an_episode_is_played()
    {
        var training = new Bandit().Train(new() { Steps = 2_000, Display = Display.None });
        var played = 0;
        Assert.Throws<ArgumentException>(() => training.SaveReport(folder, new() { Policies = [Policy.From(_ => played++ * 0)] }));
        Assert.Equal(0, played);
    }
}
