namespace Pathmind.Tests.Rollouts;

/// <summary>What a run shows while it goes on and at its end.</summary>
public sealed class RunDisplayTests
{
    [Fact]
    public void Without_a_policy_it_says_that_actions_are_random_and_one_episode_shows_both_tables()
    {
        var display = new RecordingDisplay();
        new Adder().Run(display: display);

        Assert.Equal(new TextLine("No policy is given: the actions are random."), display.Shown[0]);
        Assert.Equal(["Steps", "Summary"], ((ContentList)Assert.Single(display.Shown.Skip(1))).Parts.Cast<Table>()
            .Select(table => table.Title));
    }

    [Fact]
    public void A_long_run_shows_progress_at_most_a_hundred_times_and_then_the_statistics()
    {
        var display = new RecordingDisplay();
        new Adder().Run(episodes: 1000, detail: LogDetail.Summaries, display: display);

        Assert.Equal(100, display.Updates.Count);
        Assert.Equal(1.0, ((ProgressReport)display.Updates[^1]).Fraction);
        Assert.Equal("random in 1000 episodes of Adder", Assert.IsType<Table>(display.Shown[^1]).Title);
    }

    [Fact]
    public void Episodes_are_announced_if_they_are_several_or_watched()
    {
        Assert.Equal(2, Announced(episodes: 2, sleep: null));
        Assert.Equal(1, Announced(episodes: 1, sleep: TimeSpan.FromTicks(1)));
        Assert.Equal(0, Announced(episodes: 1, sleep: null));

        static int Announced(int episodes, TimeSpan? sleep)
        {
            var display = new RecordingDisplay();
            new Adder().Run(episodes: episodes, sleep: sleep, display: display);
            return display.Shown.Count(content => content is TextLine { Text: var text }
                && text.StartsWith("Finished episode", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Steps_of_several_agents_keep_action_and_reward_where_it_is_narrow()
    {
        var text = new Counters().Run(Policy.From(_ => 1), display: Display.None).ToDisplay().ToText(80);

        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Contains("Columns without room here: ", text);
        var steps = text[..text.IndexOf("Columns without", StringComparison.Ordinal)];
        Assert.Contains("│ reward │", steps);                                                  // of both together
        Assert.All(["action", "gain", "cost"], name => Assert.Equal(2, steps.Split(name).Length - 1));
        Assert.DoesNotContain("pair", steps);
    }
}
