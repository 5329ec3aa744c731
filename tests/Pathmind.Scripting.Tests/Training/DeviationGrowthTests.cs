using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>How the deviation of a number without a range grows.</summary>
public class DeviationGrowthTests
{
    const int Rows = 64;

    readonly RandomStream random = new(1, 0);
    readonly RolloutBuffer rollout = new(1, 1, Rows, 1, new(new Continuous(2)), hasMask: false);
    readonly float[] advantages = new float[Rows], logStd = new float[2];
    DeviationGrowth growth = new([true, true]);

    [Fact]
    public void It_grows_while_the_number_has_no_effect_that_shows_and_stays_where_it_has_one()
    {
        Update(rollouts: 100);

        Assert.InRange(logStd[0], 0, 0.4f);                                // until the effect shows
        Assert.Equal(1.4f, logStd[1]);                                     // four times as wide as at first
    }

    [Fact]
    public void The_message_names_the_number_without_an_effect_and_what_to_do()
    {
        var training = new Half().Train(new() { Steps = 6_000, Seed = 1, Threads = 1, Display = Display.None });

        Assert.Contains(
            "No effect on the reward has shown yet of 1 number of the action without a range (number 2). Give two bounds",
            training.Message);
    }

    [Fact]
    public void A_number_that_matters_but_is_still_drawn_widely_at_the_end_is_named_as_not_found()
    {
        Update(rollouts: 100);                                             // the first matters, and the second does not

        Assert.Equal(
            "No effect on the reward has shown yet of 1 number of the action without a range (number 2). The size of 1 number of the "
            + "action without a range (number 1) has not been found: what is drawn still differs by orders of magnitude. Give two "
            + "bounds, as near as they are known, or more Steps.",
            growth.InWords([0.1f, 1.4f]));
        Assert.DoesNotContain("number 1)", growth.InWords([-0.1f, 1.4f]));
        Assert.Null(new DeviationGrowth([false, false]).InWords([1, 1]));
    }

    [Fact]
    public void Restored_it_goes_on_alike()
    {
        Update(rollouts: 3);
        var (state, before, seed) = (growth.State!, logStd.ToArray(), random.State);
        Update(rollouts: 3);
        var whole = logStd.ToArray();
        (growth, random.State) = (new([true, true]) { State = state }, seed);
        before.CopyTo(logStd, 0);
        Update(rollouts: 3);

        Assert.Equal(whole, logStd);
    }

    /// <summary>The advantage depends on the first number, and on chance.</summary>
    void Update(int rollouts)
    {
        for (var i = 0; i < rollouts; i++)
        {
            rollout.Clear(Rows);
            rollout.Lengths[0] = Rows;
            rollout.Complete();
            for (var row = 0; row < Rows; row++)
            {
                var (first, second) = (random.NextSingle() - 0.5f, random.NextSingle() - 0.5f);
                (rollout.Reals[2 * row], rollout.Reals[2 * row + 1]) = (first, second);
                advantages[row] = first + random.NextSingle() - 0.5f;
            }
            growth.Update(rollout, advantages, logStd);
        }
    }

    /// <summary>Only the first of two numbers matters.</summary>
    sealed class Half : Simulation
    {
        int step;

        public override ActionSpace ActionSpace(int agent) => new Continuous(2);

        public override void Reset() => step = 0;

        public override void Step() => step++;

        public override Observation GetObservation(int agent) => new() { ["step"] = step };

        public override Reward GetReward(int agent) => new() { ["near"] = -Math.Abs(Action[0].Values[0] - 2) };

        public override bool IsDone(int agent) => step == 10;
    }
}
