using Pathmind.Testing;

namespace Pathmind.Tests.Tuning;

/// <summary>Heuristics whose best numbers are known.</summary>
public sealed class TuneTests
{
    static readonly TuningOptions Small = new() { Episodes = 3_000, Display = Display.None };

    /// <summary>A newsvendor: demand is uniform over 0 .. 99, a piece costs 3 and sells for 5.</summary>
    static TestSimulation Newsvendor() => new()
    {
        Space = new Discrete(100), Length = 10,
        Reward = (test, _) => new() { ["profit"] = 5 * Math.Min(test.Action[0].Choice, test.Random.Next(100)) - 3 * test.Action[0].Choice },
    };

    /// <summary>The smallest stock that meets the demand in (5 − 3) / 5 of all days: 39, at which a day brings 39.6 on
    /// average: 5 × (39 − 39 × 40 / 200) − 3 × 39 = 39.</summary>
    [Fact]
    public void The_stock_of_a_newsvendor_is_found()
    {
        var tuned = Tune.Heuristic(
            Newsvendor, p => Policy.From($"stock {p["stock"]}", _ => (int)p["stock"]), new() { ["stock"] = (0, 99) }, Small);
        Assert.InRange(tuned.Parameters["stock"], 32, 46);
        Assert.True(tuned.Score.Contains(390) || Math.Abs(tuned.Score.Mean - 390) < 15, $"{tuned}");
        Assert.Equal($"stock {tuned.Parameters["stock"]}", tuned.Policy.Name);
    }

    /// <summary>At most 2 % above the least cost of all pairs, which a Markov chain gives exactly.</summary>
    [Fact]
    public void A_reorder_point_and_a_level_are_found_whose_cost_is_nearly_the_least()
    {
        var least = (from low in Enumerable.Range(0, Store.Most)
                     from up in Enumerable.Range(low + 1, Store.Most - low)
                     select Store.CostOf(low, up)).Min();
        var tuned = Tune.Heuristic(
            () => new Store(), p => Store.OrderUpTo((int)p["s"], (int)p["S"]), new() { ["s"] = (0, 20), ["S"] = (1, 20) }, Small);
        var cost = Store.CostOf((int)tuned.Parameters["s"], (int)tuned.Parameters["S"]);
        Assert.InRange(cost, least, least * 1.02);
        Assert.True(Math.Abs(-tuned.Score.Mean / Store.Days - cost) < 0.15, $"{tuned}, cost {cost}");
    }

    [Fact]
    public void Real_numbers_are_found_where_they_depend_on_each_other()
    {
        var tuned = Tune.Heuristic(
            () => new TestSimulation
            {
                Space = new Continuous(2), Length = 1,
                Reward = (test, _) => test.Action[0].Values is [var x, var y]
                    ? new() { ["height"] = -Math.Pow(x + y - 1, 2) * 100 - Math.Pow(x - y - 0.5, 2) + 0.001 * test.Random.NextDouble() }
                    : default,
            },
            p => Policy.From(_ => AgentAction.Of([], [(float)p["x"], (float)p["y"]])),
            new() { ["x"] = (-2.0, 4.0), ["y"] = (-2.0, 4.0) }, Small with { EpisodesPerCandidate = 1 });
        Assert.Equal(0.75, tuned.Parameters["x"], 0.05);
        Assert.Equal(0.25, tuned.Parameters["y"], 0.05);
    }

    [Fact]
    public void The_same_seed_finds_the_same_on_any_number_of_threads()
    {
        var (one, several) = (Found(1, seed: 1), Found(3, seed: 1));
        Assert.Equal(one.ToTable().ToText(120), several.ToTable().ToText(120));
        Assert.Equal($"{one}", $"{several}");
        Assert.NotEqual($"{one}", $"{Found(1, seed: 2)}");

        static TuningResult Found(int threads, int seed) => Tune.Heuristic(
            Newsvendor, p => Policy.From(_ => (int)p["stock"]), new() { ["stock"] = (0, 99) },
            Small with { Episodes = 600, Threads = threads, Seed = seed });
    }

    [Fact]
    public void A_search_ends_with_its_budget_or_when_nothing_new_is_left()
    {
        var tuned = Tune.Heuristic(Newsvendor, p => Policy.From(_ => (int)p["stock"]), new() { ["stock"] = (10, 12) }, Small);
        Assert.InRange(tuned.History[^1].Episodes, 60, 60);
        var brief = Tune.Heuristic(
            Newsvendor, p => Policy.From(_ => (int)p["stock"]), new() { ["stock"] = (0, 99) }, Small with { Steps = 1_000 });
        Assert.Single(brief.History);
    }

    [Fact]
    public void What_is_wrong_is_said_before_or_as_it_was_thrown()
    {
        Assert.Contains("There is no range", Assert.Throws<ArgumentException>(() => Tune.Heuristic(Newsvendor, _ => null!, new())).Message);
        Assert.Contains("returned null for stock = ", Assert.Throws<ArgumentException>(
            () => Tune.Heuristic(Newsvendor, _ => null!, new() { ["stock"] = (0, 5) }, Small)).Message);
        Assert.Contains("There are: stock", Assert.Throws<KeyNotFoundException>(
            () => Tune.Heuristic(Newsvendor, p => Policy.From(_ => 0) is var policy && p["level"] > 0 ? policy : policy,
                new() { ["stock"] = (0, 5) }, Small)).Message);
        Assert.Contains("too much", Assert.Throws<SimulationException>(
            () => Tune.Heuristic(Newsvendor, _ => Policy.From(_ => throw new InvalidOperationException("too much")),
                new() { ["stock"] = (0, 5) }, Small)).Message);
        Assert.Throws<ArgumentException>(() => { ParameterRange _ = (5, 5); });
        Assert.Throws<ArgumentException>(() => { ParameterRange _ = (0.0, double.NaN); });
    }
}
