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
}
