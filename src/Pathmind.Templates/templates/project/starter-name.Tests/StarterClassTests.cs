using Pathmind;
using Pathmind.Testing;

/// <summary>What a simulation should keep to, and that something can be learnt in it.</summary>
public class StarterClassTests
{
    [Fact]
    public void It_keeps_the_rules_of_a_simulation() => SimulationRules.Hold(() => new StarterClass());

    [Fact]
    public void The_same_orders_and_the_same_seed_give_the_same_month() =>
        SimulationRules.Hold(() => new StarterClass(), new FixedActions(5, 0, 10));

    [Fact]
    public void A_short_training_beats_chance()
    {
        var policy = new StarterClass().Train(new() { Steps = 30_000, Seed = 1, Display = Display.None }).Policy;
        SimulationRules.Beats(policy, Policy.Random(1), new StarterClass(), episodes: 50, seed: 2);
    }
}
