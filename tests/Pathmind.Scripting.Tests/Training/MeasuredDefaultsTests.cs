namespace Pathmind.Tests;

/// <summary>Problems that no one value of γ and λ learns: the default options measure which it is.</summary>
public sealed class MeasuredDefaultsTests : IDisposable
{
    const string Near = "for the reward of its own step alone", Far = "to matter much later";

    static readonly PpoOptions Usual = new() { Discount = 0.99f, GaeDecay = 0.95f };

    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    static TrainingOptions Options => new() { Steps = 60_000, Seed = 1, Threads = 1, Display = Display.None, StopWhenConverged = false };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_choice_that_pays_much_later_is_learnt_and_with_the_usual_values_it_is_not()
    {
        var training = new Later().Train(Options);

        Assert.Contains(Far, training.Message);
        Assert.InRange(Reward(new Later(), training), 0.9, 1);
        var control = new Later().Train(Options with { Ppo = Usual });
        Assert.DoesNotContain(Far, control.Message);
        Assert.InRange(Reward(new Later(), control), 0, 0.8);              // chance 0.33
    }

    [Fact]
    public void A_plan_of_fixed_length_that_is_judged_at_its_end_is_credited_to_its_beginning_though_its_choice_is_seen()
    {
        var training = new Later { IsShown = true }.Train(Options);

        Assert.Contains(Far, training.Message);
        Assert.InRange(Reward(new Later { IsShown = true }, training), 0.9, 1);
    }

    [Fact]
    public void Many_numbers_that_pay_at_once_are_learnt_together_and_with_the_usual_values_they_are_not()
    {
        var training = new Follow().Train(Options);

        Assert.Contains(Near, training.Message);
        Assert.InRange(Reward(new Follow(), training), -3.5, 0);           // always 0 has -10
        Assert.InRange(Reward(new Follow(), new Follow().Train(Options with { Ppo = Usual })), -20, -5);
    }

    [Fact]
    public void What_pays_at_once_and_costs_more_later_unseen_is_not_taken_for_a_matter_of_one_step()
    {
        foreach (var seed in Enumerable.Range(1, 5))
        {
            var training = new Trap().Train(Options with { Steps = 20_000, Seed = seed });

            Assert.DoesNotContain(Near, training.Message);
            Assert.InRange(Reward(new Trap(), training), -0.5, 0);          // always 1 has 20 − 2 × 17
        }
    }

    [Fact]
    public void What_pays_at_once_and_is_repaid_later_as_often_as_not_is_not_taken_for_a_matter_of_one_step()
    {
        foreach (var seed in Enumerable.Range(1, 3))
        {
            var training = new Wager().Train(Options with { Steps = 20_000, Seed = seed });

            Assert.DoesNotContain(Near, training.Message);
            Assert.InRange(Reward(new Wager(), training), 24, 36);          // always 1 has about 20; the best 30
        }
    }

    [Fact]
    public void A_decision_for_one_step_is_taken_back_when_later_rewards_come_to_depend_on_it()
    {
        var early = new LaterCost().Train(Options with { Steps = 4_000 });
        var late = new LaterCost().Train(Options with { Steps = 20_000 });

        Assert.Contains(Near, early.Message);
        Assert.DoesNotContain(Near, late.Message);
    }

    [Fact]
    public void Where_actions_change_what_is_seen_the_training_is_that_of_the_usual_values_bit_by_bit()
    {
        foreach (var seed in Enumerable.Range(1, 5))
        {
            var options = Options with { Steps = 30_000, Seed = seed };
            Assert.Equal(Figures(new Pendulum().Train(options with { Ppo = Usual })), Figures(new Pendulum().Train(options)));
        }

        static IEnumerable<(double?, double?, double)> Figures(TrainingResult training) =>
            training.History.Select(row => (row.RewardMean, row.Entropy, row.Learner["policy_loss"]));
    }

    [Fact]
    public void Resumed_or_on_other_threads_what_is_measured_and_learnt_is_the_same()
    {
        foreach (var (create, decision) in new (Func<Simulation>, string)[] { (() => new Later(), Far), (() => new Follow(), Near) })
        {
            var options = Options with { Steps = 30_000, Folder = Path.Combine(folder, decision), CheckpointEvery = 2 };
            var whole = create().Train(options);
            var first = Directory.GetFiles(Path.Combine(options.Folder, "checkpoints")).Order().First();
            var resumed = create().Resume(first, _ => options with { Folder = Path.Combine(folder, decision + " resumed"), Threads = 3 });

            Assert.Equal(whole.Policy.ToOnnx(), resumed.Policy.ToOnnx());
            Assert.Contains(decision, resumed.Message);
        }
    }

    static double Reward(Simulation simulation, TrainingResult training) =>
        simulation.Run(training.Policy, episodes: 50, seed: 9, detail: LogDetail.Summaries, display: Display.None).Reward.Mean;

    /// <summary>The first of 50 choices decides whether there is a reward at the end.</summary>
    sealed class Later : Simulation
    {
        const int Steps = 50, Keys = 3;
        int step, right, chosen;

        /// <summary>Whether it is seen on the way what was chosen.</summary>
        public bool IsShown { get; init; }

        public override ActionSpace ActionSpace(int agent) => new Discrete(Keys);

        public override void Reset() => (step, right, chosen) = (0, Random.Next(Keys), -1);

        public override void Step()
        {
            if (step == 0)
                chosen = Action[0].Choice;
            step++;
        }

        public override Observation GetObservation(int agent) => new()
        {
            ["step"] = step, ["right"] = new[] { right == 0, right == 1, right == 2 }, ["chosen"] = IsShown ? chosen : 0,
        };

        public override Reward GetReward(int agent) => new() { ["paid"] = step == Steps && chosen == right ? 1 : 0 };

        public override bool IsDone(int agent) => step == Steps;
    }

    /// <summary>1 pays 1 at once and costs 2 three steps later; nothing that is seen depends on it.</summary>
    sealed class Trap : Simulation
    {
        const int Steps = 20, Delay = 3;
        readonly bool[] taken = new bool[Steps];
        int step;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => step = 0;

        public override void Step() => taken[step++] = Action[0].Choice == 1;

        public override Observation GetObservation(int agent) => new() { ["chance"] = Random.NextSingle() };

        public override Reward GetReward(int agent) => new()
        {
            ["at_once"] = taken[step - 1] ? 1 : 0, ["later"] = step > Delay && taken[step - 1 - Delay] ? -2 : 0,
        };

        public override bool IsDone(int agent) => step == Steps;
    }

    /// <summary>1 pays 1 at once, and three steps later 2 or -2, as is seen before; on average nothing.</summary>
    sealed class Wager : Simulation
    {
        const int Steps = 20, Delay = 3;
        readonly int[] owed = new int[Steps];
        int step, side;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => (step, side) = (0, Random.Next(2) * 2 - 1);

        public override void Step()
        {
            owed[step++] = Action[0].Choice * side;
            side = Random.Next(2) * 2 - 1;
        }

        public override Observation GetObservation(int agent) => new() { ["side"] = side };

        public override Reward GetReward(int agent) => new()
        {
            ["at_once"] = owed[step - 1] != 0 ? 1 : 0, ["later"] = step > Delay ? 2 * owed[step - 1 - Delay] : 0,
        };

        public override bool IsDone(int agent) => step == Steps;
    }

    /// <summary>1 pays 1 at once; from the 25th episode on it also costs 2 three steps later.</summary>
    sealed class LaterCost : Simulation
    {
        const int Steps = 20, Delay = 3, First = 25;
        readonly bool[] taken = new bool[Steps];
        int episode, step;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => (episode, step) = (episode + 1, 0);

        public override void Step() => taken[step++] = Action[0].Choice == 1;

        public override Observation GetObservation(int agent) => new() { ["chance"] = Random.NextSingle() };

        public override Reward GetReward(int agent) => new()
        {
            ["at_once"] = taken[step - 1] ? 1 : 0,
            ["later"] = episode >= First && step > Delay && taken[step - 1 - Delay] ? -2 : 0,
        };

        public override bool IsDone(int agent) => step == Steps;
    }

    /// <summary>Twelve numbers are to follow twelve numbers shown, which are new in every one of 20 steps.</summary>
    sealed class Follow : Simulation
    {
        const int Steps = 20;
        readonly float[] wanted = new float[12];
        int step;
        double distance;

        public override ActionSpace ActionSpace(int agent) => new Continuous(wanted.Length, -1, 1);

        public override void Reset()
        {
            (step, distance) = (0, 0);
            Draw();
        }

        public override void Step()
        {
            distance = wanted.Index().Average(entry => Math.Abs(entry.Item - Action[0].Values[entry.Index]));
            step++;
            Draw();
        }

        public override Observation GetObservation(int agent) => new() { ["wanted"] = wanted };

        public override Reward GetReward(int agent) => new() { ["near"] = -distance };

        public override bool IsDone(int agent) => step == Steps;

        void Draw()
        {
            for (var i = 0; i < wanted.Length; i++)
                wanted[i] = 2 * Random.NextSingle() - 1;
        }
    }
}
