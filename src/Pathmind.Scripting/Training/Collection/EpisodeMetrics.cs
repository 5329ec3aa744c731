using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>The metrics of one simulation's episode, read after each agent's last step: the mean over the agents, as in
/// a log.</summary>
/// <param name="driver">The simulation.</param>
internal sealed class EpisodeMetrics(SimulationDriver driver)
{
    readonly double[] means = new double[driver.Schema.Metrics!.Names.Length];

    /// <summary>[metrics] of the agents that made their last step.</summary>
    public ReadOnlySpan<double> Means => means;

    public void Begin() => Array.Clear(means);

    /// <summary>Carries over the metrics of agents that are done.</summary>
    public void Transfer(StateTransfer state) => state.Pass(means.AsSpan());

    /// <summary>After every step.</summary>
    /// <param name="isOver">Whether it is the last one of all agents.</param>
    public void Read(bool isOver)
    {
        for (var agent = 0; agent < driver.Agents; agent++)
            if (driver.TookPart(agent) && (isOver || driver.IsDone(agent)))
                foreach (var (i, metric) in driver.ReadMetrics(agent).Index())
                    means[i] += metric / driver.Agents;
    }
}
