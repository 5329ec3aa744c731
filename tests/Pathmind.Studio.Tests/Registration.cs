using System.Text.Json;
using Pathmind.Reporting;

namespace Pathmind.Tests;

/// <summary>Trainings that never ran, as they register.</summary>
internal static class Registration
{
    public static ExperimentStart Of(string simulation, string options = "{}", long totalSteps = 10_000) => new()
    {
        Key = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()), Simulation = simulation,
        Options = JsonDocument.Parse(options).RootElement.Clone(), TotalSteps = totalSteps, Started = DateTimeOffset.UtcNow,
        Machine = "a machine", Version = "0.1.0",
    };

    /// <summary>Rows of iterations, whose reward is the iteration.</summary>
    public static ProgressBatch Rows(int from, int to, Func<int, double>? reward = null) => ProgressBatch.Of(
        Enumerable.Range(from, to - from + 1).Select(IEnumerable<(string, double?)> (iteration) =>
        [
            ("iteration", iteration), ("steps", 1_000 * iteration), ("episodes", 10 * iteration),
            ("reward_mean", reward?.Invoke(iteration) ?? iteration), ("reward_min", -1), ("reward_max", 100), ("length_mean", 8),
            ("entropy", 1.0 / iteration), ("kl", 0.01), ("steps_per_second", 50_000), ("seconds", iteration / 50.0),
        ]));
}
