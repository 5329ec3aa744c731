using System.Globalization;

namespace Pathmind.Testing;

/// <summary>What must hold of a simulation, in one line of a unit test; for every test framework.</summary>
/// <example><code>
/// [Fact] public void It_keeps_the_rules() =&gt; SimulationRules.Hold(() =&gt; new Shop());
/// [Fact] public void An_order_is_repeated() =&gt; SimulationRules.Hold(() =&gt; new Shop(), new FixedActions(5));
/// [Fact] public void Ordering_beats_chance() =&gt;
///     SimulationRules.Beats(new FixedActions(5), Policy.Random(1), new Shop(), margin: 10);
/// </code></example>
public static class SimulationRules
{
    /// <summary>Examines a simulation under random actions, as <c>Check()</c> does: names and lengths that change,
    /// numbers that are not finite, state that survives Reset, chance besides <see cref="Simulation.Random"/>, and
    /// more.</summary> <param name="create">Makes an instance; called several times. The instances must share
    /// nothing.</param> <param name="seed">Seed of the actions and of the simulation's chance.</param>
    /// <param name="steps">Steps in each of the four walks that are compared; at least 2. All are made, however long
    /// they take: give fewer for a slow simulation.</param>
    /// <exception cref="SimulationTestException">There are problems; the message lists all. Hints are no
    /// problems.</exception>
    /// <exception cref="ArgumentException">Fewer than 2 steps.</exception>
    public static void Hold(Func<Simulation> create, int seed = 0, int steps = 2_000)
    {
        var check = SimulationCheck.Of(create, seed, steps, TimeSpan.MaxValue);
        if (check.Problems.Count > 0)
            throw new SimulationTestException(
                $"{check.Simulation} does not keep the rules of a simulation:{Listed(check.Problems)}", check.Problems);
    }

    /// <summary>Plays the episodes of a policy, which may reach what random actions do not: the same seed gives the
    /// same episodes in two instances, and an instance that was used before plays them as a new one does.</summary>
    /// <param name="create">Makes an instance. The instances must share nothing.</param> <param name="policy">Decides
    /// the same whenever it sees the same: a heuristic, a trained policy, or <see cref="FixedActions"/>.</param>
    /// <param name="episodes">How many episodes are compared; at least 1.</param> <param name="seed">Seed of the
    /// simulation's chance.</param>
    /// <exception cref="SimulationTestException">Two episodes differ; the message says where.</exception>
    /// <exception cref="SimulationException">The simulation or the policy threw or broke a rule.</exception>
    /// <exception cref="ArgumentException">Fewer than 1 episode, or the policy does not fit.</exception>
    public static void Hold(Func<Simulation> create, Policy policy, int episodes = 3, int seed = 0)
    {
        using OwnedSimulation first = new(create()), second = new(create()), used = new(create());
        var expected = first.Play(policy, episodes, seed);
        used.Play(policy, 1, seed + 1);
        string[] problems =
        [
            .. Difference(expected, second.Play(policy, episodes, seed), "another new instance with the same seed",
                "Take chance from Simulation.Random alone, and share nothing between instances (static fields, files, the clock)."),
            .. Difference(expected, used.Play(policy, episodes, seed), "an instance that has played an episode before",
                "Reset() must put back everything that Step() changes."),
        ];
        if (problems.Length > 0)
            throw new SimulationTestException(
                $"{expected.Simulation} does not repeat its episodes with {policy.Name} and seed {seed}:{Listed(problems)}", problems);
    }

    /// <summary>A policy earns more than another one in the same episodes, on average and by a margin.</summary>
    /// <param name="policy">The one that must be better.</param>
    /// <param name="baseline">The other: random, or a heuristic.</param>
    /// <param name="simulation">What they act in.</param>
    /// <param name="episodes">How many episodes for each; episode k has the same chance for both.</param>
    /// <param name="seed">Seed of the episodes.</param>
    /// <param name="margin">By how much the mean reward per episode must be higher, in units of the reward; at least 0,
    /// and with 0 it must still be higher.</param>
    /// <exception cref="SimulationTestException">It does not; the message has the figures.</exception>
    /// <exception cref="SimulationException">The simulation or a policy threw or broke a rule.</exception>
    /// <exception cref="ArgumentException">An argument is out of range, or a policy does not fit.</exception>
    public static void Beats(
        Policy policy, Policy baseline, Simulation simulation, int episodes = 100, int seed = 0, double margin = 0)
    {
        if (!(margin >= 0 && double.IsFinite(margin)))
            throw new ArgumentException($"margin is {margin}, but must be a number of at least 0.");
        var logs = simulation.Compare(episodes, seed, policy, baseline).Logs;
        var gain = Statistic.Of([.. logs[0].Episodes["reward"].Zip(logs[1].Episodes["reward"], (one, other) => one - other)]);
        if (gain.Mean > 0 && gain.Mean >= margin)
            return;
        var required = margin > 0 ? $"at least {Number(margin)} more" : "more";
        throw new SimulationTestException(
            $"In the same {episodes} episodes of {logs[0].Simulation} {logs[0].Policy} earns {Number(logs[0].Reward.Mean)} per episode and "
            + $"{logs[1].Policy} {Number(logs[1].Reward.Mean)}: a difference of {Number(gain.Mean)} (standard error "
            + $"{Number(gain.Deviation / Math.Sqrt(episodes))}), but {required} is required.");
    }

    /// <summary>Where two logs first differ, in words; nothing if they are the same.</summary>
    static IEnumerable<string> Difference(EpisodeLog expected, EpisodeLog actual, string where, string whatToDo)
    {
        var (steps, others) = (expected.Steps, actual.Steps);
        if (!steps.Names.SequenceEqual(others.Names))
        {
            yield return $"A new instance has {string.Join(", ", steps.Names)}, but {where} has {string.Join(", ", others.Names)}. "
                + whatToDo;
            yield break;
        }
        var columns = steps.Names.Select(name => (Name: name, Expected: steps[name], Actual: others[name])).ToArray();
        for (var row = 0; row < Math.Min(steps.Count, others.Count); row++)
            if (columns.FirstOrDefault(column => !column.Expected[row].Equals(column.Actual[row])) is { Name: not null } column)
            {
                yield return $"In episode {steps["Episode"][row]}, step {steps["Step"][row]}, {column.Name} is "
                    + $"{Number(column.Expected[row])} in a new instance and {Number(column.Actual[row])} in {where}. {whatToDo}";
                yield break;
            }
        if (steps.Count != others.Count)
            yield return $"The episodes have {steps.Count} steps in a new instance and {others.Count} in {where}. {whatToDo}";
    }

    static string Listed(IEnumerable<string> problems) => string.Concat(problems.Select(problem => $"\n  - {problem}"));

    static string Number(double number) => number.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>An instance that is disposed of after the test, if it can be.</summary>
    sealed class OwnedSimulation(Simulation simulation) : IDisposable
    {
        public EpisodeLog Play(Policy policy, int episodes, int seed) =>
            simulation.Run(policy, episodes, seed: seed, display: Display.None);

        public void Dispose() => (simulation as IDisposable)?.Dispose();
    }
}
