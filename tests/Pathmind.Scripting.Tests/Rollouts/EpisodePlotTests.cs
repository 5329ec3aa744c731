namespace Pathmind.Tests.Rollouts;

public class EpisodePlotTests
{
    static readonly Policy Right = Policy.From(_ => 1);

    static EpisodeLog Log(int episodes) => new Chain().Run(Right, episodes, display: Display.None);

    [Fact]
    public void The_terms_of_one_episode_are_summed_up_step_by_step()
    {
        var plot = Log(1).Plot();
        Assert.Equal(["left", "right", "noise"], plot.Series.Select(series => series.Name));
        Assert.Equal([0, 0, 0, 0, 0, 1], plot.Series[1].Y);                                    // six steps to the right end
        Assert.Equal([1, 2, 3, 4, 5, 6], plot.Series[1].X);
        Assert.All(plot.Series[2].Y.Zip(plot.Series[2].Y.Skip(1)), pair => Assert.True(pair.Second > pair.First));
    }

    [Fact]
    public void Of_several_episodes_each_point_is_an_episode()
    {
        var log = Log(3);
        Assert.Equal([1, 1, 1], log.Plot().Series[1].Y);
        Assert.Equal(log.Episodes["reward_0_noise"]
            .Select(noise => 1 + noise), log.Plot("reward").Series.Single().Y.Select(y => y), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(["right"], log.Plot("right").Series.Select(series => series.Name));
    }

    [Fact]
    public void A_column_is_named_in_full_or_by_its_end_and_has_a_line_an_agent()
    {
        var log = new TwoEchoes().Run(Policy.From(_ => 0), display: Display.None);
        Assert.Equal(["agent 0", "agent 1"], log.Plot("bit").Series.Select(series => series.Name));
        Assert.Equal(["observation_1_bit"], log.Plot("observation_1_bit").Series.Select(series => series.Name));
        Assert.Equal(["agent 0", "agent 1"], log.Plot("action").Series.Select(series => series.Name));
        Assert.Equal("reward per step", log.Plot("reward").YLabel);
        Assert.Contains("reward, observation_0_bit", Assert.Throws<KeyNotFoundException>(() => log.Plot("bitt")).Message);
    }

    [Fact]
    public void What_all_agents_share_is_one_line_of_a_plot()
    {
        TestSimulation shared = new()
        {
            Agents = 3, Length = 4,
            Reward = (_, agent) => new() { ["own"] = agent },
            Metrics = (test, _) => new() { ["total"] = 3 * test.Steps },
        };
        var log = shared.Run(Policy.From(_ => 0), display: Display.None);
        Assert.Equal(["total"], log.Plot("total").Series.Select(series => series.Name));
        Assert.Equal(["agent 0", "agent 1", "agent 2"], log.Plot("own").Series.Select(series => series.Name));
    }

    [Fact]
    public void A_comparison_has_an_interval_for_each_policy()
    {
        var comparison = new Chain().Compare(3, 0, Right, Policy.Random(1));
        var plot = comparison.Plot();
        Assert.True(comparison.Logs[0].Reward.Deviation > 0);
        Assert.Equal(comparison.Policies.Select(policy => policy.Reward.Value), plot.Values);
        Assert.Equal(["heuristic", "random"], plot.Labels);
        Assert.Equal(comparison.Logs[0].Reward.Mean, plot.Mark);
        Assert.Equal(comparison.Logs.Select(log => log.Length.Mean), comparison.Plot("steps").Values.Select(value => value.Mean));
        Assert.Contains("There are: reward, steps", Assert.Throws<KeyNotFoundException>(() => comparison.Plot("gain")).Message);
    }

    [Fact]
    public void Histories_are_compared_in_one_plot_and_all_of_one_is_a_grid()
    {
        var (first, second) = (Train(1), Train(2));
        var plot = TrainingHistory.Compare(("first", first.History), ("second", second.History));
        Assert.Equal(["first", "second"], plot.Series.Select(series => series.Name));
        Assert.Equal(first.History.Plot().Series[0].Y, plot.Series[0].Y);
        Assert.Equal("2 trainings of Bandit", plot.Title);
        Assert.Equal(["mean reward per episode", "reward terms per episode"], first.History.PlotAll().Plots.Select(part => part.YLabel));
        Assert.Throws<ArgumentException>(() => TrainingHistory.Compare());

        static TrainingResult Train(int seed) => new Bandit().Train(new() { Steps = 2000, Seed = seed, Display = Display.None });
    }

    [Fact]
    public void The_probabilities_of_a_choice_sum_to_one_and_the_best_is_what_the_policy_does()
    {
        var policy = new Bandit().Train(new() { Steps = 20_000, Display = Display.None }).Policy;
        var bars = Assert.IsType<BarPlot>(policy.PlotActions(new Bandit()));
        Assert.Equal(10, bars.Labels.Count);
        Assert.Equal(1, bars.Series.Single().Values.Sum(), 1e-5);
        Assert.Equal(7, bars.Series[0].Values.ToList().IndexOf(bars.Series[0].Values.Max()));
        Assert.Equal("Bandit, at the start", bars.Title);
    }

    [Fact]
    public void A_moment_is_reached_by_playing_and_the_mean_is_what_the_policy_does()
    {
        var policy = new Target().Train(new() { Steps = 20_000, Display = Display.None }).Policy;
        var bars = Assert.IsType<BarPlot>(policy.PlotActions(new Target(), seed: 4));
        Assert.Equal(new Target().Run(policy, seed: 4, display: Display.None).Steps["action_0"][0], bars.Series[0].Values[0], 1e-5);
        Assert.True(bars.Series[0].Deviations![0] > 0);

        var chain = new Chain().Train(new() { Steps = 2000, Display = Display.None }).Policy;
        Assert.Equal("Chain, after 1 step", Assert.IsType<BarPlot>(chain.PlotActions(new Chain(), step: 1)).Title);
        Assert.Throws<ArgumentException>(() => chain.PlotActions(new Chain(), agent: 1));
        Assert.Throws<ArgumentException>(() => chain.PlotActions(new Bandit()));
    }
}
