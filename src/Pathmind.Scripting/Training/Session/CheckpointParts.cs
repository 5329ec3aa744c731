namespace Pathmind.Training;

/// <summary>What the evaluations of the greedy policy may still cost, and what they found.</summary>
internal sealed record EvaluationState(double Budget, long LastAt, long LastCost, double Score, double Latest);

/// <summary>One of the simulations that run side by side, between two episodes: its streams, and how many episodes it
/// began.</summary>
internal sealed record EnvironmentState(StreamState Chance, StreamState ActionDraws, int Episode);
