using static Pathmind.Tests.Remembering;

namespace Pathmind.Tests;

/// <summary>Policies with a recurrent memory: problems that need it, with the control without that must fail, and the
/// same numbers everywhere.</summary>
public sealed class MemoryTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("memory-").FullName;

    static TrainingOptions Options(int steps = 6_000, int? memory = 16, string algorithm = "PPO") =>
        Remembering.Options(steps) with { Memory = memory, Algorithm = AlgorithmOf(algorithm) };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("PPO", 100_000, 1)]
    [InlineData("PPO", 100_000, 2)]
    [InlineData("SAC", 10_000, 1)]
    [InlineData("SAC", 10_000, 2)]
    public void A_sign_at_the_start_is_remembered_at_the_end_of_a_long_corridor(string algorithm, int steps, int seed)
    {
        var options = Options(steps, algorithm: algorithm) with { Seed = seed };
        var policy = new LongSignPost().Train(options).Policy;
        Assert.InRange(Mean<LongSignPost>(policy), 0.99, 1);
        Assert.InRange(Mean<LongSignPost>(policy.Sampled(seed)), 0.9, 1);
        options = options with { Memory = null, Steps = Math.Min(steps, 20_000) };
        Assert.InRange(Mean<LongSignPost>(new LongSignPost().Train(options).Policy), 0.3, 0.7);
    }

    [Fact]
    public void A_pole_is_balanced_by_positions_alone_with_a_memory_and_not_without()
    {
        var options = Options(100_000) with { Observations = ["cart_position", "pole_angle"] };
        var (with, without) = (Trained(options), Trained(options with { Memory = null }));
        Assert.True(with > 150 && with > 2 * without, $"{with:F0} with a memory, {without:F0} without");

        static double Trained(TrainingOptions options) => Mean<CartPole>(new CartPole().Train(options).Policy);
    }

    [Theory]
    [InlineData("PPO", 6_000)]
    [InlineData("SAC-quick", 1_000)]
    public void One_seed_makes_one_policy_on_any_number_of_threads_and_on_workers(string algorithm, int steps)
    {
        var options = Options(steps, algorithm: algorithm);
        IsSame<LockedBoxes>(options);                                     // masks
        IsSame<TwoEchoes>(options);                                       // several agents
        IsSame<GuardAndDriver>(options);                                  // of two kinds
        IsSame<JobOffers>(options);                                       // who decide on demand
        IsSame<Target>(algorithm != "PPO" ? options : options with { Ppo = new() { NormalizeObservations = false } });
    }

    [Theory]
    [InlineData("PPO", 12_000)]
    [InlineData("SAC-quick", 3_000)]
    public void A_resumed_training_is_the_uninterrupted_one_and_keeps_its_memory(string algorithm, int steps)
    {
        GoesOn(Options(steps, algorithm: algorithm), folder, options => options with { Memory = 8 }, "Memory: 16 at the checkpoint, 8 now");
    }

    [Theory]
    [InlineData("PPO")]
    [InlineData("SAC")]
    public void The_policy_decides_over_an_episode_as_its_graph_and_its_code_do_with_the_state_handed_on(string algorithm)
    {
        var policy = DecidesAsItsGraphAndCode(Options(2_000, algorithm: algorithm), folder, _ => new float[16]);
        Assert.Equal(16, policy.Description.Memory);
    }

    [Fact]
    public void What_a_memory_does_not_go_with_is_refused_by_name()
    {
        Refused(Options(1_000, 0), "Memory is 0, but must be in 1 .. 512");
        Refused(Options(1_000, 513), "Memory is 513, but must be in 1 .. 512");
        Refused(Options(1_000) with { History = 2 }, "Memory and History are both given");

        static void Refused(TrainingOptions options, string why) => Assert.Contains(
            why, Assert.Throws<ArgumentException>(() => new SignPost().Train(options)).Message, StringComparison.Ordinal);
    }
}

/// <summary>A T-maze whose corridor is longer than a history: twelve decisions from the sign to the choice.</summary>
sealed class LongSignPost() : SignPost(length: 12);
