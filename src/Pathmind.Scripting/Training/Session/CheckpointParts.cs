using Pathmind.Networks;

namespace Pathmind.Training;

/// <summary>The four words of a random generator.</summary>
internal sealed record StreamState(ulong S0, ulong S1, ulong S2, ulong S3)
{
    public static StreamState Of(RandomStream stream) => stream.State switch { var (s0, s1, s2, s3) => new(s0, s1, s2, s3) };

    public void Restore(RandomStream stream) => stream.State = (S0, S1, S2, S3);
}

/// <summary>The last episodes' rewards, and what is known of all episodes.</summary>
internal sealed record RecentEpisodesState(double[] Rewards, double Lowest, double Highest, long Count);

/// <summary>What the evaluations of the greedy policy may still cost, and what they found.</summary>
internal sealed record EvaluationState(double Budget, long LastAt, long LastCost, double Score, double Latest);

/// <summary>One of the simulations that run side by side, between two episodes: its streams, and how many episodes it began.</summary>
internal sealed record EnvironmentState(StreamState Chance, StreamState ActionDraws, int Episode);
