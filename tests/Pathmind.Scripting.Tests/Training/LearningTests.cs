namespace Pathmind.Tests;

/// <summary>Tiny problems with a known optimum, five seeds each; and the same training on a reward that has nothing to
/// do with what is measured, which must not learn.</summary>
public class LearningTests
{
    const int Episodes = 200;

    static double Measure<T>(int seed, long steps, string term, bool control, AlgorithmOptions? algorithm)
        where T : Simulation, new()
    {
        var training = new T().Train(
            new()
            {
                Seed = seed, Steps = steps, Display = Display.None, Algorithm = algorithm,
                Reward = control ? terms => terms["noise"] : terms => terms[term],
            });
        var log = new T().Run(training.Policy, Episodes, seed: 1_000 + seed, detail: LogDetail.Summaries, display: Display.None);
        return log.Terms[term].Mean;
    }

    internal static void Check<T>(string term, long steps, double optimum, double margin, AlgorithmOptions? algorithm = null)
        where T : Simulation, new()
    {
        for (var seed = 1; seed <= 5; seed++)
            Assert.InRange(Measure<T>(seed, steps, term, control: false, algorithm), optimum - margin, optimum + margin);
        var controls = Enumerable.Range(1, 5).Select(seed => Measure<T>(seed, steps, term, control: true, algorithm)).ToArray();
        Assert.All(controls, reward => Assert.True(reward <= optimum));
        Assert.True(controls.Average() < optimum - 2 * margin - 0.1, $"the control learnt: {string.Join(", ", controls)}");
    }

    [Fact]
    public void A_bandit_finds_the_arm_that_pays() => Check<Bandit>("paid", steps: 20_000, optimum: 1, margin: 0);

    [Fact]
    public void A_chain_walks_past_the_small_reward_to_the_large_one() => Check<Chain>("right", steps: 40_000, optimum: 1, margin: 0);

    [Fact]
    public void A_continuous_action_hits_its_target_in_units_of_the_action() =>
        Check<Target>("miss", steps: 40_000, optimum: 0, margin: 0.02);

    [Fact]
    public void A_mask_that_matters_is_learnt_and_never_broken() => Check<LockedBoxes>("found", steps: 20_000, optimum: 1, margin: 0.01);

    [Fact]
    public void Two_agents_that_finish_at_different_times_learn_one_policy() =>
        Check<TwoEchoes>("right", steps: 20_000, optimum: 9, margin: 0.01);
}
