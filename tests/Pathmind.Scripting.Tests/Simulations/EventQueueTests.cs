namespace Pathmind.Tests;

/// <summary>The calendar of discrete-event models.</summary>
public sealed class EventQueueTests
{
    readonly EventQueue queue = new();
    readonly List<string> happened = [];

    [Fact]
    public void Events_run_in_the_order_of_their_times()
    {
        queue.Schedule(3, Note("c"));
        queue.Schedule(1, Note("a"));
        queue.ScheduleAt(2, Note("b"));
        while (queue.Next())
        {
        }
        Assert.Equal(["a 1", "b 2", "c 3"], happened);
    }

    [Fact]
    public void Events_of_one_time_run_in_the_order_in_which_they_were_scheduled()
    {
        for (var i = 0; i < 100; i++)
            queue.ScheduleAt(5, Note($"{i}"));
        queue.Schedule(1, () => queue.Schedule(4, Note("late")));        // at the same time, scheduled last
        while (queue.Next())
        {
        }
        Assert.Equal([.. Enumerable.Range(0, 100).Select(i => $"{i} 5"), "late 5"], happened);
    }

    [Fact]
    public void An_event_without_delay_runs_at_the_present_time_behind_those_that_wait_already()
    {
        queue.Schedule(1, () =>
        {
            Note("first")();
            queue.Schedule(0, Note("third"));
        });
        queue.Schedule(1, Note("second"));
        queue.RunUntil(1);
        Assert.Equal(["first 1", "second 1", "third 1"], happened);
    }

    [Fact]
    public void A_cancelled_event_does_not_happen_and_is_cancelled_once()
    {
        var breakdown = queue.Schedule(1, Note("breakdown"));
        queue.Schedule(2, Note("end"));
        Assert.True(breakdown.IsPending);
        Assert.True(queue.Cancel(breakdown));
        Assert.False(queue.Cancel(breakdown));
        Assert.False(breakdown.IsPending);
        Assert.Equal(1, queue.Count);
        queue.RunUntil(10);
        Assert.Equal(["end 2"], happened);
    }

    [Fact]
    public void An_event_cancels_a_later_one_one_of_its_own_time_and_itself_no_more()
    {
        ScheduledEvent? own = null, sameTime = null, later = null;
        List<bool> cancelled = [];
        own = queue.Schedule(1, () => cancelled.AddRange([queue.Cancel(sameTime), queue.Cancel(later), queue.Cancel(own)]));
        sameTime = queue.Schedule(1, Note("same time"));
        later = queue.Schedule(2, Note("later"));
        queue.RunUntil(3);
        Assert.Equal([true, true, false], cancelled);
        Assert.Empty(happened);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void Cancelling_nothing_is_allowed_and_an_event_of_another_queue_is_an_error()
    {
        Assert.False(queue.Cancel(null));
        var error = Assert.Throws<ArgumentException>(() => queue.Cancel(new EventQueue().Schedule(4, () => { })));
        Assert.Equal("The event at 4 belongs to another EventQueue: cancel it in the one that scheduled it.", error.Message);
    }

    [Fact]
    public void The_past_is_refused_with_both_times()
    {
        queue.Schedule(10, () => { });
        queue.Next();
        var error = Assert.Throws<ArgumentException>(() => queue.ScheduleAt(9.5, () => { }));
        Assert.Contains("at time 9.5, but it is 10 already", error.Message);
        error = Assert.Throws<ArgumentException>(() => queue.Schedule(-0.25, () => { }));
        Assert.Contains("scheduled -0.25 after time 10", error.Message);
        Assert.Contains("until time 9, but it is 10", Assert.Throws<ArgumentException>(() => queue.RunUntil(9)).Message);
        queue.ScheduleAt(10, Note("now"));
        queue.Next();
        Assert.Equal(["now 10"], happened);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Only_finite_times_are_taken(double time)
    {
        Assert.Throws<ArgumentException>(() => queue.Schedule(time, () => { }));
        Assert.Throws<ArgumentException>(() => queue.ScheduleAt(time, () => { }));
        Assert.Throws<ArgumentException>(() => queue.RunUntil(time));
        queue.RunUntil(double.MaxValue);
        Assert.Throws<ArgumentException>(() => queue.Schedule(double.MaxValue, () => { }));    // the sum is not finite
        Assert.Throws<ArgumentNullException>(() => queue.Schedule(0, null!));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void An_empty_queue_has_no_next_event_and_keeps_its_time()
    {
        queue.RunUntil(7);
        Assert.False(queue.Next());
        Assert.Equal((7, 0, double.PositiveInfinity), (queue.Time, queue.Count, queue.NextTime));
        queue.Schedule(1, () => { });
        Assert.Equal(8, queue.NextTime);
        Assert.Equal("time 7, 1 event, the next at 8", queue.ToString());
    }

    [Fact]
    public void Running_until_a_time_includes_it_and_leaves_what_comes_later()
    {
        queue.Schedule(1, Note("a"));
        queue.Schedule(2, Note("b"));
        queue.Schedule(2.5, Note("c"));
        queue.RunUntil(2);
        Assert.Equal(["a 1", "b 2"], happened);
        Assert.Equal((2, 1), (queue.Time, queue.Count));
    }

    [Fact]
    public void Clearing_starts_again_and_forgets_all_events()
    {
        var old = queue.Schedule(3, Note("old"));
        queue.Schedule(1, () => { });
        queue.Next();
        queue.Clear();
        Assert.Equal((0, 0, false), (queue.Time, queue.Count, old.IsPending));
        var other = queue.Schedule(2, Note("new"));
        Assert.False(queue.Cancel(old));                                 // its place belongs to another event now
        Assert.True(other.IsPending);
        queue.RunUntil(5);
        Assert.Equal(["new 2"], happened);
    }

    [Fact]
    public void What_an_action_throws_comes_through_and_the_others_are_kept()
    {
        queue.Schedule(1, () => throw new InvalidOperationException("broken"));
        queue.Schedule(2, Note("next"));
        Assert.Throws<InvalidOperationException>(() => queue.Next());
        Assert.Equal((1, 1), (queue.Time, queue.Count));
        queue.Next();
        Assert.Equal(["next 2"], happened);
    }

    [Fact]
    public void Events_that_follow_each_other_without_a_delay_are_an_error_instead_of_a_program_that_hangs()
    {
        void Again() => queue.Schedule(0, Again);
        queue.Schedule(4, Again);
        var error = Assert.Throws<InvalidOperationException>(() => queue.RunUntil(5));
        Assert.Contains("events ran at time 4 without time moving on", error.Message);
    }

    /// <summary>Against a sorted list, with cancelling at random places of the heap.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_million_events_run_as_a_sorted_list_says(int seed)
    {
        const int Events = 1_000_000;
        Random random = new(seed);
        var ran = new List<int>(Events);
        var events = new ScheduledEvent[Events];
        for (var i = 0; i < Events; i++)
        {
            var number = i;
            events[i] = queue.Schedule(random.Next(50_000), () => ran.Add(number));    // about 20 at each time
        }
        bool[] cancelled = [.. events.Select(one => random.Next(4) == 0 && queue.Cancel(one))];
        var expected = Enumerable.Range(0, Events).Where(i => !cancelled[i]).OrderBy(i => events[i].Time).ToArray();    // a stable sort
        Assert.Equal(expected.Length, queue.Count);
        queue.RunUntil(50_000);
        Assert.Equal(expected, ran);
        Assert.DoesNotContain(events, one => one.IsPending);
    }

    [Fact]
    public void Nothing_is_allocated_but_the_event()
    {
        Action nothing = () => { };
        void Work()
        {
            for (var i = 0; i < 1_000; i++)
            {
                var cancelled = queue.Schedule(i % 7, nothing);
                queue.Schedule(i % 5, nothing);
                queue.Cancel(cancelled);
                queue.Next();
            }
        }

        Work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Work();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 2_000 * 40, 2_000 * 64);
    }

    Action Note(string what) => () => happened.Add(FormattableString.Invariant($"{what} {queue.Time}"));
}
