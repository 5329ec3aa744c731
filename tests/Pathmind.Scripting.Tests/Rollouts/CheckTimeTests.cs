using Pathmind.Checks;

namespace Pathmind.Tests.Rollouts;

/// <summary>A check that has 20 seconds by a clock that only the simulation's steps turn.</summary>
public class CheckTimeTests
{
    [Fact]
    public void A_simulation_that_is_fast_enough_is_examined_as_without_a_limit()
    {
        Bench limited = new(), unlimited = new();
        var check = limited.Check();
        Assert.Equal(unlimited.Check(TimeSpan.MaxValue).ToString(), check.ToString());
        Assert.Equal((10_000, 10_000), (limited.Steps, unlimited.Steps));          // five walks of 2,000
        Assert.Empty(check.Omissions);
    }

    /// <summary>A sixth of 20 s is over after 167 steps of 20 ms: four episodes of 40 and a fifth.</summary>
    [Fact]
    public void Of_a_slow_simulation_each_walk_is_cut_and_the_report_says_so()
    {
        Bench bench = new() { Ticks = 1 };
        Assert.Equal(
            """
            Slow: no problem found in what was looked at
            Not all was looked at, to save time; Check(time: TimeSpan.FromMinutes(4)) looks at more:
              – A step takes 20 ms: looked at 167 steps instead of 2,000, in 5 episodes.
            """,
            bench.Check().ToString());
        Assert.Equal(5 * 167, bench.Steps);
    }

    /// <summary>20 s pay for 20 steps of 1 s: five walks of 4, and none in search of an end.</summary>
    [Fact]
    public void Few_steps_are_no_reason_to_blame_what_did_not_change()
    {
        Bench bench = new() { Ticks = 50, Decides = 10 };
        var check = bench.Check();
        Assert.Equal(20, bench.Steps);
        Assert.Empty(check.Problems);
        Assert.Empty(check.Hints);
        Assert.Equal(
            [
                "A step takes 1 s: looked at 4 steps instead of 2,000, in 1 episode.",
                "Not seen: a decision. NeedsDecision was false for every agent in 4 steps.",
                "Not looked at: which observations and rewards never change, or are tiny: 4 steps do not tell.",
                "Not seen: the end of an episode. In 4 steps none came, so IsDone may be right or wrong.",
            ],
            check.Omissions);
    }

    [Fact]
    public void A_comparison_for_which_there_is_no_time_is_not_passed_in_silence()
    {
        Bench bench = new() { Ticks = 500 };                             // 10 s
        var check = bench.Check();
        Assert.Equal(3, bench.Steps);
        Assert.Equal(
            [
                "Not looked at: whether two new instances with the same seed and the same actions agree.",
                "Not looked at: whether Reset puts back everything that Step changes.",
                "Not looked at: whether instances stepped by turns share state.",
            ],
            check.Omissions.Where(omission => omission.Contains("whether")));
    }

    /// <summary>It takes 3.2 s a walk, and 4 s are left for an end that does not come in 200 more steps.</summary>
    [Fact]
    public void An_end_is_waited_for_no_longer_than_there_is_time()
    {
        Bench bench = new() { Ticks = 1, Length = 100_000 };
        var check = bench.Check(steps: 160);
        Assert.Equal(1_000, bench.Steps);
        Assert.Equal(
            ["Not seen: the end of an episode. In 360 steps none came, so IsDone may be right or wrong."], check.Omissions);
        Assert.DoesNotContain(check.Hints, hint => hint.Contains("IsDone"));
    }

    [Fact]
    public void What_a_slow_simulation_leaks_through_Reset_is_found() => Assert.Contains(
        "Reset must put back everything", Assert.Single(new Bench { Ticks = 50, Leaks = true }.Check().Problems));

    [Fact]
    public void A_check_needs_time() => Assert.Equal(
        "time is 00:00:00, but must be above 0.", Assert.Throws<ArgumentException>(() => new Walker().Check(time: TimeSpan.Zero)).Message);

    /// <summary>What its simulations are like, and how many steps they made.</summary>
    sealed class Bench
    {
        readonly StepClock clock = new();

        /// <summary>Of the clock a step, 20 ms each.</summary>
        public int Ticks { get; init; }

        /// <summary>Steps of an episode.</summary>
        public int Length { get; init; } = 40;

        /// <summary>The step from which on decisions are needed.</summary>
        public int Decides { get; init; }

        public bool Leaks { get; init; }

        public int Steps { get; private set; }

        public SimulationCheck Check(TimeSpan? time = null, int steps = 2_000) =>
            new SimulationChecker(() => new Slow(this), seed: 0, steps, new(time ?? SimulationCheck.UsualTime, clock)).Make();

        public void Step()
        {
            Steps++;
            clock.Turn(Ticks);
        }
    }

    sealed class Slow(Bench bench) : Simulation
    {
        int step, total;

        public override int MaxSteps => 200_000;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => step = 0;

        public override bool NeedsDecision(int agent) => step >= bench.Decides;

        public override void Step()
        {
            bench.Step();
            (step, total) = (step + 1, total + 1);
        }

        public override Observation GetObservation(int agent) => new() { ["step"] = (bench.Leaks ? total : step) % 40 / 40f };

        public override Reward GetReward(int agent) => new() { ["progress"] = step % 2 };

        public override bool IsDone(int agent) => step >= bench.Length;
    }
}
