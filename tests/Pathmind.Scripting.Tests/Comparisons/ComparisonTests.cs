using Pathmind.Tests.Rollouts;

namespace Pathmind.Tests.Comparisons;

public class ComparisonTests
{
    [Fact]
    public void A_comparison_gives_every_policy_the_same_episodes()
    {
        var comparison =
            new Adder().Compare(50, seed: 4, Policy.From(_ => AgentAction.Of([0], [0])), Policy.From(_ => AgentAction.Of([1], [0])));
        var (idle, busy) = (comparison.Logs[0].Episodes["reward_0_sum"], comparison.Logs[1].Episodes["reward_0_sum"]);

        // 1 after the first step, 2 after the second
        Assert.All(idle.Zip(busy), pair => Assert.Equal(3, pair.Second - pair.First, 9));
        Assert.True(idle.Distinct().Count() > 40);
        var difference = comparison.Policies[1].Reward.Difference!.Value;
        Assert.Equal((3, 3, 3), (difference.Mean, difference.Low, difference.High));
    }

    [Fact]
    public void A_single_policy_is_compared_with_nothing_and_has_no_plot()
    {
        var shown = Assert.IsType<ContentList>(new Counters().Compare(1, seed: 0, Policy.From(_ => 0)).ToDisplay());
        Assert.Equal("1 episode of Counters (mean ± 95 % interval)", Assert.IsType<Table>(shown.Parts[0]).Title);
        Assert.IsType<Table>(shown.Parts[1]);
        Assert.Equal(2, shown.Parts.Count);
    }

    [Fact]
    public void A_comparison_shows_every_policy_and_no_row_for_the_only_term()
    {
        var comparison = new Adder().Compare(
            1, seed: 0, [.. Enumerable.Range(0, 12).Select(i => Policy.From($"policy {i}", _ => AgentAction.Of([0], [0])))]);

        Assert.Equal(["policy", "reward", "more than policy 0", "verdict"], comparison.ToTable().Columns.Select(column => column.Header));
        Assert.Equal(["steps"], comparison.ToNumbersTable().Rows.Select(row => row[0]));
        Assert.All(Enumerable.Range(0, 12), i => Assert.Contains($"policy {i} ", comparison.ToString()));
    }

    [Fact]
    public void A_comparison_prints_as_tables()
    {
        Assert.Equal(
            """
            3 episodes of Counters, the same for each policy (mean ± 95 % interval)
            ╭─────────────┬────────┬───────────────────────┬─────────╮
            │ policy      │ reward │ more than heuristic 1 │ verdict │
            ├─────────────┼────────┼───────────────────────┼─────────┤
            │ heuristic 1 │ −2 ± 0 │                       │         │
            │ heuristic 2 │  2 ± 0 │                +4 ± 0 │ better  │
            │ always 2    │  6 ± 0 │                +8 ± 0 │ better  │
            ╰─────────────┴────────┴───────────────────────┴─────────╯
            ▲ higher, ▼ lower than heuristic 1
            ╭───────┬─────────────┬─────────────┬──────────╮
            │       │ heuristic 1 │ heuristic 2 │ always 2 │
            ├───────┼─────────────┼─────────────┼──────────┤
            │ twice │       4 ± 0 │       4 ± 0 │    4 ± 0 │
            │ steps │       3 ± 0 │       3 ± 0 │    3 ± 0 │
            │ gain  │       0 ± 0 │     4 ± 0 ▲ │  8 ± 0 ▲ │
            │ cost  │      −2 ± 0 │      −2 ± 0 │   −2 ± 0 │
            ╰───────┴─────────────┴─────────────┴──────────╯
            """,
            new Counters().Compare(3, seed: 0, Policy.From(_ => 0), Policy.From(_ => 1), Policy.From("always 2", _ => 2)).ToString(),
            ignoreLineEndingDifferences: true);
    }
}
