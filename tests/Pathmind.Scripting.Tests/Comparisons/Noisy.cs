using Pathmind.Testing;

namespace Pathmind.Tests.Comparisons;

/// <summary>One step per episode: the reward is the chosen number (0 to 9) times a size, plus noise of deviation 1, of
/// which a policy cannot know; the metric <c>late</c> is 1 in a share of the episodes.</summary>
internal static class Noisy
{
    /// <param name="size">How much more a choice earns than the one below it.</param>
    /// <param name="shared">Share of the noise's variance that is the same for all policies in an episode.</param>
    /// <param name="goals">Of the simulation.</param>
    public static TestSimulation With(double size, double shared = 0, Goals? goals = null) => new()
    {
        Space = new Discrete(10), Length = 1, Wanted = () => goals ?? [],
        Reward = (test, _) =>
        {
            var (both, choice) = (Normal(test.Random), test.Action[0].Choice);
            for (var i = 0; i < choice; i++)                             // so that each choice has noise of its own
                test.Random.Next();
            var own = Normal(test.Random);
            return new() { ["gain"] = size * choice + Math.Sqrt(shared) * both + Math.Sqrt(1 - shared) * own };
        },
        Metrics = (test, _) => new() { ["late"] = test.Random.NextDouble() < test.Action[0].Choice / 10.0 },
    };

    public static Policy Choosing(int choice) => Policy.From($"always {choice}", _ => choice);

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
