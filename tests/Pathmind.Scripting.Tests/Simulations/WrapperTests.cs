namespace Pathmind.Tests;

/// <summary>A wrapped simulation is the inner one but for what the wrapper is about.</summary>
public sealed class WrapperTests
{
    /// <summary>Says how often it was disposed of; masks, metrics, two agents.</summary>
    sealed class Inner : Simulation, IDisposable
    {
        int steps;

        public int Disposed { get; private set; }

        public override int NumberOfAgents => 2;

        public override ActionSpace ActionSpace(int agent) => new Discrete(["left", "right"]);

        public override void Reset() => steps = 0;

        public override void Step() => steps += Action[0].Choice == 0 ? 1 : 2;

        public override Observation GetObservation(int agent) => new() { ["steps"] = steps, ["chance"] = Random.NextSingle() };

        public override Reward GetReward(int agent) =>
            new() { ["gone"] = steps < 100 ? steps : throw new InvalidOperationException("too far") };

        public override bool IsDone(int agent) => steps >= 20 && agent == 1;

        public override bool[]? GetActionMask(int agent) => [true, agent == 0];

        public override Metrics GetMetrics(int agent) => new() { ["twice"] = 2 * steps };

        public void Dispose() => Disposed++;
    }

    sealed class Plain(Simulation inner) : SimulationWrapper(inner);

    sealed class Paid(Simulation inner) : SimulationWrapper(inner)
    {
        public override Reward GetReward(int agent)
        {
            var reward = base.GetReward(agent);
            reward["paid"] = 5;
            return reward;
        }
    }

    static EpisodeLog Run(Simulation simulation) => simulation.Run(Policy.Random(3), episodes: 2, seed: 4, display: Display.None);

    static string Csv(EpisodeLog log)
    {
        var file = Path.GetTempFileName();
        try
        {
            log.Steps.WriteCsv(file);
            return File.ReadAllText(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_wrapper_that_changes_nothing_runs_alike() =>
        Assert.Equal(Csv(Run(new TimeLimit(new Inner(), 40))), Csv(Run(new Plain(new TimeLimit(new Inner(), 40)))));

    [Fact]
    public void A_wrapper_changes_what_it_overrides_alone()
    {
        var log = Run(new Paid(new TimeLimit(new Inner(), 10)));
        Assert.All(log.Steps["reward_0_paid"], paid => Assert.Equal(5, paid));
        Assert.Equal(Run(new TimeLimit(new Inner(), 10)).Steps["reward_0_gone"], log.Steps["reward_0_gone"]);
    }

    [Fact]
    public void Errors_and_policies_name_the_inner_simulation()
    {
        var thrown = Assert.Throws<SimulationException>(() => Run(new Plain(new Inner())));
        Assert.StartsWith("Inner.GetReward(0) threw InvalidOperationException in episode 1 at step ", thrown.Message);
        Assert.Equal("MouseAndCheese",
            Trainer.Train(() => new Plain(new MouseAndCheese()), new() { Steps = 500, Display = Display.None }).Policy.Simulation);
    }

    [Fact]
    public void A_time_limit_truncates_and_the_shorter_one_counts()
    {
        var log = Run(new TimeLimit(new TimeLimit(new Inner(), 7), 9));
        Assert.Equal([7, 7], log.Episodes["Steps"]);
        Assert.All(log.Episodes["ending"], ending => Assert.Equal((int)Ending.Truncated, ending));
        Assert.Contains("steps is 0", Assert.Throws<ArgumentException>(() => new TimeLimit(new Inner(), 0)).Message);
    }

    [Fact]
    public void A_skipped_frame_repeats_the_action_and_sums_the_rewards()
    {
        var episode = new EpisodeStepper(new FrameSkip(new Inner(), 3));
        episode.Begin();
        Act();
        Assert.Equal(1 + 2 + 3, episode.RewardOf(0));
        for (var i = 0; i < 5; i++)
            Act();
        Assert.Equal(16 + 17 + 18, episode.RewardOf(0));
        Act();
        Assert.Equal(19 + 20, episode.TermsOf(0)["gone"]);                 // agent 1 is done at 20: the frame ends there
        Assert.Equal((Ending.None, Ending.Terminated), (episode.EndingOf(0), episode.EndingOf(1)));

        void Act()
        {
            for (var agent = 0; agent < 2; agent++)
                episode.Act(agent, "left");
            episode.Step();
        }
    }

    [Fact]
    public void The_inner_simulation_is_disposed_of_with_its_wrapper()
    {
        List<Inner> made = [];
        Trainer.Train(() => new Paid(new TimeLimit(Made(), 10)), new() { Steps = 500, Display = Display.None });
        Assert.All(made, inner => Assert.Equal(1, inner.Disposed));
        Assert.NotEmpty(made);

        Inner Made()
        {
            made.Add(new());
            return made[^1];
        }
    }
}
