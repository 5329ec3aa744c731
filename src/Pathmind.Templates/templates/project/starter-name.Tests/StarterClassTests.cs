using Pathmind;

/// <summary>What a simulation should keep to, and that something can be learnt in it.</summary>
public class StarterClassTests
{
    [Fact]
    public void It_keeps_the_rules_of_a_simulation()
    {
        Assert.Empty(new StarterClass().Check().Problems);
    }

    [Fact]
    public void A_short_training_beats_chance()
    {
        var simulation = new StarterClass();
        var policy = simulation.Train(new() { Steps = 30_000, Seed = 1, Display = Display.None }).Policy;
        double Reward(Policy of) => simulation.Run(of, episodes: 50, seed: 2, display: Display.None).Reward.Mean;
        Assert.True(Reward(policy) > Reward(Policy.Random(1)));
    }
}
