using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>Assigns a stream of the training's seed to each user of random numbers, so that no draw depends on
/// another's (docs/ppo.md 1).</summary>
internal static class RandomStreams
{
    public const long PolicyWeights = 1;
    public const long ValueWeights = 2;
    public const long PolicyShuffle = 3;
    public const long ValueShuffle = 4;
    public const long Pace = 5;

    public const long Population = 6;

    /// <summary>The episodes in which a teacher is imitated, and the actions of the policy in them.</summary>
    public const long Imitation = 7, ImitationActions = 8;

    public const long MemoryWeights = 9;

    const long Environments = 1_000;
    const long Evaluations = 1_000_000_000;
    const long ChanceActions = 2_000_000_000_000;
    const long Members = 4_000_000_000_000, MostInGeneration = 1_000_000, MostGenerations = 1_000;

    public static long Environment(int environment) => Environments + 2L * environment;

    public static long Actions(int environment) => Environments + 2L * environment + 1;

    /// <summary>An evaluation episode, to judge the policy: the same episodes every time.</summary>
    public static long Evaluation(long episode) => Evaluations + episode;

    /// <summary>A member of a population that goes on from another one after a generation.</summary>
    /// <param name="member">Its number, from 1.</param>
    /// <param name="generation">Below 1 000.</param>
    /// <param name="use">What for: -1 .. 999 998.</param>
    public static long Member(int member, int generation, int use) =>
        Members + (MostGenerations * member + generation) * MostInGeneration + use + 1;

    /// <summary>The random actions that a policy is compared with, in an evaluation episode.</summary>
    public static long ActionsOfChance(long episode) => ChanceActions + episode;
}

/// <summary>The four words of a random generator.</summary>
internal sealed record StreamState(ulong S0, ulong S1, ulong S2, ulong S3)
{
    public static StreamState Of(RandomStream stream) => stream.State switch { var (s0, s1, s2, s3) => new(s0, s1, s2, s3) };

    /// <summary>Carries one over.</summary>
    public static StreamState Pass(StateTransfer transfer, StreamState state) =>
        new(transfer.Pass(state.S0), transfer.Pass(state.S1), transfer.Pass(state.S2), transfer.Pass(state.S3));

    public void Restore(RandomStream stream) => stream.State = (S0, S1, S2, S3);
}
