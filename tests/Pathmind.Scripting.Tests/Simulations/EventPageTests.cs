namespace Pathmind.Tests;

/// <summary>The example of docs/events.md is a model that keeps the rules and is learnt.</summary>
public sealed class EventPageTests
{
    [Fact]
    public void The_page_shows_the_code_that_is_tested()
    {
        var code = File.ReadAllText(Path.Combine(Repository.Root, "tests/Pathmind.Scripting.Tests/Simulations/RepairShop.cs"));
        Assert.Contains(
            code[code.IndexOf("class RepairShop", StringComparison.Ordinal)..].TrimEnd(),
            File.ReadAllText(Path.Combine(Repository.Root, "docs/events.md")));
    }

    [Fact]
    public void It_keeps_the_rules() => Assert.Empty(new RepairShop().Check(steps: 500).Problems);

    /// <summary>The rule is the one that is best for a single mechanic whose work is exponential (Cox and Smith
    /// 1961).</summary>
    [Fact]
    public void Trained_it_beats_the_longest_queue_and_is_as_good_as_the_rule_of_cost_per_hour_of_work()
    {
        var longest = Policy.From("longest queue", (observation, mask) => Best(mask, kind => observation["waiting"][kind]));
        var rule = Policy.From("cost per hour of work", (_, mask) => Best(mask, kind => new[] { 1 / 0.3, 8 / 0.8, 1 / 2.0 }[kind]));
        var trained = new RepairShop().Train(new() { Steps = 60_000, Display = Display.None, Threads = 1 }).Policy;
        var logs = new RepairShop().Compare(200, 1, rule, trained, longest).Logs;
        double[] Costs(int policy) => [.. logs[policy].Episodes["reward_0"]];
        Assert.True(Difference(Costs(1), Costs(2)).Low > 50, $"{Difference(Costs(1), Costs(2))}");
        Assert.True(Difference(Costs(1), Costs(0)).Low > -20, $"{Difference(Costs(1), Costs(0))}; {Statistic.Of(Costs(0))}");
    }

    static int Best(bool[] mask, Func<int, double> worth) => Enumerable.Range(0, 3).Where(kind => mask[kind]).MaxBy(worth);

    /// <summary>95 % interval of the mean difference in the same episodes.</summary>
    static (double Low, double High) Difference(double[] one, double[] other)
    {
        var difference = Statistic.Of([.. one.Zip(other, (a, b) => a - b)]);
        var half = 1.96 * difference.Deviation / Math.Sqrt(one.Length);
        return (difference.Mean - half, difference.Mean + half);
    }
}
