namespace Pathmind.Tests;

/// <summary>How an episode ended, as the simulation says it.</summary>
public sealed class EndingTests
{
    /// <summary>Pays 1 in every step and never ends by itself; the shift is over after ten steps. With the shift as
    /// termination the value of a step would be about 10, with truncation 1 / (1 − γ).</summary>
    static TestSimulation Shift => new()
    {
        Observation = Always, Reward = Paid, Done = (_, _) => false, Truncated = (test, _) => test.Steps >= 10,
    };

    static TestSimulation LastShift => new() { Observation = Always, Reward = Paid, Length = 10 };

    /// <summary>Agent 0 is cut after three steps, agent 1 is done after five.</summary>
    static TestSimulation TwoShifts => new()
    {
        Agents = 2, Reward = Paid,
        Done = (test, agent) => agent == 1 && test.Steps >= 5,
        Truncated = (test, agent) => agent == 0 && test.Steps >= 3,
    };

    static Func<TestSimulation, int, Observation> Always => (_, _) => new() { ["always"] = 1 };

    static Func<TestSimulation, int, Reward> Paid => (_, _) => new() { ["paid"] = 1 };

    [Theory]
    [InlineData(true, 50, 130)]                                            // 1 / (1 − 0.99) = 100: the reward goes on behind the cut
    [InlineData(false, 2, 11)]                                             // between 1 and 10 steps are left
    public void Training_estimates_what_would_have_followed_a_truncation_and_nothing_after_an_end(bool truncated, double low, double high)
    {
        var options =
            new TrainingOptions { Steps = 150_000, StopWhenConverged = false, Display = Display.None, Ppo = new() { RolloutSteps = 64 } };
        var result = truncated ? Shift.Train(options) : LastShift.Train(options);
        Assert.InRange(result.Policy.Evaluate([1f], null).Value, low, high);
        Assert.Equal(truncated, result.Message.Contains("cut (truncated"));
    }

    [Fact]
    public void An_agent_that_is_truncated_waits_for_the_others_and_the_episode_counts_as_truncated()
    {
        var episode = new EpisodeStepper(TwoShifts);
        episode.Begin();
        List<(Ending, Ending, Ending)> endings = [];
        while (episode.Ending == Ending.None)
        {
            for (var agent = 0; agent < 2; agent++)
                if (episode.TakesPart(agent))
                    episode.Act(agent, 0);
            episode.Step();
            endings.Add((episode.EndingOf(0), episode.EndingOf(1), episode.Ending));
        }
        var (none, cut, done) = (Ending.None, Ending.Truncated, Ending.Terminated);
        Assert.Equal([(none, none, none), (none, none, none), (cut, none, none), (cut, none, none), (cut, done, cut)], endings);
    }

    [Fact]
    public void A_run_shows_how_each_episode_ended()
    {
        Assert.Equal(["Truncated"], Endings(Shift));
        Assert.Equal(["Terminated"], Endings(LastShift));
        Assert.Equal(["Truncated"], Endings(TwoShifts));

        static IEnumerable<string> Endings(Simulation simulation) =>
            simulation.Run(Policy.Random(1), episodes: 1, display: Display.None).Episodes["ending"].Select(ending => $"{(Ending)ending}");
    }

    [Fact]
    public void Check_finds_nothing_to_blame_in_a_simulation_that_truncates() => Assert.Empty(Shift.Check().Problems);
}
