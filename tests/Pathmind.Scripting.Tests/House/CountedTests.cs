using Pathmind.Words;

namespace Pathmind.Tests;

/// <summary>One thing is not a plural.</summary>
public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "0 steps")]
    [InlineData(1, "1 step")]
    [InlineData(2, "2 steps")]
    [InlineData(2_000, "2,000 steps")]
    public void Only_one_is_in_the_singular(int number, string expected) => Assert.Equal(expected, Counted.Of(number, "step"));

    [Fact]
    public void One_row_one_agent_and_one_episode_are_said_as_such()
    {
        var log = new Bandit().Run(Policy.From(_ => 0), display: Display.None);
        Assert.StartsWith("1 row: ", log.Episodes.ToString());
        Assert.Contains("Bandit has 1 agent,", Assert.Throws<ArgumentException>(() => new Bandit().SetAction(3, 0)).Message);
        Assert.StartsWith("1 episode of Bandit", new Bandit().Compare(1, seed: 0, Policy.Random(0)).ToTable().Title);
    }
}
