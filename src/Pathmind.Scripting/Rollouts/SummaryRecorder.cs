using Pathmind.Simulations;

namespace Pathmind.Rollouts;

/// <summary>Sums the reward terms of each agent over an episode, and writes a row an episode.</summary>
internal sealed class SummaryRecorder
{
    readonly List<LogColumn> columns = [];
    double[] sums = [];

    public LogRows Rows => new(columns);

    /// <summary>Adds the rewards of the step just made by the agents that were not done before.</summary>
    public void AddStep(SimulationDriver driver, bool[] wasDone)
    {
        if (sums.Length == 0)
            sums = new double[driver.Agents * driver.Schema.Rewards!.Names.Length];
        var next = 0;
        for (var agent = 0; agent < wasDone.Length; agent++)
        {
            var terms = driver.Rewards(agent);
            if (!wasDone[agent])
                for (var i = 0; i < terms.Length; i++)
                    sums[next + i] += terms[i];
            next += terms.Length;
        }
    }

    /// <summary>Writes the episode's row.</summary>
    public void EndEpisode(SimulationDriver driver, Ending ending)
    {
        if (columns.Count == 0)
            LayOut(driver.Schema);
        columns[0].Add(driver.Episode);
        columns[1].Add(driver.Step);
        for (var i = 0; i < sums.Length; i++)
            columns[2 + i].Add(sums[i]);
        columns[^1].Add((int)ending);
        Array.Clear(sums);
    }

    void LayOut(SimulationSchema schema)
    {
        columns.Add(new("Episode", "Episode", LogColumnKind.Whole));
        columns.Add(new("Steps", "Steps", LogColumnKind.Whole));
        for (var agent = 0; agent < schema.Agents; agent++)
            foreach (var term in schema.Rewards!.Names)
                columns.Add(new($"reward_{agent}_{term}", schema.Agents == 1 ? term : $"reward_{agent}_{term}", LogColumnKind.Double));
        columns.Add(new("ending", "ending", LogColumnKind.Ending));
    }
}
