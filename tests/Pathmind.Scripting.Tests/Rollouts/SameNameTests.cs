using Pathmind.Testing;

namespace Pathmind.Tests.Rollouts;

/// <summary>A reward term and a metric of the same name, and a term that is called as the whole is: each is shown, and
/// which it is can be told.</summary>
public sealed class SameNameTests
{
    static TestSimulation Shop(int agents = 1, Func<Goals>? wanted = null) => new()
    {
        Agents = agents, Wanted = wanted,
        Reward = (test, _) => new() { ["missed"] = -3 * test.Random.Next(4), ["sold"] = 2 },
        Metrics = (test, _) => new() { ["missed"] = test.State },
        OnStep = test => test.State = test.Random.Next(9),
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_run_shows_the_term_and_the_metric_by_different_names(int agents)
    {
        var log = Shop(agents).Run(Policy.Random(1), 3, seed: 1, display: Display.None);
        foreach (var table in new[] { log.Steps.ToTable(), log.Episodes.ToTable() })
        {
            string[] headers = [.. table.Columns.Select(column => column.Header)];
            Assert.Equal(agents, headers.Count(header => header.EndsWith("missed (term)", StringComparison.Ordinal)));
            Assert.Equal(agents, headers.Count(header => header.EndsWith("missed", StringComparison.Ordinal)));
        }
        Assert.Contains("  missed (term)", log.ToString());
        Assert.Equal(["missed", "sold"], log.Terms.Keys);                // in code and files they are apart already
        Assert.Contains("missed (term)", log.Replay().ToHtml());
    }

    [Fact]
    public void A_comparison_has_both_in_its_tables_its_file_and_by_name()
    {
        var folder = Directory.CreateTempSubdirectory("pathmind-");
        var comparison = Shop().Compare(20, seed: 1, Policy.Random(1), Policy.From("one", _ => 1));
        var (term, metric) = (comparison.Policies[0]["missed (term)"], comparison.Policies[0]["missed"]);
        Assert.Equal(comparison.Logs[0].Terms["missed"].Mean, term.Value.Mean, 1e-9);
        Assert.Equal(comparison.Logs[0].Metrics["missed"].Mean, metric.Value.Mean, 1e-9);
        Assert.Contains("│ missed (term) ", comparison.ToString());
        Assert.Contains("│ missed ", comparison.ToString());
        var file = Path.Combine(folder.FullName, "comparison.csv");
        comparison.WriteCsv(file);
        Assert.Matches("(?=.*,reward_missed,)(?=.*,metric_missed,)", File.ReadLines(file).First());
        Assert.Equal("missed (term) per episode, mean with 95 % interval", comparison.Plot("missed (term)").XLabel);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_goal_is_that_of_the_metric()
    {
        var shop = Shop(wanted: () => new() { ["missed"] = Goal.AtMost(20) });
        var policy = shop.Compare(20, seed: 1, Policy.Random(1)).Policies[0];
        Assert.NotNull(policy["missed"].Goal);
        Assert.Null(policy["missed (term)"].Goal);
    }

    [Fact]
    public void Where_a_summary_is_too_wide_only_the_last_terms_are_left_out()
    {
        TestSimulation simulation = new()
        {
            Reward = (_, _) => new() { ["sales"] = 10.25, ["missed"] = -1.5, ["storage"] = -2.25, ["truck"] = -4.5, ["penalty"] = -1.5 },
            Metrics = (test, _) => new() { ["missed"] = test.Steps },
        };
        var text = simulation.Run(Policy.Random(1), 2, seed: 1, display: Display.None).Episodes.ToTable().ToText(80);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Matches("Episode │ Steps │ reward │ sales │ missed", text);
        Assert.Contains("Columns without room here: truck, penalty.", text);
    }

    [Fact]
    public void The_only_term_that_is_called_reward_stands_once()
    {
        TestSimulation simulation = new() { Reward = (test, _) => new() { ["reward"] = test.State } };
        var log = simulation.Run(Policy.Random(1), 3, seed: 1, display: Display.None);
        Assert.Single(log.Episodes.ToTable().Columns, column => column.Header == "reward");
        Assert.Contains("reward_0_reward", log.Episodes.Names);
    }

    [Fact]
    public void Terms_and_metrics_that_are_called_as_the_whole_is_do_not_stand_for_it()
    {
        TestSimulation simulation = new()
        {
            Reward = (test, _) => new() { ["reward"] = 1, ["steps"] = 2 }, Metrics = (_, _) => new() { ["reward"] = 7, ["steps"] = 8 },
        };
        var policy = simulation.Compare(20, seed: 1, Policy.Random(1)).Policies[0];
        var steps = policy["steps"].Value.Mean;
        Assert.Equal(3 * steps, policy.Reward.Value.Mean);
        Assert.Equal((7, 8), (policy["reward (metric)"].Value.Mean, policy["steps (metric)"].Value.Mean));
        Assert.Equal((steps, 2 * steps), (policy["reward (term)"].Value.Mean, policy["steps (term)"].Value.Mean));
    }
}
