namespace Pathmind.Tests;

/// <summary>The fleet of scripts/industry/agv.cs: several agents with one policy, decisions on demand, one vehicle in a
/// lane at a time.</summary>
public sealed class AgvTests
{
    [Fact]
    public void It_keeps_the_rules() => Assert.Empty(new Agv().Check(steps: 500).Problems);

    [Fact]
    public void The_terms_of_an_episode_add_up_to_what_happened()
    {
        var log = new Agv().Run(Agv.Tuned, episodes: 5, seed: 1, display: Display.None);
        var finished = log.Episodes["metric_0_finished"].Average();
        Assert.InRange(finished, 60, 90);
        Assert.Equal(4 * 0.01 * finished, log.Terms["throughput"].Mean, 1e-9);       // each of the four is paid for each product
        Assert.InRange(log.Terms["used"].Mean, finished, finished + 20);    // 2 · (0.1 + 0.15 + 0.25) per product, and what was begun
        Assert.InRange(log.Terms["trip"].Mean, -4 * 10_800.0 / 14_000, -2.9);        // the vehicles drive nearly all the time
        var trips = Enumerable.Range(0, 4).Sum(agent => log.Episodes[$"metric_{agent}_trips"].Average());
        Assert.InRange(trips, 6 * finished, 6 * finished + 60);                      // six trips a product, and those for what was begun
    }

    /// <summary>Vehicles decide one at a time; who is under way has no decision.</summary>
    [Fact]
    public void One_vehicle_decides_in_each_step_and_all_of_them_in_turn()
    {
        EpisodeStepper episode = new(new Agv(), seed: 3);
        var decided = new int[4];
        for (episode.Begin(); episode.Ending == Ending.None; episode.Step())
        {
            var asked = Enumerable.Range(0, 4).Single(episode.Decides);
            decided[asked]++;
            episode.Act(asked, episode.Decide(asked, Agv.ShortestQueue));
        }
        Assert.All(decided, count => Assert.InRange(count, 60, 180));
        Assert.Equal(episode.Steps, decided.Sum());
        Assert.InRange(episode.Simulation.SimulatedSeconds, 10_700, 10_800);
    }
}
