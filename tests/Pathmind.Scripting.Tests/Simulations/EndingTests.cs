namespace Pathmind.Tests;

/// <summary>How an episode ended, as the simulation says it.</summary>
public sealed class EndingTests
{
    /// <summary>Pays 1 in every step and never ends by itself; the shift is over after ten steps. With the shift as
    /// termination the value of a step would be about 10, with truncation 1 / (1 − γ).</summary>
    class Shift : Simulation
    {
        protected int Hour { get; private set; }

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => Hour = 0;

        public override void Step() => Hour++;

        public override Observation GetObservation(int agent) => new() { ["always"] = 1 };

        public override Reward GetReward(int agent) => new() { ["paid"] = 1 };

        public override bool IsDone(int agent) => false;

        public override bool IsTruncated(int agent) => Hour >= 10;
    }

    sealed class LastShift : Shift
    {
        public override bool IsDone(int agent) => Hour >= 10;
    }

    /// <summary>Agent 0 is cut after three steps, agent 1 is done after five.</summary>
    sealed class TwoShifts : Simulation
    {
        int hour;

        public override int NumberOfAgents => 2;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => hour = 0;

        public override void Step() => hour++;

        public override Observation GetObservation(int agent) => new() { ["hour"] = hour };

        public override Reward GetReward(int agent) => new() { ["paid"] = 1 };

        public override bool IsDone(int agent) => agent == 1 && hour >= 5;

        public override bool IsTruncated(int agent) => agent == 0 && hour >= 3;
    }

    [Theory]
    [InlineData(true, 50, 130)]                                            // 1 / (1 − 0.99) = 100: the reward goes on behind the cut
    [InlineData(false, 2, 11)]                                             // between 1 and 10 steps are left
    public void Training_estimates_what_would_have_followed_a_truncation_and_nothing_after_an_end(bool truncated, double low, double high)
    {
        var options =
            new TrainingOptions { Steps = 150_000, StopWhenConverged = false, Display = Display.None, Ppo = new() { RolloutSteps = 64 } };
        var result = truncated ? new Shift().Train(options) : new LastShift().Train(options);
        Assert.InRange(result.Policy.Evaluate([1f], null).Value, low, high);
        Assert.Equal(truncated, result.Message.Contains("cut (truncated"));
    }

    [Fact]
    public void An_agent_that_is_truncated_waits_for_the_others_and_the_episode_counts_as_truncated()
    {
        var episode = new EpisodeStepper(new TwoShifts());
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
        Assert.Equal(["Truncated"], Endings(new Shift()));
        Assert.Equal(["Terminated"], Endings(new LastShift()));
        Assert.Equal(["Truncated"], Endings(new TwoShifts()));

        static IEnumerable<string> Endings(Simulation simulation) =>
            simulation.Run(Policy.Random(1), episodes: 1, display: Display.None).Episodes["ending"].Select(ending => $"{(Ending)ending}");
    }

    [Fact]
    public void Check_finds_nothing_to_blame_in_a_simulation_that_truncates() => Assert.Empty(new Shift().Check().Problems);
}
