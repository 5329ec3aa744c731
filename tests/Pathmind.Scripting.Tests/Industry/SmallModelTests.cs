namespace Pathmind.Tests;

/// <summary>The smaller models of scripts/industry: what they count is what they pay, and known answers come
/// out.</summary>
public sealed class SmallModelTests
{
    /// <remarks>Moved at once, the goal comes after 2 to 5 seconds, so at the third, fourth or fifth decision: −0.3,
    /// −0.4 or −0.5, and 1.</remarks>
    [Fact]
    public void Who_moves_once_and_waits_needs_three_to_five_decisions()
    {
        var log = Play(new SimpleStochastic(), SimpleStochastic.Tuned, episodes: 600);
        Assert.Equal([3, 4, 5], log.Episodes["Steps"].Distinct().Order());
        Assert.Equal(0.6, log.Reward.Mean, tolerance: 0.02);             // 0.082 / √600 = 0.0033
    }

    [Fact]
    public void Who_moves_every_second_never_arrives() =>
        Assert.Equal(-10, Play(new SimpleStochastic(), SimpleStochastic.Patient("moves on", 1)).Reward.Max, tolerance: 1e-6);

    /// <remarks>A move changes no sum of tiles; the tile that comes adds 2, or 4 one time in ten.</remarks>
    [Fact]
    public void In_2048_the_tiles_grow_by_the_new_one_and_the_score_is_what_merged()
    {
        var log = new Game2048().Run(Policy.Random(1), episodes: 5, display: Display.None);
        var sums = Enumerable.Range(0, log.Steps.Count).Select(row => Enumerable.Range(0, 16)
            .Select(cell => Math.Round(11 * log.Steps[$"observation_0_tiles_{cell}"][row]))
            .Sum(power => power == 0 ? 0 : Math.Pow(2, power)))
            .ToArray();
        var episodes = log.Steps["Episode"];
        var grown = Enumerable.Range(1, sums.Length - 1).Where(row => episodes[row] == episodes[row - 1])
            .Select(row => sums[row] - sums[row - 1]).ToArray();
        Assert.All(grown, growth => Assert.True(growth is 2 or 4, $"{growth}"));
        Assert.InRange(grown.Average(), 2.1, 2.3);
        var merged = log.Steps["reward_0_merged"].Where(points => points > 0).Sum(points => Math.Pow(2, points));
        Assert.Equal(log.Episodes["metric_0_score"].Sum(), merged, tolerance: 1e-3);
    }

    static EpisodeLog Play(Simulation simulation, Policy policy, int episodes = 10) =>
        simulation.Run(policy, episodes, seed: 3, detail: LogDetail.Summaries, display: Display.None);
}
