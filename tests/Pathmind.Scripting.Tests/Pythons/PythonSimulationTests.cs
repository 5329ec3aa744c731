namespace Pathmind.Tests.Pythons;

/// <summary>Environments in Python, each in real processes: what comes over, and what a training makes of it.</summary>
public sealed class PythonSimulationTests
{
    [Fact]
    public void An_environment_is_stepped_from_here_and_what_it_prints_disturbs_nothing()
    {
        using PythonFile file = new(PythonFiles.Corridor);
        using var corridor = file.Simulation();
        corridor.Seed(7);
        corridor.Reset();
        var start = corridor.GetObservation(0)["observation"][0];
        for (var (step, place) = (0, start); step < 4 - start; step++)
        {
            Assert.False(corridor.IsDone(0));
            corridor.SetAction(0, 1);
            corridor.Step();
            Assert.Equal(++place, corridor.GetObservation(0)["observation"][0]);
            Assert.Equal(-0.1, corridor.GetReward(0)["reward"].Number);
        }
        Assert.True(corridor.IsDone(0));
        Assert.False(corridor.IsTruncated(0));
        corridor.Reset();
        for (var step = 0; step < 10; step++)
        {
            Assert.False(corridor.IsTruncated(0));
            corridor.SetAction(0, 0);
            corridor.Step();
        }
        Assert.Equal((false, true), (corridor.IsDone(0), corridor.IsTruncated(0)));
    }

    [Fact]
    public void Every_space_of_fixed_numbers_comes_over_both_ways()
    {
        using PythonFile file = new(PythonFiles.Echo);
        using var echo = file.Simulation();
        var space = (Composite)echo.ActionSpace(0);
        Assert.Equal(
            [
                new Discrete(3), new Discrete(2), new Discrete(4), new Discrete(2, size: 2),
                new Continuous([2, 2], -2, 2), new Continuous(1, 0, 9), new Continuous(1, -0.1f, 0.1f),
            ],
            space.Spaces);
        echo.Reset();
        echo.SetAction(0, AgentAction.Of([2, 1, 3, 1, 0], [-2, 0.5f, 1, 2, 6.6f, 0.1f]));
        echo.Step();
        Assert.Equal(
            "turn = [0, 0, 1], pair_0 = [0, 1, 0, 0, 0, 1], pair_1 = [1, 0], push = [-2, 0.5, 1, 2], whole = [7], exact = 0.1",
            echo.GetObservation(0).ToString());
        Assert.Equal(1.5, echo.GetReward(0)["reward"].Number);
    }

    [Fact]
    public void A_mask_in_the_info_forbids_choices_and_must_not_be_left_out()
    {
        using PythonFile file = new(PythonFiles.Locked);
        using var locked = file.Simulation();
        var log = Assert.Throws<SimulationException>(() => locked.Run(Policy.Random(), display: Display.None));
        Assert.Contains("Step() in episode 1 at step 3: info has no 'action_mask'", log.Message);
        locked.Reset();
        Assert.Equal([true, false], locked.GetActionMask(0)!);
        Assert.Equal("observation = [0, 0, 1]", locked.GetObservation(0).ToString());
    }

    [Theory]
    [InlineData("return 0, 0.5, action == 1, action == 0, {}")]           // Gymnasium's
    [InlineData("return 0, 0.5, True, {'TimeLimit.truncated': action == 0}")]
    public void An_end_and_a_cut_are_two_things_in_five_answers_and_in_four(string answer)
    {
        using PythonFile file = new($$"""
            class Short:
                observation_space, action_space = Discrete(3), Discrete(2)
                def seed(self, seed): self.seeded = seed
                def reset(self): return self.seeded % 3
                def step(self, action): {{answer}}
            """);
        using var simulation = file.Simulation();
        simulation.Seed(3);
        foreach (var action in new[] { 0, 1 })
        {
            simulation.Reset();
            simulation.SetAction(0, action);
            simulation.Step();
            Assert.Equal((action == 1, action == 0), (simulation.IsDone(0), simulation.IsTruncated(0)));
        }
    }

    [Fact]
    public void A_training_learns_and_gives_the_same_policy_on_any_number_of_threads()
    {
        using PythonFile file = new(PythonFiles.Corridor);
        using var corridor = file.Simulation();
        var (one, two) = (Train(threads: 1), Train(threads: 2));
        Assert.Equal(one.History.Select(row => row.RewardMean), two.History.Select(row => row.RewardMean));
        var log = corridor.Run(two.Policy, 50, detail: LogDetail.Summaries, display: Display.None);
        Assert.InRange(log.Terms["reward"].Mean, -0.4, -0.2);             // two to four steps

        TrainingResult Train(int threads) =>
            corridor.Train(new() { Steps = 4_000, Threads = threads, Seed = 3, Display = Display.None });
    }

    [Fact]
    public void The_same_seed_gives_the_same_episode_in_whichever_process()
    {
        using PythonFile file = new(PythonFiles.Corridor);
        using PythonSimulation one = file.Simulation(), other = file.Simulation();
        Assert.Equal(Draws(one, 5), Draws(other, 5));
        Assert.NotEqual(Draws(one, 5), Draws(other, 6));

        static string Draws(PythonSimulation simulation, int seed) =>
            simulation.Run(Policy.Random(seed), seed: seed, display: Display.None).ToString();
    }

    [Fact]
    public void The_original_s_simulations_run_with_terms_metrics_and_agents_of_their_own()
    {
        using PythonFile file = new(PythonFiles.Mice, "mice.py", withSpaces: false);
        using var mice = file.Simulation();
        Assert.Equal((2, new Discrete(2), new Continuous(2, -1, 1)), (mice.NumberOfAgents, mice.ActionSpace(0), mice.ActionSpace(1)));
        mice.Seed(1);
        mice.Reset();
        var start = mice.GetObservation(0)["start"].Number;
        for (var step = 0; step < 2; step++)
        {
            mice.SetAction(0, 1);
            mice.SetAction(1, new[] { 0.75f, 0.5f });
            mice.Step();
        }
        Assert.Equal((true, false), (mice.IsDone(0), mice.IsDone(1)));
        Assert.Equal("found = 1, cost = -0.5", mice.GetReward(0).ToString());
        Assert.Equal("walked = 2.5", mice.GetMetrics(1).ToString());
        Assert.Equal("place = 2.5, both = [0, 0], start = " + start, mice.GetObservation(1).ToString());
        mice.Seed(1);
        mice.Reset();
        Assert.Equal(start, mice.GetObservation(0)["start"].Number);      // Python's own source of chance is seeded
        Assert.Equal(["found", "cost"], mice.Train(new() { Steps = 500, Display = Display.None }).History[0].Terms.Keys);
    }
}
