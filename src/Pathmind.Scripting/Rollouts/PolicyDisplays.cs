using Pathmind.Networks;
using Pathmind.Rollouts;
using Pathmind.Simulations;

namespace Pathmind;

/// <summary>Shows what a trained policy is, and what it would do.</summary>
public static class PolicyDisplays
{
    /// <summary>What the policy would do at a moment of an episode: the probability of each choice, mean ± deviation of each real number.
    /// The moment is reached by playing: the simulation is reset and the policy decides for all agents until then.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="simulation">A simulation that it fits.</param>
    /// <param name="step">Steps to play before; at least 0; an episode that ends sooner is looked at before its last step.</param>
    /// <param name="agent">Whose action; counted from 0.</param>
    /// <param name="seed">Seed of the episode, as for Run.</param>
    /// <exception cref="ArgumentException">The policy does not fit the simulation, or there is no such agent.</exception>
    /// <exception cref="SimulationException">The simulation threw or broke a rule.</exception>
    public static DisplayContent PlotActions(this TrainedPolicy policy, Simulation simulation, int step = 0, int agent = 0, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        var moment = EpisodeMoment.Reach(policy, simulation, step, agent, seed);
        var (outputs, actions) = (moment.Outputs, policy.Description.Actions);
        var title = $"{simulation.GetType().Name}, {(moment.Step == 0 ? "at the start" : $"after {moment.Step} steps")}{(simulation.NumberOfAgents > 1 ? $", agent {agent}" : "")}";
        List<DisplayContent> plots = [];
        if (actions.Heads.Length > 0)
            plots.Add(Choices(title, actions.Heads, outputs.Probabilities));
        if (actions.Reals > 0)
            plots.Add(new BarPlot(
                [.. Enumerable.Range(0, actions.Reals).Select(i => $"{i}")],
                new BarSeries("mean", [.. outputs.Mean.Select(mean => (double)mean)], [.. outputs.LogStd.Select(log => Math.Exp(log))]))
            { Title = title, XLabel = "number", YLabel = "action, mean ± deviation" });
        return plots is [var only] ? only : new Several([.. plots]);
    }

    /// <summary>What the policy was trained on, looks at and decides.</summary>
    public static Table ToTable(this TrainedPolicy policy)
    {
        List<object?[]> rows =
        [
            ["simulation", policy.Simulation], ["observations", string.Join(", ", policy.ObservationNames)], ["actions", policy.Space.ToString()],
            ["reward terms", string.Join(", ", policy.RewardTerms)], .. policy.Metadata.Where(entry => entry.Key != "options").Select(entry => (object?[])[entry.Key, entry.Value]),
        ];
        return new([new("policy", ColumnAlignment.Left), new(policy.Name, ColumnAlignment.Left)], rows);
    }

    /// <summary>A series a choice; places are the alternatives.</summary>
    static BarPlot Choices(string title, int[] heads, float[] probabilities)
    {
        var alternatives = heads.Max();
        List<BarSeries> series = [];
        var from = 0;
        for (var head = 0; head < heads.Length; head++)
        {
            series.Add(new($"choice {head}", [.. Enumerable.Range(0, alternatives).Select(i => i < heads[head] ? probabilities[from + i] : double.NaN)]));
            from += heads[head];
        }
        return new([.. Enumerable.Range(0, alternatives).Select(i => $"{i}")], series) { Title = title, XLabel = "choice", YLabel = "probability" };
    }
}
