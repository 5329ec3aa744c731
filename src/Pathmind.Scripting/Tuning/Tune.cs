using Pathmind.Tuning;

namespace Pathmind;

/// <summary>Finds the best numbers of a heuristic: the honest baseline of a trained policy.</summary>
public static class Tune
{
    /// <summary>Looks for the numbers with which a heuristic earns most per episode, by an evolution strategy (CMA-ES,
    /// arXiv:1604.00772) in the same simulations: <c>Tune.Heuristic(() => new Shop(), p => Shop.ReorderAt(p["s"],
    /// p["S"]), new() { ["s"] = (0, 50), ["S"] = (10, 200) })</c>.</summary>
    /// <param name="create">Makes a new simulation at each call; candidates play side by side.</param>
    /// <param name="policy">Makes the heuristic of some numbers.</param>
    /// <param name="ranges">Where each number is looked for, by name: <c>(0, 50)</c> whole numbers, <c>(0.0, 1.0)</c>
    /// real ones.</param>
    /// <param name="options">Budget, seed, threads; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no range, or a function returned null.</exception>
    /// <exception cref="SimulationException">The simulation or the heuristic threw or broke a rule.</exception>
    public static TuningResult Heuristic(
        Func<Simulation> create, Func<Parameters, Policy> policy, OrderedDictionary<string, ParameterRange> ranges,
        TuningOptions? options = null) => ranges.Count == 0
        ? throw new ArgumentException("There is no range: name the numbers to look for, as in new() { [\"level\"] = (0, 100) }.")
        : new HeuristicSearch(create, policy, ranges, options ?? new(), TimeProvider.System).Search();
}
