using Pathmind.Reporting;
using Pathmind.Rollouts;
using Pathmind.Simulations;

namespace Pathmind.Tool;

/// <summary>One step of random actions, after which the names of observations, reward terms and metrics are
/// known.</summary>
internal static class FirstStep
{
    /// <summary>A report with these names.</summary>
    /// <param name="create">Makes the simulation.</param>
    /// <param name="report">What is known already.</param>
    /// <param name="terms">The reward of that step.</param>
    /// <exception cref="SimulationException">The simulation threw or broke a rule.</exception>
    public static CodeReport Describe(Func<Simulation> create, CodeReport report, out Reward terms)
    {
        SimulationInstances instances = new(create);
        try
        {
            SimulationDriver driver = new(instances.New(), new Random(0));
            driver.Play(new RandomStep(driver.Schema));
            var schema = driver.Schema;
            string[] names = schema.Rewards?.Names ?? [];
            terms = new();
            foreach (var (name, value) in names.Zip(driver.Rewards(0).ToArray()))
                terms[name] = value;
            _ = driver.ReadMetrics(0);
            return report with
            {
                Agents = schema.Agents,
                Observations = [.. schema.Observations.Names],
                Terms = names,
                Metrics = schema.Metrics?.Names ?? [],
                Goals = Goals.Of(driver.Simulation, schema).ToDictionary(goal => goal.Key, goal => goal.Value.ForFile),
                Actions = string.Join("; ", schema.Kinds.Select(kind => $"{kind.Actions.Space}")),
            };
        }
        finally
        {
            instances.DisposeAll();
        }
    }

    /// <summary>Breaks the episode off after one step.</summary>
    internal sealed class RandomStep(SimulationSchema schema) : PolicyPlayer(Policy.Random(0), "random actions", schema)
    {
        public override bool Observe(SimulationDriver driver) => false;
    }
}
