using System.Globalization;
using Pathmind.Displays;
using Pathmind.Simulations;

namespace Pathmind.Rollouts;

/// <summary>Sums the reward terms of each agent over an episode, keeps its metrics after its last step, and writes one
/// row per episode.</summary>
internal sealed class SummaryRecorder
{
    readonly List<LogColumn> columns = [];
    double[] sums = [];
    // [agents × terms] whether all terms of the episode came as float32
    bool[] singles = [];
    double[][] metrics = [];                                             // [agents][metrics] after the agent's last step

    public LogRows Rows => new(columns);

    /// <summary>Adds the rewards of the step just made, of the agents that took part in it.</summary>
    public void AddStep(SimulationDriver driver)
    {
        if (sums.Length == 0)
            LayOut(driver);
        var next = 0;
        for (var agent = 0; agent < driver.Agents; agent++)
        {
            var terms = driver.Rewards(agent);
            for (var i = 0; i < terms.Length && driver.TookPart(agent); i++)
            {
                sums[next + i] += terms[i];
                singles[next + i] &= (float)terms[i] == terms[i];
            }
            if (driver.IsDone(agent) && driver.TookPart(agent))
                metrics[agent] = driver.ReadMetrics(agent);
            next += terms.Length;
        }
    }

    /// <summary>Writes the episode's row.</summary>
    public void EndEpisode(SimulationDriver driver)
    {
        for (var agent = 0; agent < metrics.Length; agent++)
            if (!driver.IsDone(agent))
                metrics[agent] = driver.ReadMetrics(agent);
        if (columns.Count == 0)
            AddColumns(driver.Schema, Goals.Of(driver.Simulation));
        var next = 0;
        columns[next++].Add(driver.Episode);
        columns[next++].Add(driver.Step);
        AddTotals(driver.Agents, ref next);
        for (var i = 0; i < sums.Length; i++)
            columns[next++].Add(singles[i] ? Shortest(sums[i]) : sums[i]);
        foreach (var metric in metrics.SelectMany(numbers => numbers))
            columns[next++].Add(metric);
        columns[next].Add((int)driver.Ending);
        Array.Clear(sums);
        Array.Fill(singles, true);
    }

    /// <summary>The reward of all agents, and of each if there are several.</summary>
    void AddTotals(int agents, ref int next)
    {
        var terms = sums.Length / agents;
        columns[next++].Add(Total(0, sums.Length));
        for (var agent = 0; agent < agents && agents > 1; agent++)
            columns[next++].Add(Total(agent * terms, terms));

        double Total(int from, int count)
        {
            var total = sums.AsSpan(from, count).ToArray().Sum();
            return singles.AsSpan(from, count).Contains(false) ? total : Shortest(total);
        }
    }

    /// <summary>What is known to float32's precision only, without the digits beyond it: three times -0.1f is
    /// -0.3.</summary>
    static double Shortest(double sum) =>
        sum == Math.Floor(sum) ? sum : double.Parse(((float)sum).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    void LayOut(SimulationDriver driver)
    {
        sums = new double[driver.Agents * driver.Schema.Rewards!.Names.Length];
        singles = [.. Enumerable.Repeat(true, sums.Length)];
        metrics = new double[driver.Agents][];
    }

    void AddColumns(SimulationSchema schema, Goals goals)
    {
        columns.Add(new("Episode", "Episode", LogColumnKind.Whole));
        columns.Add(new("Steps", "Steps", LogColumnKind.Whole));
        columns.Add(new("reward", "reward", LogColumnKind.Double));
        for (var agent = 0; agent < schema.Agents && schema.Agents > 1; agent++)
            columns.Add(new($"reward_{agent}", schema.Header(agent, "reward"), LogColumnKind.Double));
        for (var agent = 0; agent < schema.Agents; agent++)
            foreach (var term in schema.Rewards!.Names)
                columns.Add(new($"reward_{agent}_{term}", schema.Header(agent, schema.TitleOf(term)), LogColumnKind.Double,
                    goals.Names.Contains(schema.TitleOf(term)) ? ColumnRank.Essential : ColumnRank.Secondary));
        for (var agent = 0; agent < schema.Agents; agent++)
            foreach (var (metric, title) in schema.Metrics!.Names.Select(metric => (metric, SimulationSchema.TitleOfMetric(metric))))
                columns.Add(new($"metric_{agent}_{metric}", schema.Header(agent, title), LogColumnKind.Double,
                    goals.Names.Contains(title) ? ColumnRank.Essential : ColumnRank.Metric));
        columns.Add(new("ending", "ending", LogColumnKind.Ending));
    }
}
