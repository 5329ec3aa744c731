using Pathmind.Hosting;

namespace Pathmind.Tests.Displays;

public class NotebookDisplayTests
{
    /// <summary>Outputs of a cell, each with its bundles so far, oldest first.</summary>
    readonly List<List<IReadOnlyDictionary<string, string>>> outputs = [];
    readonly GivenTime time = new();

    static readonly LinePlot Plot = new(new PlotSeries("mean", [0, 1], [1, 2])) { XLabel = "steps", YLabel = "reward" };

    [Fact]
    public void An_update_replaces_the_output_at_most_five_times_a_second_and_the_newest_waits_for_its_turn()
    {
        using var live = Display().Live();
        live.Update(new TextLine("0 ms"));
        time.Advance(100);
        live.Update(new TextLine("100 ms"));
        live.Update(new TextLine("100 ms, newer"));
        Assert.Equal(["0 ms"], Texts());

        time.Advance(100);
        Assert.Equal(["0 ms", "100 ms, newer"], Texts());
        time.Advance(200);
        live.Update(new TextLine("400 ms"));
        Assert.Equal(["0 ms", "100 ms, newer", "400 ms"], Texts());
    }

    [Fact]
    public void The_last_update_is_never_lost_and_nothing_follows_it()
    {
        var live = Display().Live();
        live.Update(new TextLine("first"));
        live.Update(new TextLine("last"));
        live.Dispose();
        live.Dispose();
        time.Advance(1000);
        Assert.Equal(["first", "last"], Texts());
        Assert.Throws<ObjectDisposedException>(() => live.Update(new TextLine("late")));
    }

    [Fact]
    public void While_it_changes_a_picture_is_part_of_the_output_and_at_the_end_an_output_of_its_own()
    {
        var live = Display().Live();
        live.Update(new ContentList(new ProgressReport("Training") { Picture = Plot }, new TextLine("Stopped, best policy kept")));
        Assert.Contains("<svg", Assert.Single(outputs)[0]["text/html"]);

        live.Dispose();
        Assert.Equal(2, outputs.Count);
        Assert.DoesNotContain("<svg", outputs[0][^1]["text/html"]);
        Assert.Contains("Stopped, best policy kept", outputs[0][^1]["text/html"]);
        Assert.StartsWith("<svg", outputs[1][0]["image/svg+xml"]);
    }

    [Fact]
    public void Parts_with_pictures_among_them_are_outputs_of_their_own_and_texts_stay_together()
    {
        Display().Show(new ContentList(new TextLine("a"), new TextLine("b")));
        Assert.Single(outputs);
        Display().Show(new ContentList(new TextLine("a"), Plot, new ContentList(new TextLine("b"), Plot)));
        Assert.Equal([false, true, false, true], outputs.Skip(1).Select(output => output[0].ContainsKey("image/svg+xml")));
    }

    [Fact]
    public void The_stop_button_reaches_the_training_which_keeps_its_best_policy()
    {
        using CancellationTokenSource stop = new();
        TrainingResult? training = null;
        NotebookDisplay display = new(bundle =>
        {
            outputs.Add([bundle]);
            return outputs[^1].Add;
        }, time, stop.Token);
        using (Pathmind.Display.Use(display))
            training = new Bandit().Train(
                new() { Steps = 1_000_000, StopWhenConverged = false, OnIteration = row => { if (row.Iteration == 3) stop.Cancel(); } });

        Assert.Equal(StopReason.Interrupted, training.Stop);
        Assert.Contains("Stopped, best policy kept", outputs[0][^1]["text/plain"]);
        Assert.Contains("image/svg+xml", outputs[^1][0].Keys);
    }

    NotebookDisplay Display() => new(bundle =>
    {
        List<IReadOnlyDictionary<string, string>> output = [bundle];
        outputs.Add(output);
        return output.Add;
    }, time, CancellationToken.None);

    IEnumerable<string> Texts() => Assert.Single(outputs).Select(bundle => bundle["text/plain"]);

    /// <summary>A clock that is set by hand.</summary>
    sealed class GivenTime : TimeProvider
    {
        readonly List<Alarm> alarms = [];
        long now = TimeSpan.TicksPerDay;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now;

        public void Advance(double milliseconds)
        {
            now += TimeSpan.FromMilliseconds(milliseconds).Ticks;
            foreach (var alarm in alarms.Where(alarm => alarm.Due <= now).ToArray())
                alarm.Ring();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Alarm alarm = new(this, () => callback(state));
            alarms.Add(alarm);
            return alarm;
        }

        sealed class Alarm(GivenTime time, Action ring) : ITimer
        {
            public long Due { get; private set; } = long.MaxValue;

            public void Ring()
            {
                Due = long.MaxValue;
                ring();
            }

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time.now + dueTime.Ticks;
                return true;
            }

            public void Dispose() => Due = long.MaxValue;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
