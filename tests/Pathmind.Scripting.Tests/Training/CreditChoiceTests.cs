using Pathmind.Training;

namespace Pathmind.Tests;

public sealed class CreditChoiceTests
{
    const int Rows = 1_000;
    const string Far = "to matter much later";

    static readonly TrainingOptions options = new() { Steps = 40_000, Seed = 1, Threads = 1, Display = Display.None };

    [Theory]
    [InlineData(2, 0, true)]                                               // chance
    [InlineData(3.4, 0, false)]                                            // possible, though by no means certain: 4.1
    [InlineData(2, 0.6, false)]                                            // an effect of half the size at the same place
    public void An_action_matters_for_its_own_step_alone_if_no_later_effect_is_possible(double elsewhere, double same, bool expected)
    {
        Assert.Equal(expected, CreditChoice.OnlyAtOnce(Effects(1, 0), Effects(same, elsewhere), endings: 200));
        Assert.False(CreditChoice.OnlyAtOnce(Effects(1, 0), Effects(same, elsewhere), endings: 100));    // too early to say
    }

    [Fact]
    public void Credit_to_the_beginning_of_an_episode_is_taken_back_once_what_is_chosen_is_seen()
    {
        var decisions = Decisions(() => new ShownFrom { Episode = 30 }, rollouts: 30);

        Assert.Contains(decisions, decision => decision?.Contains(Far) == true);
        Assert.Null(decisions[^1]);
        Assert.Contains(Far, Decisions(() => new ShownFrom { Episode = int.MaxValue }, rollouts: 30)[^1]);
    }

    /// <param name="first">Mean of the products of the first sum, whose deviation is small.</param>
    /// <param name="second">Of the second one, in its own deviations.</param>
    static EffectTest Effects(double first, double second)
    {
        EffectTest test = new(2);
        var shift = second / Math.Sqrt(Rows);
        for (var row = 0; row < Rows; row++)
            test.Add(0, 1, [(float)(first + 0.01 * (row % 2 * 2 - 1)), (float)(shift + (row % 2 * 2 - 1))]);
        test.Complete(Rows);
        return test;
    }

    /// <returns>[rollouts] the decision in words after each of them; null for usual values.</returns>
    static string?[] Decisions(Func<Simulation> create, int rollouts)
    {
        using TrainingLoop training = new(create, options, PpoLearner.Algorithm, TimeProvider.System, default);
        training.WarmUp();
        var decisions = new string?[rollouts];
        for (var i = 0; i < rollouts; i++)
        {
            training.Iterate();
            decisions[i] = training.Learner.Findings.First();
        }
        return decisions;
    }

    /// <summary>The first of 50 choices decides whether there is a reward at the end; from some episode on each choice
    /// is seen, and there is a little for every step.</summary>
    sealed class ShownFrom : Simulation
    {
        const int Steps = 50, Keys = 3;
        int step, right, first, last, episode;

        public required int Episode { get; init; }

        public override ActionSpace ActionSpace(int agent) => new Discrete(Keys);

        public override void Reset() => (step, right, last, episode) = (0, Random.Next(Keys), -1, episode + 1);

        public override void Step()
        {
            last = Action[0].Choice;
            first = step++ == 0 ? last : first;
        }

        public override Observation GetObservation(int agent) => new()
        {
            ["step"] = step, ["right"] = new[] { right == 0, right == 1, right == 2 },
            ["last"] = episode > Episode ? last : -1,
        };

        public override Reward GetReward(int agent) => new()
        {
            ["paid"] = (step == Steps && first == right ? 1 : 0) + (episode > Episode ? 0.01 : 0),
        };

        public override bool IsDone(int agent) => step == Steps;
    }
}
