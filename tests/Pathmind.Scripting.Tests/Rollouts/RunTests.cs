namespace Pathmind.Tests.Rollouts;

public sealed class RunTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-run-").FullName;

    /// <summary>Up four times, then right four times: the cheese is found in step 8.</summary>
    static Policy UpThenRight => Policy.From(observation => observation["mouse_row"] < 0.8f ? 0 : 1);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_mouse_finds_the_cheese_in_eight_steps_and_the_table_shows_each()
    {
        var log = new MouseAndCheese().Run(UpThenRight, display: Display.None);

        Assert.Equal(
            """
            Steps
            ╭─────────┬──────┬────────┬────────┬──────────────┬───────┬───────┬───────────┬──────────────┬──────────┬─────────────╮
            │ Episode │ Step │ reward │ action │ found_cheese │  move │ done  │ mouse_row │ mouse_column │ rows_to_ │ columns_to_ │
            │         │      │        │        │              │       │       │           │              │   cheese │      cheese │
            ├─────────┼──────┼────────┼────────┼──────────────┼───────┼───────┼───────────┼──────────────┼──────────┼─────────────┤
            │       1 │    1 │  −0.05 │ up     │            0 │ −0.05 │ False │       0   │          0   │      0.8 │         0.8 │
            │       1 │    2 │  −0.05 │ up     │            0 │ −0.05 │ False │       0.2 │          0   │      0.6 │         0.8 │
            │       1 │    3 │  −0.05 │ up     │            0 │ −0.05 │ False │       0.4 │          0   │      0.4 │         0.8 │
            │       1 │    4 │  −0.05 │ up     │            0 │ −0.05 │ False │       0.6 │          0   │      0.2 │         0.8 │
            │       1 │    5 │  −0.05 │ right  │            0 │ −0.05 │ False │       0.8 │          0   │      0   │         0.8 │
            │       1 │    6 │  −0.05 │ right  │            0 │ −0.05 │ False │       0.8 │          0.2 │      0   │         0.6 │
            │       1 │    7 │  −0.05 │ right  │            0 │ −0.05 │ False │       0.8 │          0.4 │      0   │         0.4 │
            │       1 │    8 │   0.95 │ right  │            1 │ −0.05 │ True  │       0.8 │          0.6 │      0   │         0.2 │
            ╰─────────┴──────┴────────┴────────┴──────────────┴───────┴───────┴───────────┴──────────────┴──────────┴─────────────╯
            Summary
            ╭─────────┬───────┬────────┬──────────────┬──────┬────────────╮
            │ Episode │ Steps │ reward │ found_cheese │ move │ ending     │
            ├─────────┼───────┼────────┼──────────────┼──────┼────────────┤
            │       1 │     8 │    0.6 │            1 │ −0.4 │ Terminated │
            ╰─────────┴───────┴────────┴──────────────┴──────┴────────────╯
            """,
            log.ToString(),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_done_agent_gets_no_actions_and_no_rewards_and_its_cells_are_empty()
    {
        var (steps, summary) = (Path.Combine(folder, "new", "steps.csv"), Path.Combine(folder, "summary.csv"));
        var log = new Counters().Run(Policy.From((_, agent) => agent + 1), outCsv: steps, summaryCsv: summary, display: Display.None);

        Assert.Equal(
            """
            Episode,Step,observation_0_count,observation_0_pair_0,observation_0_pair_1,action_0,reward_0_gain,reward_0_cost,done_0,metric_0_twice,observation_1_count,observation_1_pair_0,observation_1_pair_1,action_1,reward_1_gain,reward_1_cost,done_1,metric_1_twice
            1,1,0,0,0.5,1,1,-0.5,True,2,0,1,0.5,2,2,-0.5,False,2
            1,2,,,,,,,,,1,1,0.5,2,2,-0.5,False,4
            1,3,,,,,,,,,2,1,0.5,2,2,-0.5,True,6

            """,
            File.ReadAllText(steps),
            ignoreLineEndingDifferences: true);
        Assert.Equal(                                                     // agent 0: 1 step, agent 1: 3 steps
            """
            Episode,Steps,reward,reward_0,reward_1,reward_0_gain,reward_0_cost,reward_1_gain,reward_1_cost,metric_0_twice,metric_1_twice,ending
            1,3,5,0.5,4.5,1,-0.5,6,-1.5,2,6,Terminated

            """,
            File.ReadAllText(summary),
            ignoreLineEndingDifferences: true);
        Assert.Equal([0.5, 4.5], log.AgentRewards.Select(reward => reward.Mean));
        Assert.Equal(5, log.Reward.Mean);
        Assert.Equal(7, log.Terms["gain"].Mean);
        Assert.Equal(-2, log.Terms["cost"].Mean);
        Assert.Equal(4, log.Metrics["twice"].Mean);                       // (2 + 6) / 2 agents
    }

    [Fact]
    public void A_composite_action_has_a_column_a_number_and_MaxSteps_truncates()
    {
        var log = new Adder().Run(Policy.From(_ => AgentAction.Of([2], [0.25f])), display: Display.None);

        Assert.Equal(["Episode", "Step", "observation_0_sum", "action_0_0", "action_0_1", "reward_0_sum", "done_0"], log.Steps.Names);
        Assert.Equal([2, 2], log.Steps["action_0_0"]);
        Assert.Equal([0.25, 0.25], log.Steps["action_0_1"]);
        Assert.Equal([(double)Ending.Truncated], log.Episodes["ending"]);
        Assert.Equal(log.Steps["observation_0_sum"][0] + 2.25, log.Steps["reward_0_sum"][0], 6);
    }

    [Fact]
    public void Same_seed_same_log_and_another_seed_another()
    {
        EpisodeLog Log(int seed) => new Adder().Run(episodes: 3, seed: seed, display: Display.None);

        Assert.Equal(Log(7).Steps["observation_0_sum"], Log(7).Steps["observation_0_sum"]);
        Assert.Equal(Log(7).Steps["action_0_1"], Log(7).Steps["action_0_1"]);
        Assert.NotEqual(Log(7).Steps["observation_0_sum"], Log(8).Steps["observation_0_sum"]);
        Assert.NotEqual(Log(7).Steps["action_0_1"], Log(8).Steps["action_0_1"]);
        Assert.Equal(3, Log(7).Steps["observation_0_sum"].Where((_, row) => row % 2 == 0).Distinct().Count());
    }

    [Fact]
    public void A_random_policy_begins_each_run_alike()
    {
        var (adder, random) = (new Adder(), Policy.Random(3));

        Assert.Equal(
            adder.Run(random, display: Display.None).Steps["action_0_1"], adder.Run(random, display: Display.None).Steps["action_0_1"]);
    }

    [Fact]
    public void Statistics_are_over_episodes()                            // rewards 1, 2 and 6: mean 3, deviation √((4 + 1 + 9) / 3)
    {
        var statistic = Statistic.Of([1, 2, 6]);

        Assert.Equal(3, statistic.Mean);
        Assert.Equal(Math.Sqrt(14 / 3.0), statistic.Deviation, 12);
        Assert.Equal((1, 6, 3), (statistic.Min, statistic.Max, statistic.Count));
        Assert.Equal("3 ± 2.16", statistic.ToString());
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_found_out_before_the_first_step()
    {
        var steps = 0;
        var counting = Policy.From(_ => ++steps);

        var error = Assert.Throws<ArgumentException>(() => new Counters().Run(counting, outCsv: folder, display: Display.None));
        Assert.Contains("cannot be written: it is a folder. Name a file", error.Message);
        var nowhere = Assert.Throws<ArgumentException>(() => new Counters()
            .Run(counting, summaryCsv: "/proc/nowhere/summary.csv", display: Display.None));
        Assert.Contains("cannot be written: its folder cannot be made. Name a file", nowhere.Message);
        Assert.Equal(0, steps);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void Summaries_keep_no_steps_and_say_so()
    {
        Assert.Throws<ArgumentException>(() => new Adder()
            .Run(outCsv: Path.Combine(folder, "steps.csv"), detail: LogDetail.Summaries, display: Display.None));
        var log = new Adder().Run(detail: LogDetail.Summaries, display: Display.None);
        Assert.Contains("LogDetail.Steps", Assert.Throws<InvalidOperationException>(() => log.Steps).Message);
    }

    [Fact]
    public void An_unknown_column_lists_those_there_are()
    {
        var log = new Adder().Run(display: Display.None);

        Assert.Equal(
            "There is no column 'sum'. There are: Episode, Step, observation_0_sum, action_0_0, action_0_1, reward_0_sum, done_0.",
            Assert.Throws<KeyNotFoundException>(() => log.Steps["sum"]).Message);
    }

    [Fact]
    public void An_error_of_the_policy_is_told_from_one_of_the_simulation()
    {
        var policy = Assert.Throws<SimulationException>(() => new Counters()
            .Run(Policy.From(_ => throw new FormatException("no idea")), display: Display.None));
        Assert.Equal(
            "The policy 'heuristic' threw FormatException for agent 0 of Counters in episode 1 at step 1: no idea", policy.Message);

        var action = Assert.Throws<SimulationException>(() => new Counters().Run(Policy.From(_ => 10), display: Display.None));
        Assert.Equal(
            "The policy 'heuristic' decided wrongly for agent 0 of Counters in episode 1 at step 1: the choice 10 is not in 0 .. 9, as "
            + "Discrete(10) needs it.", action.Message);
    }

    [Theory]                                                              // allowed: the position's neighbours, 0 and 2 at the start
    [InlineData(0, null)]
    [InlineData(1,
        "The policy 'stubborn' decided wrongly for agent 0 of Masked in episode 1 at step 1: the choice 1 is masked: allowed now are 0, "
        + "2.")]
    public void A_masked_choice_is_an_error_that_lists_the_allowed_ones(int choice, string? message)
    {
        var stubborn = Policy.From("stubborn", _ => choice);

        var thrown = Record.Exception(() => new Masked().Compare(1, seed: 0, stubborn));

        Assert.Equal(message, thrown?.Message);
        Assert.True(thrown is null or SimulationException { Simulation: "Masked", Episode: 1, Step: 1, Agent: 0 });
    }

    [Fact]
    public void Of_several_masked_choices_it_says_which()
    {
        TestSimulation pair = new() { Space = new Discrete(3, size: 2), Mask = (_, _) => [true, true, true, true, true, false] };
        var thrown = Assert.Throws<SimulationException>(() => pair.Run(new FixedActions(new[] { 1, 2 }), display: Display.None));

        Assert.EndsWith("the choice 2 (number 1 of the 2) is masked: allowed now are 0, 1.", thrown.Message);
    }

    [Fact]
    public void A_whole_number_for_a_real_one_is_logged_as_one()
    {
        TestSimulation thermostat = new() { Space = new Continuous(1, 0, 10), Length = 1 };
        Assert.Equal([3.0], thermostat.Run(new FixedActions(3), display: Display.None).Steps["action_0"]);
    }

    [Fact]
    public void Files_hold_the_shortest_text_of_the_type_that_a_number_came_from_and_no_minus_zero()
    {
        var (steps, summary) = (Path.Combine(folder, "steps.csv"), Path.Combine(folder, "summary.csv"));
        TestSimulation awkward = new()
        {
            Space = new Discrete(1), Length = 3, Observation = (_, _) => new() { ["zero"] = -0.0f },
            Reward = (_, _) => new() { ["single"] = -0.1f, ["double"] = 0.1, ["whole"] = 16_777_217, ["zero"] = -0.0 },
        };
        awkward.Run(new FixedActions(0), outCsv: steps, summaryCsv: summary, display: Display.None);

        Assert.Equal("1,1,0,0,-0.1,0.1,16777217,0,False", File.ReadAllLines(steps)[1]);
        Assert.Equal("1,3,50331650.99999999,-0.3,0.30000000000000004,50331651,0,Terminated", File.ReadAllLines(summary)[1]);
    }

    [Fact]
    public void Each_episode_is_summed_anew_and_a_metric_is_that_after_the_agents_last_step()
    {
        var (summary, episode) = (Path.Combine(folder, "summary.csv"), -1);
        TestSimulation clocked = new()
        {
            Agents = 2, Done = (test, agent) => test.Steps >= (agent == 0 ? 1 : 3),
            Observation = (test, _) => new() { ["clock"] = test.Steps },
            // a tenth as float64 for choice 0 and as float32 for choice 1
            Reward = (test, agent) => new() { ["tenth"] = test.Action[agent].Choice == 0 ? 0.1 : 0.1f },
            Metrics = (test, _) => new() { ["clock"] = test.Steps },                             // it goes on for who is done
        };
        clocked.Run(
            Policy.From((observation, agent) => observation["clock"] == 0 && agent == 0 ? Math.Min(++episode, 1) : Math.Min(episode, 1)),
            episodes: 2, summaryCsv: summary, display: Display.None);

        Assert.Equal(
            """
            Episode,Steps,reward,reward_0,reward_1,reward_0_tenth,reward_1_tenth,metric_0_clock,metric_1_clock,ending
            1,3,0.4,0.1,0.30000000000000004,0.1,0.30000000000000004,1,3,Terminated
            2,3,0.4,0.1,0.3,0.1,0.3,1,3,Terminated

            """,
            File.ReadAllText(summary),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_watched_run_is_cancelled_in_the_middle_of_a_pause()
    {
        using CancellationTokenSource stop = new();
        var deciding = Policy.From(_ =>
        {
            stop.CancelAfter(TimeSpan.FromMilliseconds(20));
            return AgentAction.Of([0], [0]);
        });
        Assert.ThrowsAny<OperationCanceledException>(() => new Adder()
            .Run(deciding, sleep: TimeSpan.FromMinutes(2), display: Display.None, cancellation: stop.Token));
    }

    [Fact]
    public void A_cancelled_run_writes_no_file()
    {
        using var source = new CancellationTokenSource();
        var cancelling = Policy.From(_ =>
        {
            source.Cancel();
            return 1;
        });

        Assert.Throws<OperationCanceledException>(() => new Counters()
            .Run(cancelling, outCsv: Path.Combine(folder, "steps.csv"), display: Display.None, cancellation: source.Token));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }
}
