using Pathmind.Simulations;
using Pathmind.Training;

namespace Pathmind.Tests;

public class RewardFunctionTests
{
    static TermLayout Terms => new(new Reward { ["sales"] = 0, ["waste"] = 0 }.Slots);

    [Theory]
    [InlineData(10)]
    [InlineData(30)]                                                  // some episodes begin before the balance and end after it
    public void The_curve_of_balanced_rewards_is_in_one_unit_from_its_first_row(int length)
    {
        var history = Large(length).Train(new()
        {
            Steps = 12_000, Threads = 1, Display = Display.None, RewardWeights = new() { ["sales"] = 2, ["waste"] = 1 },
            StopWhenConverged = false,
        }).History;
        Assert.InRange(history[0].Terms["sales"], 400 * length, 600 * length);          // terms stay in their own unit
        foreach (var row in history)
        {
            Assert.InRange(row.RewardMean!.Value, 0.5, 2.5);              // 2 · 1 − 1 · 1 by balance; 10 000 in the raw unit
            Assert.InRange(row.RewardMax!.Value, row.RewardMean.Value, 10);
        }
    }

    [Fact]
    public void Terms_are_summed_unless_told_otherwise() => Assert.Equal(7, new RewardFunction(new(), Terms).Combine([10, -3]));

    [Fact]
    public void A_function_sees_the_terms_by_name() =>
        Assert.Equal(16, new RewardFunction(new() { Reward = terms => terms["sales"] - 2 * terms["waste"] }, Terms).Combine([10, -3]));

    [Fact]
    public void Weighted_terms_are_balanced_by_their_mean_contribution_an_episode()
    {
        var function = new RewardFunction(new() { RewardWeights = new Dictionary<string, double> { ["sales"] = 1, ["waste"] = 3 } }, Terms);
        Assert.Equal(1 * 10 + 3 * -3, function.Combine([10, -3]));                       // before an episode ended: norms 1
        function.Balance([200, -6]);
        Assert.Equal(1 * 10 / 200.0 + 3 * -3 / 6.0, function.Combine([10, -3]), 1e-12);
        function.Balance([0, -6]);                                                       // nothing contributed: the norm stays
        Assert.Equal(1 * 10 / 200.0, function.Combine([10, 0]), 1e-12);
    }

    [Fact]
    public void A_weight_for_an_unknown_term_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentException>(
            () => new RewardFunction(new() { RewardWeights = new Dictionary<string, double> { ["profit"] = 1 } }, Terms));
        Assert.Equal("RewardWeights names profit, but the reward terms are sales, waste.", error.Message);
    }

    [Fact]
    public void A_function_that_returns_no_number_is_refused_with_the_terms()
    {
        var function = new RewardFunction(new() { Reward = _ => double.NaN }, Terms);
        Assert.Contains(
            "returned NaN for sales = 10, waste = -3", Assert.Throws<BrokenRuleException>(() => function.Combine([10, -3])).Message);
    }

    static TestSimulation Large(int length) => new()
    {
        Length = length,
        Reward = (test, _) =>
            new() { ["sales"] = 500 + 100 * (test.Random.NextDouble() - 0.5), ["waste"] = -1 - test.Random.NextDouble() },
    };
}
