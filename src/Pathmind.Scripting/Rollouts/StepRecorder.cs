using Pathmind.Displays;
using Pathmind.Simulations;

namespace Pathmind.Rollouts;

/// <summary>Writes one row per step: what each agent saw before it acted, what it did, and what came of it. The cells
/// of an agent that was done before the step stay empty, and so do observation and action of one that did not
/// decide.</summary>
internal sealed class StepRecorder
{
    /// <summary>Order of an agent's columns in a table.</summary>
    static readonly string[] Shown = ["action", "reward", "done", "observation", "metric"];

    readonly List<LogColumn> columns = [];
    readonly List<int> ends = [];                                        // [agents] column after the agent's last one

    public LogRows Rows => new(columns);

    /// <param name="driver">Just after Advance.</param>
    /// <param name="observations">[agents][observation] before the step.</param>
    public void Add(SimulationDriver driver, float[][] observations)
    {
        var metrics = new double[driver.Agents][];
        for (var agent = 0; agent < driver.Agents; agent++)
            metrics[agent] = driver.TookPart(agent) ? driver.ReadMetrics(agent) : [];
        if (columns.Count == 0)
            LayOut(driver.Schema, Goals.Of(driver.Simulation));
        columns[0].Add(driver.Episode);
        columns[1].Add(driver.Step);
        var next = 2;
        for (var agent = 0; agent < driver.Agents; agent++)
            if (!driver.TookPart(agent))
                for (var end = ends[agent]; next < end; next++)
                    columns[next].Add(double.NaN);
            else
            {
                var layout = driver.Schema.KindOf(agent).Actions;
                var hasDecided = driver.HasDecided(agent);
                foreach (var number in observations[agent])
                    columns[next++].Add(hasDecided ? number : double.NaN);
                if (hasDecided)
                    AddAction(in driver.ActionOf(agent), layout, ref next);
                for (var i = 0; i < layout.Size && !hasDecided; i++)
                    columns[next++].Add(double.NaN);
                foreach (var term in driver.Rewards(agent))
                    columns[next++].Add(term);
                columns[next++].Add(driver.IsDone(agent) ? 1 : 0);
                foreach (var metric in metrics[agent])
                    columns[next++].Add(metric);
            }
    }

    void AddAction(in AgentAction action, ActionLayout layout, ref int next)
    {
        var (choice, real) = (0, 0);
        foreach (var isChoice in layout.IsChoice)
            columns[next++].Add(isChoice ? action.Choices[choice++] : action.Values[real++]);
    }

    /// <summary>The columns, agent by agent: in files in the order of time; in tables action and reward first, which
    /// also stay longest where a table is too wide.</summary>
    void LayOut(SimulationSchema schema, Goals goals)
    {
        columns.Add(new("Episode", "Episode", LogColumnKind.Whole));
        columns.Add(new("Step", "Step", LogColumnKind.Whole));
        for (var agent = 0; agent < schema.Agents; agent++)
        {
            var kind = schema.KindOf(agent);
            foreach (var name in kind.Observations.ColumnNames())
                Column("observation", $"_{name}", name, LogColumnKind.Single, ColumnRank.Detail);
            for (var (i, head) = (0, 0); i < kind.Actions.Size; i++)
                Column("action", kind.Actions.Size == 1 ? "" : $"_{i}", kind.Actions.Size == 1 ? "action" : $"action_{i}",
                    kind.Actions.IsChoice[i] ? LogColumnKind.Whole : LogColumnKind.Single,
                    choiceNames: kind.Actions.IsChoice[i] ? kind.Actions.Names[head++] : []);
            foreach (var name in schema.Rewards!.Names)
                Column("reward", $"_{name}", schema.TitleOf(name), LogColumnKind.Double);
            Column("done", "", "done", LogColumnKind.Flag, ColumnRank.Secondary);
            foreach (var name in schema.Metrics!.Names)
                Column("metric", $"_{name}", SimulationSchema.TitleOfMetric(name), LogColumnKind.Double,
                    goals.Names.Contains(name) ? ColumnRank.Essential : ColumnRank.Metric);
            ends.Add(columns.Count);

            void Column(
                string what, string ending, string header, LogColumnKind numbers,
                ColumnRank rank = ColumnRank.Essential, IReadOnlyList<string>? choiceNames = null) =>
                columns.Add(new($"{what}_{agent}{ending}", schema.Header(agent, header), numbers, rank)
                {
                    ChoiceNames = choiceNames ?? [], Place = 1 + agent * Shown.Length + Array.IndexOf(Shown, what),
                });
        }
    }
}
