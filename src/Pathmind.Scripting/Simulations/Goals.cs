using System.Collections;
using Pathmind.Simulations;

namespace Pathmind;

/// <summary>What is wanted of metrics and reward terms, by name. A name is that of a metric (its mean over the
/// agents after their last step), of a reward term (its sum over an episode and all agents), <c>reward</c> or
/// <c>steps</c>; a metric comes before a term of the same name.</summary>
/// <example><code>new() { ["mean_wait"] = Goal.Minimise, ["late"] = Goal.AtMost(0.02) }</code></example>
public sealed class Goals : IEnumerable<KeyValuePair<string, Goal>>
{
    /// <summary>Names that every simulation has: the sum of all reward terms, and the length of an episode.</summary>
    static readonly string[] Always = ["reward", "steps"];

    readonly OrderedDictionary<string, Goal> goals = [];

    /// <summary>Number of names with a goal.</summary>
    public int Count => goals.Count;

    /// <summary>The names, in the order of writing.</summary>
    public IReadOnlyList<string> Names => [.. goals.Keys];

    /// <summary>Writes a goal, in place of an earlier one of the name, or reads one.</summary>
    /// <exception cref="KeyNotFoundException">No goal has this name.</exception>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public Goal this[string name]
    {
        get => goals.TryGetValue(name, out var goal)
            ? goal
            : throw new KeyNotFoundException(
                $"There is no goal for '{name}'. {(Count == 0 ? "There are none" : $"There are: {string.Join(", ", Names)}")}.");
        set => goals[string.IsNullOrWhiteSpace(name)
            ? throw new ArgumentException("A goal has an empty name: write the name of a metric, as in [\"mean_wait\"] = Goal.Minimise.")
            : name] = value ?? throw new ArgumentException($"The goal of '{name}' is null: write one, as in Goal.Minimise.");
    }

    internal Goals Copy()
    {
        Goals copy = [];
        foreach (var (name, goal) in goals)
            copy[name] = goal;
        return copy;
    }

    /// <summary>Names and goals, in the order of writing.</summary>
    public IEnumerator<KeyValuePair<string, Goal>> GetEnumerator() => goals.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Names and goals, in the order of writing.</summary>
    public override string ToString() => string.Join(", ", goals.Select(goal => $"{goal.Key} {goal.Value}"));

    /// <summary>The goals of a simulation; their names may be wrong.</summary>
    /// <exception cref="SimulationException">The simulation threw.</exception>
    internal static Goals Of(Simulation simulation)
    {
        try
        {
            return simulation.Goals ?? [];
        }
        catch (Exception exception)
        {
            throw Wrong(simulation, exception);
        }
    }

    /// <summary>The goals of a simulation whose metrics and reward terms are known: after its first step.</summary>
    /// <exception cref="SimulationException">A goal has a name that is neither a metric nor a reward term, or the
    /// simulation threw.</exception>
    internal static Goals Of(Simulation simulation, SimulationSchema schema)
    {
        var goals = Of(simulation);
        try
        {
            goals.RequireKnown(schema.Metrics?.Names ?? [], schema.Rewards?.Names ?? []);
            return goals;
        }
        catch (BrokenRuleException exception)
        {
            throw Wrong(simulation, exception);
        }
    }

    /// <summary>Requires that every name is one of the simulation's.</summary>
    /// <param name="metrics">Its metrics.</param>
    /// <param name="terms">Its reward terms.</param>
    /// <exception cref="BrokenRuleException">A name is not known; the message lists all that are.</exception>
    internal void RequireKnown(IEnumerable<string> metrics, IEnumerable<string> terms)
    {
        string[] known = [.. metrics.Concat(terms).Concat(Always).Distinct()];
        string[] unknown = [.. goals.Keys.Except(known)];
        if (unknown.Length > 0)
            throw new BrokenRuleException(
                $"there {(unknown.Length == 1 ? "is a goal" : "are goals")} for {string.Join(", ", unknown.Select(name => $"'{name}'"))}, "
                + $"but the metrics and reward terms are {string.Join(", ", known)}: write one of these names");
    }

    static SimulationException Wrong(Simulation simulation, Exception exception)
    {
        var what = exception is BrokenRuleException ? $": {exception.Message}." : $" threw {exception.GetType().Name}: {exception.Message}";
        return new($"{simulation.KitName}.Goals{what}", simulation.KitName, episode: 1, step: 0, agent: -1, exception);
    }
}
