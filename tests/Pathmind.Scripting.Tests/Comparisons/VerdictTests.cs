using static Pathmind.Tests.Comparisons.Noisy;

namespace Pathmind.Tests.Comparisons;

/// <summary>What a comparison says, on problems whose answer is known.</summary>
public sealed class VerdictTests
{
    static readonly ComparisonOptions Silent = new() { Display = Display.None, Time = TimeSpan.FromMinutes(5) };

    [Fact]
    public void A_policy_that_earns_more_is_better_and_one_that_earns_less_is_worse()
    {
        var comparison = With(0.5).Compare(200, seed: 3, Choosing(5), Choosing(7), Choosing(3));
        Assert.Equal([Verdict.First, Verdict.Better, Verdict.Worse], comparison.Policies.Select(policy => policy.Reward.Verdict));
        Assert.All(comparison.Policies.Skip(1).Zip([1.0, -1]), pair =>
            Assert.True(pair.First.Reward.Difference!.Value.Contains(pair.Second)));
        Assert.Equal([0.0, 0, 0], comparison.Policies.Select(policy => policy.Reward.MoreEpisodes));
    }

    /// <summary>A fifth of a deviation of √2: (1.96 × √2 / 0.2)² = 192 episodes, and half of the noise cancels in
    /// pairs.</summary>
    [Fact]
    public void What_is_not_told_yet_says_about_how_many_more_episodes_it_takes()
    {
        double[] needed =
        [
            .. from seed in Enumerable.Range(0, 200)
               let reward = With(0.2).Compare(100, seed, Choosing(0), Choosing(1)).Policies[1].Reward
               select reward.Verdict == Verdict.Better ? 100 : 100 + reward.MoreEpisodes,
        ];
        Assert.InRange(needed.Order().ElementAt(100), 130, 260);
        var one = With(0.2).Compare(25, 1, Choosing(0), Choosing(1)).Policies[1].Reward;
        Assert.Equal(Verdict.NotTold, one.Verdict);
        Assert.Matches("^not told yet: about [1-9][0-9,]* more episodes$|^not told: no difference above 0.[0-9]+$", one.InWords);
    }

    [Fact]
    public void Shared_chance_cancels_in_pairs()
    {
        var (alone, paired) = (Half(0), Half(0.99));
        Assert.InRange(paired / alone, 0.05, 0.15);                      // the root of 1 %

        static double Half(double shared) =>
            With(1, shared).Compare(300, 1, Choosing(0), Choosing(1)).Policies[1].Reward.Difference!.Value.HalfWidth;
    }

    /// <summary>5 % may be wrong; 400 comparisons have a standard error of 1.1 %.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Policies_that_are_equally_good_are_told_apart_in_five_percent_of_all_comparisons_at_most(int policies)
    {
        var wrong = Enumerable.Range(0, 400).Count(seed =>
            With(0).Compare(20, seed, [.. Enumerable.Range(0, policies).Select(Choosing)])
                .Policies.Any(policy => policy.Reward.Verdict is Verdict.Better or Verdict.Worse));
        Assert.InRange(wrong / 400.0, 0.01, 0.08);
    }

    [Fact]
    public void Looking_again_and_again_does_not_raise_the_error()
    {
        var options = Silent with { Tolerance = 0 };
        var wrong = Enumerable.Range(0, 60).Count(seed =>
        {
            var looks = Enumerable.Range(0, 4).Select(look => With(0).Compare(20 << look, seed, Choosing(0), Choosing(1)));
            return looks.Any(comparison => new Pathmind.Comparison(comparison.Logs, [], looks: 10, tolerance: 0)
                .Policies[1].Reward.Verdict != Verdict.NotTold);
        });
        Assert.InRange(wrong / 60.0, 0, 0.05);
        Assert.Equal(20, With(2).Compare(options, Choosing(0), Choosing(9)).Episodes);
    }

    [Fact]
    public void Without_a_number_as_many_episodes_are_played_as_it_takes()
    {
        var close = With(0.2).Compare(Silent, Choosing(0), Choosing(1));
        Assert.Equal(Verdict.Better, close.Policies[1].Reward.Verdict);
        Assert.InRange(close.Episodes, 160, 1280);
        Assert.Equal(close.ToString(), With(0.2).Compare(Silent, Choosing(0), Choosing(1)).ToString());
        Assert.Equal(20, With(1).Compare(Silent, Choosing(0), Choosing(8)).Episodes);
    }

    [Fact]
    public void A_difference_that_does_not_matter_ends_a_comparison()
    {
        var simulation = With(0.001);
        var same = simulation.Compare(Silent with { Tolerance = 0.5 }, Choosing(9), Choosing(9));
        Assert.Equal(("the same", 20), (same.Policies[1].Reward.InWords, same.Episodes));
        Assert.Equal(Verdict.NoDifference, same.Policies[1].Reward.Verdict);
    }

    [Fact]
    public void The_time_ends_a_comparison_after_twenty_episodes_at_least()
    {
        var comparison = With(0).Compare(Silent with { Time = TimeSpan.FromTicks(1), Tolerance = 0 }, Choosing(0), Choosing(1));
        Assert.Equal(20, comparison.Episodes);
    }

    [Fact]
    public void A_goal_is_kept_not_kept_or_not_told_yet()
    {
        Goals goals = new() { ["late"] = Goal.AtMost(0.3), ["gain"] = Goal.AtLeast(1.5) };
        var comparison = With(1, goals: goals).Compare(150, 2, Choosing(3), Choosing(1), Choosing(8));
        Assert.Equal([null, true, false], comparison.Policies.Select(policy => policy["late"].IsKept));
        Assert.Equal([true, false, true], comparison.Policies.Select(policy => policy["gain"].IsKept));
        Assert.Equal([null, false, false], comparison.Policies.Select(policy => policy.KeepsGoals));
        Assert.Equal([Verdict.First, Verdict.Better, Verdict.Worse], comparison.Policies.Select(policy => policy["late"].Verdict));
        Assert.Contains("late\n", $"{comparison.ToNumbersTable().Rows[1][0]}");
        Assert.Equal(["not told: late", "not kept: gain", "not kept: late"], comparison.ToTable().Rows.Select(row => row[^1]));
    }

    [Fact]
    public void A_goal_without_a_bound_says_which_direction_is_better()
    {
        var comparison = With(1, goals: new() { ["late"] = Goal.Minimise }).Compare(100, 2, Choosing(5), Choosing(1));
        Assert.Equal((Verdict.Worse, Verdict.Better), (comparison.Policies[1].Reward.Verdict, comparison.Policies[1]["late"].Verdict));
        Assert.Equal(Verdict.Lower, With(1).Compare(100, 2, Choosing(5), Choosing(1)).Policies[1]["late"].Verdict);
    }

    [Fact]
    public void A_goal_for_a_name_that_is_not_there_is_an_error_that_lists_the_names()
    {
        var error = Assert.Throws<SimulationException>(
            () => With(1, goals: new() { ["lade"] = Goal.Minimise }).Compare(1, 0, Choosing(1)));
        Assert.Contains("for 'lade', but the metrics and reward terms are late, gain, reward, steps", error.Message);
    }
}
