using static Pathmind.Tests.Remembering;

namespace Pathmind.Tests;

/// <summary>Policies that decide by the last k observations: problems that need them, with the control without that
/// must fail, and the same numbers everywhere.</summary>
public sealed class HistoryTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("history-").FullName;

    static TrainingOptions Options(int steps = 12_000, int? history = 4) => Remembering.Options(steps) with { History = history };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_sign_at_the_start_is_remembered_at_the_end_of_a_corridor_that_is_shorter_than_the_history(int seed)
    {
        var policy = new SignPost().Train(Options(20_000) with { Seed = seed }).Policy;
        Assert.InRange(Mean<SignPost>(policy), 0.99, 1);
        Assert.InRange(Mean<SignPost>(policy.Sampled(seed)), 0.9, 1);
        foreach (int? tooFew in new int?[] { 3, null })
            Assert.InRange(Mean<SignPost>(new SignPost().Train(Options(20_000, tooFew) with { Seed = seed }).Policy), 0.3, 0.7);
    }

    [Fact]
    public void A_pole_is_balanced_by_positions_alone_with_a_history_and_not_without()
    {
        var options = Options(60_000) with { Observations = ["cart_position", "pole_angle"] };
        var (with, without) = (Trained(options), Trained(options with { History = null }));
        Assert.True(with > 150 && with > 2 * without, $"{with:F0} with a history, {without:F0} without");

        static double Trained(TrainingOptions options) => Mean<CartPole>(new CartPole().Train(options).Policy);
    }

    [Fact]
    public void Few_decisions_suffice_with_a_history_too()
    {
        var options = Options(4_000) with { Algorithm = new SacOptions() };
        Assert.InRange(Mean<SignPost>(new SignPost().Train(options).Policy), 0.97, 1);
        Assert.InRange(Mean<SignPost>(new SignPost().Train(options with { History = null }).Policy), 0.3, 0.7);
    }

    [Fact]
    public void One_seed_makes_one_policy_on_any_number_of_threads_and_on_workers()
    {
        IsSame<LockedBoxes>(Options(6_000));                              // masks
        IsSame<TwoEchoes>(Options(6_000));                                // several agents
        IsSame<GuardAndDriver>(Options(6_000));                           // of two kinds
        IsSame<JobOffers>(Options(6_000));                                // who decide on demand
        IsSame<Target>(Options(6_000) with { Ppo = new() { NormalizeObservations = false } });
        IsSame<LockedBoxes>(Options(1_000) with { Algorithm = new SacOptions() });
    }

    [Fact]
    public void A_resumed_training_is_the_uninterrupted_one_and_keeps_its_history()
    {
        GoesOn(Options(), folder, options => options with { History = 2 }, "History: 4 at the checkpoint, 2 now");
    }

    [Fact]
    public void A_warm_start_learns_from_stacked_observations_too()
    {
        bool? last = null;
        var teacher = Policy.From("remembers", observation =>
        {
            if (observation["sign"] != 0)
                last = observation["sign"] > 0;
            return last == true ? 1 : 0;
        });
        var policy = new SignPost().Train(Options(4_000) with { StartFrom = teacher }).Policy;
        Assert.InRange(Mean<SignPost>(policy), 0.95, 1);
    }

    [Fact]
    public void The_policy_decides_over_an_episode_as_its_graph_and_its_code_do_with_the_state_handed_on()
    {
        var policy = DecidesAsItsGraphAndCode(
            Options(2_000), folder, bit => [bit, bit, bit], (state, bit, next) => Assert.Equal([.. state[1..], bit], next));
        Assert.Equal(4, policy.Description.History);
    }
}
