using Pathmind.Rollouts;
using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind;

/// <summary>Shows what a trained policy is, and what it would do.</summary>
public static class PolicyDisplays
{
    /// <summary>What the policy would do at a moment of an episode: the probability of each choice, mean ± deviation of
    /// each real number. The moment is reached by playing: the simulation is reset and the policy decides for all
    /// agents until then.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="simulation">A simulation that it fits.</param>
    /// <param name="step">Steps to play before; at least 0; an episode that ends sooner is looked at before its last
    /// step.</param>
    /// <param name="agent">Whose action; counted from 0.</param>
    /// <param name="seed">Seed of the episode, as for Run.</param>
    /// <exception cref="ArgumentException">The policy does not fit the simulation, or there is no such
    /// agent.</exception>
    /// <exception cref="SimulationException">The simulation threw or broke a rule.</exception>
    public static DisplayContent PlotActions(this TrainedPolicy policy, Simulation simulation, int step = 0, int agent = 0, int seed = 0)
    {
        if (step < 0)
            throw new ArgumentException($"step is {step}, but the moment of an episode is counted from 0.");
        var moment = EpisodeMoment.Reach(policy, simulation, step, agent, seed);
        var (outputs, actions) = (moment.Outputs, moment.Actions);
        var when = moment.Step == 0 ? "at the start" : $"after {Counted.Of(moment.Step, "step")}";
        var title = $"{simulation.GetType().Name}, {when}{(simulation.NumberOfAgents > 1 ? $", agent {agent}" : "")}";
        List<DisplayContent> plots = [];
        if (actions.Heads.Length > 0)
            plots.AddRange(Choices(title, actions, outputs.Probabilities));
        if (actions.Reals > 0)
            plots.Add(new BarPlot(
                [.. Enumerable.Range(0, actions.Reals).Select(i => $"{i}")],
                new BarSeries("mean", [.. outputs.Mean.Select(mean => (double)mean)], [.. outputs.LogStd.Select(log => Math.Exp(log))]))
            { Title = title, XLabel = "number", YLabel = "action, mean ± deviation" });
        return plots is [var only] ? only : new ContentList([.. plots]);
    }

    /// <summary>What the policy was trained on, looks at and decides.</summary>
    public static Table ToTable(this TrainedPolicy policy)
    {
        List<object?[]> rows =
        [
            ["simulation", policy.Simulation], ["observations", string.Join(", ", policy.ObservationNames)],
            ["actions", policy.Description.Decisions],
            .. policy.Description.Kinds.Select(kind => (object?[])[$"seen by {kind.Who}", string.Join(", ", kind.Observations.Names)]),
            ["reward terms", string.Join(", ", policy.RewardTerms)],
            .. policy.Metadata.Where(entry => entry.Key != "options").Select(entry => (object?[])[entry.Key, entry.Value]),
        ];
        return new([new("policy", ColumnAlignment.Left), new(policy.Name, ColumnAlignment.Left)], rows);
    }

    /// <summary>Choices without names as series of one plot, their places the numbers; else a plot of each choice,
    /// its places the names.</summary>
    static IEnumerable<BarPlot> Choices(string title, ActionLayout actions, float[] probabilities)
    {
        var heads = actions.Heads;
        int[] from = [.. heads.Select((_, head) => heads.Take(head).Sum())];
        if (!actions.HasNames)
        {
            var alternatives = heads.Max();
            var series = heads.Select((count, head) => new BarSeries($"choice {head}",
                [.. Enumerable.Range(0, alternatives).Select(i => i < count ? probabilities[from[head] + i] : double.NaN)]));
            return [Bars(title, Enumerable.Range(0, alternatives).Select(i => $"{i}"), [.. series])];
        }
        return heads.Select((count, head) => Bars(
            heads.Length == 1 ? title : $"{title}, choice {head}",
            Enumerable.Range(0, count).Select(i => actions.NameOf(head, i)),
            [new($"choice {head}", [.. Enumerable.Range(from[head], count).Select(i => (double)probabilities[i])])]));
    }

    static BarPlot Bars(string title, IEnumerable<string> labels, IReadOnlyList<BarSeries> series) =>
        new([.. labels], series) { Title = title, XLabel = "choice", YLabel = "probability" };
}
