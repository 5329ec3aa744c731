using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>Episodes as a training counts them.</summary>
public sealed class EpisodeCountTests
{
    [Fact]
    public void Each_episode_keeps_its_own_terms_and_only_cut_ones_count_as_truncated()
    {
        var tally = new EpisodeTally();
        tally.Add(3, 10, [1, 2], Ending.Terminated);
        tally.Add(7, 20, [3, 4], Ending.Truncated);
        Assert.Equal((2, 1), (tally.Count, tally.Truncated));
        Assert.Equal((3, 10, 7, 20), (tally.Reward(0), tally.Length(0), tally.Reward(1), tally.Length(1)));
        Assert.Equal([1, 2], tally.Terms(0, 2).ToArray());
        Assert.Equal([3, 4], tally.Terms(1, 2).ToArray());

        tally.Clear();
        tally.Add(5, 30, [5, 6], Ending.Terminated);
        Assert.Equal((1, 0, 30), (tally.Count, tally.Truncated, tally.Length(0)));
        Assert.Equal([5, 6], tally.Terms(0, 2).ToArray());
    }

    [Fact]
    public void The_mean_is_that_of_the_last_hundred_episodes()
    {
        var recent = new RecentEpisodes();
        Assert.Equal(double.NaN, recent.Mean);
        for (var i = 0; i < 150; i++)
            recent.Add(i < 100 ? 0 : 1);
        Assert.Equal((0.5, 150), (recent.Mean, recent.Count));
        for (var i = 0; i < 50; i++)
            recent.Add(1);
        Assert.Equal((1, 200), (recent.Mean, recent.Count));
    }
}
