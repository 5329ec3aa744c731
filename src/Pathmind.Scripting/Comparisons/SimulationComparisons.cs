using Pathmind.Comparisons;

namespace Pathmind;

/// <summary>Compares policies in a simulation.</summary>
public static class SimulationComparisons
{
    /// <summary>Lets several policies act in the same episodes until it is told which is better: episode k has the same
    /// random stream for each. It ends when every difference of the reward and every goal is told, or is too small to
    /// matter, or when the time is over; how many episodes that is depends on the machine in the last case.</summary>
    /// <param name="simulation">The simulation.</param>
    /// <param name="policies">At least one; the others are compared with the first. Those of the same name are
    /// numbered.</param>
    /// <exception cref="ArgumentException">There is no policy, or one does not fit.</exception>
    /// <exception cref="SimulationException">The simulation or a policy threw or broke a rule, or a goal has a name
    /// that is not there.</exception>
    public static Comparison Compare(this Simulation simulation, params Policy[] policies) => simulation.Compare(new(), policies);

    /// <summary>Lets several policies act in the same episodes: as many as the options say, else as many as it
    /// takes.</summary>
    /// <param name="simulation">The simulation.</param>
    /// <param name="options">Number of episodes, or time and tolerance; seed.</param>
    /// <param name="policies">At least one; the others are compared with the first. Those of the same name are
    /// numbered.</param>
    /// <exception cref="ArgumentException">There is no policy, or one does not fit.</exception>
    /// <exception cref="SimulationException">The simulation or a policy threw or broke a rule, or a goal has a name
    /// that is not there.</exception>
    public static Comparison Compare(this Simulation simulation, ComparisonOptions options, params Policy[] policies)
    {
        if (policies.Length == 0)
            throw new ArgumentException("Compare needs at least one policy, as in Compare(Policy.Random(), trained).");
        string[] names = [.. Numbered([.. policies.Select(policy => policy.Name)])];
        using SimilarSimulations simulations = new(simulation, options);
        PairedEpisodes episodes = new(simulations, policies, names, options, TimeProvider.System);
        var what = policies.Length == 1 ? $"Playing {names[0]}" : $"Comparing {policies.Length} policies";
        return Judge(episodes.Play(what, played => IsTold(Judge(played), options.Tolerance)));

        Comparison Judge(EpisodeLog[] played) =>
            new(played, Goals.Of(simulation, episodes.Schema), episodes.Looks, options.Tolerance);
    }

    /// <summary>Lets several policies act in a number of episodes: episode k has the same random stream for each. Same
    /// seed, same result.</summary>
    /// <param name="simulation">The simulation.</param>
    /// <param name="episodes">How many episodes for each policy; at least 1.</param>
    /// <param name="seed">Seed of the episodes.</param>
    /// <param name="policies">At least one; the others are compared with the first. Those of the same name are
    /// numbered.</param>
    /// <exception cref="ArgumentException">An argument is out of range, or a policy does not fit.</exception>
    /// <exception cref="SimulationException">The simulation or a policy threw or broke a rule, or a goal has a name
    /// that is not there.</exception>
    public static Comparison Compare(this Simulation simulation, int episodes, int seed, params Policy[] policies) =>
        simulation.Compare(new ComparisonOptions { Episodes = episodes, Seed = seed }, policies);

    /// <summary>Whether every difference of the reward, and every goal, is told. The reward of a single policy is told
    /// when its interval is within the tolerance.</summary>
    static bool IsTold(Comparison comparison, double tolerance) =>
        comparison.Policies.SelectMany(policy => policy.Numbers).All(
            number => number.IsTold || number.Goal is null && number.Name != "reward")
        && (comparison.Policies.Count > 1 || comparison.Policies[0].Reward.Value is var reward
            && reward.HalfWidth <= tolerance * Math.Abs(reward.Mean));

    /// <summary>Distinct names of the policies: equal ones get a number, counted from 1.</summary>
    static IEnumerable<string> Numbered(string[] names) => names.Select((name, i) =>
        names.Count(other => other == name) == 1 ? name : $"{name} {names.Take(i + 1).Count(other => other == name)}");
}
