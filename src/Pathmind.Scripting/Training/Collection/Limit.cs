using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>A bound that the trained policy is to keep in the mean over episodes: of what a metric is at the end of one
/// (the mean over the agents), or of what a reward term adds up to in it (over all agents).</summary>
/// <param name="Name">Of the metric or the term.</param>
/// <param name="Goal">At most, or at least.</param>
/// <param name="Metric">Place among the simulation's metrics; -1 for a term.</param>
/// <param name="Term">Place among the reward terms; -1 for a metric.</param>
internal sealed record Limit(string Name, Goal Goal, int Metric, int Term)
{
    /// <summary>1 where less is better, -1 where more is: what is limited times this is a cost.</summary>
    public int Sign => Goal.WantsMore ? -1 : 1;

    public double Bound => Goal.Bound!.Value;

    /// <summary>By how much a value is beyond the bound; negative if the limit is kept.</summary>
    public double Excess(double value) => Sign * (value - Bound);

    /// <summary>The limits of a training, in their order.</summary>
    /// <param name="options">Valid ones.</param>
    /// <param name="schema">With its metrics and reward terms known.</param>
    /// <exception cref="ArgumentException">A name is neither a metric nor a reward term.</exception>
    public static Limit[] Of(TrainingOptions options, SimulationSchema schema)
    {
        string[] metrics = schema.Metrics?.Names ?? [], terms = schema.Rewards!.Names;
        return [.. (options.Limits ?? []).Select(limit =>
        {
            var metric = Array.IndexOf(metrics, limit.Key);
            var term = metric < 0 ? Array.IndexOf(terms, limit.Key) : -1;
            return metric >= 0 || term >= 0
                ? new Limit(limit.Key, limit.Value, metric, term)
                : throw new ArgumentException(
                    $"Limits names {limit.Key}, but {schema.Simulation} has {Listed("metric", metrics)} "
                    + $"and {Listed("reward term", terms)}.");
        })];
    }

    static string Listed(string kind, string[] names) =>
        names.Length == 0 ? $"no {kind}" : $"the {kind}{(names.Length == 1 ? "" : "s")} {string.Join(", ", names)}";
}
