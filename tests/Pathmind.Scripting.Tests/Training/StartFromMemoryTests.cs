using Pathmind.Numerics;
using Pathmind.Simulations;
using Pathmind.Training;
using static Pathmind.Tests.Remembering;

namespace Pathmind.Tests;

/// <summary>Policies that imitate a rule and remember: what the rule knows, or sees where the policy does not, the
/// policy keeps in its memory.</summary>
public sealed class StartFromMemoryTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("memory-").FullName;

    static TrainingOptions Options(int steps, string algorithm = "PPO") =>
        Remembering.Options(steps) with { Memory = 16, Algorithm = AlgorithmOf(algorithm) };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("a rule that remembers", "PPO", 8_000)]
    [InlineData("a rule that sees it", "PPO", 8_000)]
    [InlineData("steps of a run", "PPO", 8_000)]
    [InlineData("a rule that remembers", "SAC", 600)]
    [InlineData("a rule that sees it", "SAC", 600)]
    [InlineData("steps of a run", "SAC", 600)]
    public void A_rule_teaches_what_to_remember_in_a_few_thousand_steps_and_only_a_policy_with_a_memory(
        string of, string algorithm, int steps)
    {
        Teacher rule = of switch
        {
            "a rule that remembers" => new FollowTheSign(),
            "a rule that sees it" => Policy.From("seeing", o => (int)o["way"]),
            _ => Written(),
        };
        var options = Options(steps, algorithm) with { Observations = ["sign", "place"], StartFrom = rule };
        Assert.InRange(Mean<HiddenSign>(new HiddenSign().Train(options).Policy), 0.99, 1);
        Assert.InRange(Mean<HiddenSign>(new HiddenSign().Train(options with { Memory = null }).Policy), 0.3, 0.7);
        if (algorithm == "PPO")                                          // SAC learns it by itself as fast
            Assert.InRange(Mean<HiddenSign>(new HiddenSign().Train(options with { StartFrom = null }).Policy), 0.3, 0.7);

        Teacher Written()
        {
            var file = Path.Combine(folder, "steps.csv");
            new HiddenSign().Run(new FollowTheSign(), 200, seed: 5, display: Display.None).Steps.WriteCsv(file);
            return file;
        }
    }

    /// <summary>By reward it learns next to nothing here.</summary>
    [Fact]
    public void SAC_imitates_what_must_be_remembered_before_it_learns_by_reward()
    {
        var options = Remembering.Options(600) with { Memory = 16, Algorithm = new SacOptions { UpdatesPerDecision = 1e-6f } };
        options = options with { Observations = ["sign", "place"] };
        var untaught = new HiddenSign().Train(options).Policy;
        var taught = new HiddenSign().Train(options with { StartFrom = new FollowTheSign() }).Policy;
        Assert.InRange(Mean<HiddenSign>(untaught), 0.3, 0.7);
        Assert.InRange(Mean<HiddenSign>(taught), 0.99, 1);
    }

    [Fact]
    public void A_saved_policy_that_remembers_is_a_start_as_well()
    {
        var options = Options(8_000) with { Observations = ["sign", "place"] };
        new HiddenSign().Train(options with { StartFrom = new FollowTheSign() }).Policy.Save(folder);
        var training = new HiddenSign().Train(options with { StartFrom = folder, Seed = 4 });
        Assert.InRange(Mean<HiddenSign>(training.Policy), 0.99, 1);
        Assert.InRange(training.Teacher!.Reward, 0.99, 1);
    }

    [Theory]
    [InlineData("PPO", 3_000)]
    [InlineData("SAC-quick", 1_000)]
    public void One_seed_makes_one_policy_on_any_number_of_threads_and_on_workers(string algorithm, int steps)
    {
        var options = Options(steps, algorithm);
        IsSame<LockedBoxes>(options with { StartFrom = Policy.From("last", (_, mask) => Array.LastIndexOf(mask, true)) });
        IsSame<TwoEchoes>(options with { StartFrom = Policy.From("echo", o => (int)o["bit"]) });
        options = options with { StartFrom = Policy.From("hit", o => (AgentAction)(2 * (float)o["x"] + 0.5f)) };
        IsSame<Target>(algorithm != "PPO" ? options : options with { Ppo = new() { NormalizeObservations = false } });
    }

    [Fact]
    public void A_resumed_training_from_a_rule_is_the_uninterrupted_one() => GoesOn(
        Options(3_000, "SAC-quick") with { StartFrom = Policy.From("right", _ => 1) }, folder, options => options with { Memory = 8 },
        "Memory: 16 at the checkpoint, 8 now");

    [Fact]
    public void A_policy_beside_the_one_that_acts_remembers_what_that_one_does_from_rollout_to_rollout()
    {
        RepeatsItself<TwoEchoes>();                                       // episodes of 6 and 3 decisions
        RepeatsItself<JobOffers>();                                       // who decide on demand
        RepeatsItself<LockedBoxes>();
        RepeatsItself<LongSignPost>();
    }

    /// <summary>The same policy, with states of its own, finds what was done as likely as it was when it was
    /// drawn.</summary>
    static void RepeatsItself<T>()
        where T : Simulation, new()
    {
        var options = Options(1_000) with { Simulations = 3 };
        TrainingModel model = new(new T(), options);
        model.Complete();
        using WorkerThreads workers = new(1);
        using var learner = NewLearner(model, options, workers);
        TrainingEnvironment[] environments = [model.NewFirst(), model.NewEnvironment(1, new T()), model.NewEnvironment(2, new T())];
        RolloutCollector collector = new(environments, workers, model.Function, learner.Policy, TimeProvider.System, () => false);
        var (rollout, distribution) = (learner.Rollout, new float[model.Schema.Actions.Logits]);
        Collect(learner.WarmUpSteps);                                     // gives the policy statistics of what it sees
        learner.WarmUp();
        foreach (var environment in environments)
            environment.Start(environments.Length);
        PolicyReplay replay = new(learner.Policy.With(learner.Weights), rollout);
        foreach (var steps in new[] { 40, 17, 64, 1, 30 })
        {
            collector.Collect(rollout, steps);
            replay.Run((first, count) =>
            {
                for (var i = 0; i < count; i++)
                {
                    var row = rollout.Rows[first + i];
                    TeacherPull.Distribution(replay.Workspace, model.Schema.Actions, rollout.MaskOf(row), i, distribution);
                    Assert.Equal(rollout.LogProbabilities[row], Math.Log(distribution[rollout.Choices[row]]), 1e-3);
                }
            });
        }

        void Collect(int steps)
        {
            foreach (var environment in environments)
                environment.Start(environments.Length);
            learner.Policy.Blind = true;
            collector.Collect(rollout, steps);
            learner.Policy.Blind = false;
        }
    }

    [Fact]
    public void The_student_that_acts_in_place_of_its_teacher_remembers_from_decision_to_decision()
    {
        var options = Options(1_000) with { StartFrom = Policy.From("zero", _ => 0) };
        TrainingModel model = new(new TwoEchoes(), options);
        model.Complete();
        using WorkerThreads workers = new(1);
        using var learner = NewLearner(model, options, workers);
        var rows = learner.Rollout.ForOneSimulation(200);
        rows.Taken = new(rows.Actions, rows.Rows.Length);
        SimulationDriver driver = new(new TwoEchoes(), new RandomStream(3, RandomStreams.Imitation), model.Schema);
        TeacherPlayer player = new(options.StartFrom, driver, model, rows, learner.Policy, seed: 3, mostSteps: 1_000, _ => { });
        player.Play(ImitationActor.GreedyStudent, player => player.Decisions >= 150);
        PolicyReplay replay = new(learner.Policy, rows);
        var distribution = new float[rows.Actions.Logits];
        replay.Run((first, count) =>
        {
            for (var i = 0; i < count; i++)
            {
                TeacherPull.Distribution(replay.Workspace, rows.Actions, [], i, distribution);
                Assert.Equal(Array.IndexOf(distribution, distribution.Max()), rows.Taken.Choices[rows.Rows[first + i]]);
            }
        });
    }

    static PpoLearner NewLearner(TrainingModel model, TrainingOptions options, WorkerThreads workers)
    {
        var schema = model.Schema;
        var learner = (PpoLearner)PpoLearner.Algorithm.Create(
            new(options, options.Simulations ?? 1, schema.Agents, model.NumbersSeen, schema.Actions, schema.NeedsMask, workers));
        learner.PolicyNetwork.ScaleOutputs(300);                          // else all is about as likely
        return learner;
    }

    /// <summary>Goes all the way as the sign at its beginning said.</summary>
    sealed class FollowTheSign : Policy
    {
        int way;

        public override AgentAction Decide(in PolicyInput input) =>
            way = input.Observation["sign"] is var sign && sign == 0 ? way : sign > 0 ? 1 : 0;
    }
}

/// <summary>A long corridor in which the way is shown at every place, to who may look.</summary>
sealed class HiddenSign() : SignPost(length: 12)
{
    int way;

    public override void Reset()
    {
        base.Reset();
        way = base.GetObservation(0)["sign"] > 0 ? 1 : 0;
    }

    public override Observation GetObservation(int agent)
    {
        var seen = base.GetObservation(agent);
        seen["way"] = way;
        return seen;
    }
}
