using Pathmind.Testing;

namespace Pathmind.Tests.Testing;

public class RecordingDisplayTests
{
    [Fact]
    public void A_training_is_recorded_with_its_messages_and_its_progress()
    {
        RecordingDisplay display = new();
        var result = new TestSimulation().Train(new() { Steps = 4_000, Display = display, StopWhenConverged = false });
        Assert.Contains(result.Message, string.Join(' ', display.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(1, display.Progress!.Fraction);
        Assert.NotEmpty(display.Updates);
    }

    [Fact]
    public void A_run_that_is_interrupted_ends_after_its_episode()
    {
        RecordingDisplay display = new();
        var episodes = 0;
        var test = new TestSimulation { Length = 1, OnStep = _ => InterruptAfter(30) };
        var log = test.Run(new FixedActions(1), episodes: 1_000, display: display);
        Assert.Equal(30, log.Episodes.Count);

        void InterruptAfter(int last)
        {
            if (++episodes == last)
                display.Interrupt();
        }
    }

    [Fact]
    public void Text_is_as_wide_as_asked_and_every_content_begins_a_line()
    {
        RecordingDisplay display = new() { Width = 40 };
        display.Show(new TextLine("first"));
        display.Show(new TextLine(string.Join(' ', Enumerable.Repeat("word", 30))));
        var lines = display.Text.Split('\n');
        Assert.Equal(("first", 2), (lines[0], display.Shown.Count));
        Assert.True(lines.Length > 2);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 40));
        Assert.Null(display.Progress);
    }
}
