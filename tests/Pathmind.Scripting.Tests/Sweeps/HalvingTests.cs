using Pathmind.Numerics;
using Pathmind.Sweeps;

namespace Pathmind.Tests;

public sealed class HalvingTests
{
    [Fact]
    public void Of_nine_trials_the_best_three_go_on_and_of_these_the_best_one()
    {
        Halving halving = new(factor: 3, rungs: 3);
        Assert.Equal([1 / 9.0, 1 / 3.0, 1], Enumerable.Range(0, 3).Select(halving.Share));
        double[] scores = [5, 1, 9, 2, 7, 3, 8, 4, 6];
        List<(int, int)> went = [];
        for (var trial = 0; trial < 9; trial++)
        {
            halving.Add(trial, 0, scores[trial]);
            while (halving.Next() is { } next)
            {
                went.Add(next);
                halving.Add(next.Trial, next.Rung, scores[next.Trial]);
            }
        }
        // after three trials the third (9) goes on; of six the best two are it and the fifth (7);
        // of nine also the seventh (8)
        Assert.Equal([(2, 1), (4, 1), (6, 1), (2, 2)], went);
    }

    [Fact]
    public void The_trial_that_all_are_compared_with_always_goes_on()
    {
        Halving halving = new(factor: 3, rungs: 2, always: 0);
        halving.Add(0, 0, -5);
        Assert.Equal((0, 1), halving.Next());
        Assert.Null(halving.Next());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void The_best_of_a_fixed_set_is_never_stopped_whatever_the_order(int parallel)
    {
        for (var seed = 0; seed < 50; seed++)
        {
            RandomStream random = new(seed, 1);
            var scores = Enumerable.Range(0, 27).Select(i => (double)i).ToArray();
            random.Shuffle(scores.AsSpan());
            var steps = Enumerable.Range(0, 27).Select(_ => 1 + 9 * random.NextDouble()).ToArray();
            var done = Run(parallel, 27, trial => scores[trial], trial => steps[trial]);
            Assert.Contains(new(Array.IndexOf(scores, 26), 2), done);
            Assert.True(done.Count(part => part.Rung == 2) < 9, "too many came to the end");
            Assert.Equal(27, done.Count(part => part.Rung == 0));
        }
    }

    [Fact]
    public void Few_trials_have_a_result_too_and_one_that_failed_goes_no_further()
    {
        var done = Run(4, 2, trial => trial == 0 ? double.NaN : 1, _ => 1);
        Assert.Equal([new(0, 0), new(1, 0), new(1, 1), new(1, 2)], done);
    }

    [Fact]
    public void What_is_done_in_which_order_is_decided_by_steps_alone()
    {
        // two at once: the first part of trial 0 takes 5, those of 1, 2 and 3 take 1 each and end before it
        var done = Run(2, 4, trial => trial, trial => trial == 0 ? 45 : 9);
        Assert.Equal([1, 2, 3, 0], done.Where(part => part.Rung == 0).Select(part => part.Trial));
    }

    static List<TrialPart> Run(int parallel, int trials, Func<int, double> score, Func<int, double> steps)
    {
        Halving halving = new(factor: 3, rungs: 3);
        List<TrialPart> done = [];
        var begun = 0;
        new SweepSchedule(parallel, halving).Run(
            () => begun < trials ? begun++ : null, _ => { },
            part => (halving.Share(part.Rung) - (part.Rung == 0 ? 0 : halving.Share(part.Rung - 1))) * steps(part.Trial),
            part =>
            {
                done.Add(part);
                return score(part.Trial);
            });
        return done;
    }
}
