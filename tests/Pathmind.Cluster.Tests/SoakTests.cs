namespace Pathmind.Tests;

/// <summary>The short form of the soak; half an hour of it is <c>cluster --only cluster.soak</c> of the
/// benchmarks.</summary>
public sealed class SoakTests
{
    [Fact]
    public void Workers_are_killed_join_and_are_drained_at_random_and_nothing_is_lost_or_wrong()
    {
        using ClusterSoak soak = new(4);
        var result = soak.Random(seed: 1, TimeSpan.Zero);
        Assert.Equal((0, 0, 0, 0), (result.Lost, result.Doubled, result.Others, result.Bad));
        Assert.Contains("killed", result.Events.Keys);
    }
}
