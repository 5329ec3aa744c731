using Pathmind.Policies;
using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>The policy of several kinds of agents in its files.</summary>
public sealed class KindPolicyTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    static TrainingOptions Quick => new() { Steps = 4_000, Threads = 1, Display = Display.None, StopWhenConverged = false };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_policy_read_from_its_folder_decides_the_same_for_every_kind()
    {
        var trained = new Crossroads().Train(Quick).Policy;
        trained.Save(folder);
        var read = Policy.Local(folder);

        Assert.Equal(Actions(trained), Actions(read));
        Assert.Equal(Actions(trained.Sampled(4)), Actions(read.Sampled(4)));
        Assert.Equal(trained.Description.Kinds.Select(kind => kind.ToString()), read.Description.Kinds.Select(kind => kind.ToString()));
        Assert.Equal([true, false], read.Description.Kinds.Select(kind => kind.HasMask));
    }

    [Fact]
    public void Masks_of_one_kind_are_respected_while_another_has_none()
    {
        var log = new Crossroads().Run(new Crossroads().Train(Quick).Policy.Sampled(1), episodes: 30, display: Display.None);

        Assert.DoesNotContain(2, log.Steps["action_0_0"]);               // never allowed
        Assert.Contains(2, log.Steps["action_1_0"]);
    }

    [Fact]
    public void Schema_yaml_lists_the_kinds()
    {
        new TwoTrades().Train(Quick).Policy.Save(folder);

        Assert.Contains(
            """
            agent_kinds:
            - agents:
              - 0
              observations:
              - colour
              actions:
              - type: discrete
                choices: 3
                size: 1
                names:
                - red
                - green
                - blue
              action_mask: false
            - agents:
              - 1
              observations:
              - weight
              actions:
              - type: continuous
            """, File.ReadAllText(Path.Combine(folder, "schema.yaml")));
    }

    [Fact]
    public void A_policy_of_agents_that_are_alike_says_nothing_of_kinds()
    {
        var policy = new TwoEchoes().Train(Quick).Policy;
        policy.Save(folder);

        Assert.DoesNotContain("agent_kind", File.ReadAllText(Path.Combine(folder, "schema.yaml")));
        Assert.DoesNotContain(PolicyMetadata.Write(policy.Description).Keys, key => key.Contains("kind"));
    }

    [Fact]
    public void Agents_find_their_kind_in_another_order_and_number()
    {
        var policy = new TwoTrades().Train(Quick).Policy;
        var expected = new TwoTrades().Run(policy, episodes: 20, seed: 3, display: Display.None);
        var swapped = new SwappedTrades().Run(policy, episodes: 20, seed: 3, display: Display.None);

        Assert.Equal(expected.Steps["action_0"], swapped.Steps["action_1"]);
        Assert.Equal(expected.Steps["action_1"], swapped.Steps["action_0"]);
    }

    [Fact]
    public void An_agent_of_no_kind_is_named_with_the_kinds_there_are()
    {
        var policy = new TwoTrades().Train(Quick).Policy;

        var error = Assert.Throws<ArgumentException>(() => new Crossroads().Run(policy, display: Display.None));
        Assert.Contains(
            "agents 0, 2 (sees queue; decides Composite(Discrete(3), Discrete(2))) fits none of the policy's kinds: agent 0 (sees colour; "
            + "decides Discrete(red, green, blue)), agent 1 (sees weight;", error.Message);
    }

    [Fact]
    public void Chosen_observations_leave_the_kind_in_sight()
    {
        var policy = new Crossroads().Train(Quick with { Observations = ["queue"] }).Policy;

        Assert.Equal(["queue", "agent_kind"], policy.ObservationNames);
        Assert.NotEqual(0, new Crossroads().Run(policy, display: Display.None).Length.Mean);
    }

    [Fact]
    public void A_training_goes_on_with_the_same_kinds_only()
    {
        var options = Quick with { Steps = 9_000, CheckpointEvery = 2, Folder = folder };
        var whole = new TwoTrades().Train(options);
        var first = Directory.GetFiles(Path.Combine(folder, "checkpoints")).Order().First();
        TrainingOptions Elsewhere(TrainingOptions before) =>
            before with { Folder = Path.Combine(folder, "resumed"), Display = Display.None };

        Assert.Equal(whole.History[^1].Learner["policy_loss"], new TwoTrades().Resume(first, Elsewhere).History[^1].Learner["policy_loss"]);
        var error = Assert.Throws<ArgumentException>(() => new Renamed.TwoTrades().Resume(first, Elsewhere));
        Assert.Contains(
            "kinds of agents: [agent 0: colour; Discrete(red, green, blue), agent 1: weight; Continuous(1: -3 .. 3)] at the checkpoint, "
            + "[] now", error.Message);
    }

    [Fact]
    public void Exported_code_says_how_to_ask_for_each_kind()
    {
        var file = Path.Combine(folder, "TradesPolicy.cs");
        new TwoTrades().Train(Quick).Policy.ExportCSharp(file);
        ExportedCode.Compile(folder, [file]);

        Assert.Contains(
            "/// agent 1: agent_kind has its 1 at place 1; sees weight, give 0 for all else; its action: the numbers 1 of "
            + "what is decided.",
            File.ReadAllText(file));
    }

    [Theory]
    [InlineData("[]", "its 0 kinds of agents do not fit its observation 'agent_kind'")]
    [InlineData("""[{"agents":[0],"observations":["size"],"actions":{"choices":3,"size":1},"action_mask":false}]""",
        "a kind of agents has the observation size, which the policy does not have")]
    [InlineData("""
        [{"agents":[0],"observations":["colour"],"actions":{"choices":3,"size":1},"action_mask":false},
         {"agents":[1],"observations":["weight"],"actions":{"choices":2,"size":1},"action_mask":false}]
        """, "is not the union of the spaces of")]
    public void Kinds_that_do_not_fit_the_policy_are_refused(string kinds, string problem)
    {
        var entries = PolicyMetadata.Write(new TwoTrades().Train(Quick).Policy.Description);
        entries["pathmind.agent_kinds"] = kinds;

        Assert.Contains(problem, Assert.Throws<InvalidDataException>(() => PolicyMetadata.Read(entries)).Message);
    }

    [Fact]
    public void Plots_of_an_agent_show_its_own_actions_alone()
    {
        var policy = new TwoTrades().Train(Quick).Policy;

        Assert.Equal(["red", "green", "blue"], Assert.IsType<BarPlot>(policy.PlotActions(new TwoTrades(), agent: 0)).Labels);
        Assert.Equal("mean", Assert.Single(Assert.IsType<BarPlot>(policy.PlotActions(new TwoTrades(), agent: 1)).Series).Name);
    }

    static double[] Actions(Policy policy)
    {
        var log = new Crossroads().Run(policy, episodes: 3, seed: 9, display: Display.None);
        return [.. log.Steps.Names.Where(name => name.StartsWith("action", StringComparison.Ordinal)).SelectMany(name => log.Steps[name])];
    }

    /// <summary>The same trades, the agents the other way round.</summary>
    sealed class SwappedTrades : Simulation
    {
        readonly TwoTrades inner = new();

        public override int NumberOfAgents => 2;

        public override ActionSpace ActionSpace(int agent) => inner.ActionSpace(1 - agent);

        public override void Reset()
        {
            inner.Random = Random;
            inner.Reset();
        }

        public override void Step()
        {
        }

        public override Observation GetObservation(int agent) => inner.GetObservation(1 - agent);

        public override Reward GetReward(int agent) => new() { ["none"] = 0 };

        public override bool IsDone(int agent) => true;
    }

    static class Renamed
    {
        /// <summary>Both agents are dosers now.</summary>
        public sealed class TwoTrades : Simulation
        {
            public override int NumberOfAgents => 2;

            public override ActionSpace ActionSpace(int agent) => new Continuous(1, -3, 3);

            public override void Reset()
            {
            }

            public override void Step()
            {
            }

            public override Observation GetObservation(int agent) => new() { ["weight"] = 0 };

            public override Reward GetReward(int agent) => new() { ["sorted"] = 0, ["missed"] = 0 };

            public override bool IsDone(int agent) => true;
        }
    }
}
