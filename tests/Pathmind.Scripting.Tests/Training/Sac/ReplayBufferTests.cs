using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>Two trajectories of four decisions: what is kept of each, worked by hand.</summary>
public class ReplayBufferTests
{
    const float Discount = 0.5f;

    readonly RolloutBuffer rollout = new(
        environments: 2, agents: 1, maxSteps: 4, observationSize: 1,
        new ActionLayout(new Composite(new Discrete(2), new Continuous(1, -1, 1))), hasMask: true, hasNextMasks: true);

    /// <summary>Row r has the observation r, the reward 1, 2, 4 or 8, the number r / 10; the second alternative is
    /// forbidden in odd rows. The first trajectory ends after its second decision; the last rows led to 100 and
    /// 200.</summary>
    public ReplayBufferTests()
    {
        rollout.Clear(4);
        for (var row = 0; row < 8; row++)
        {
            (rollout.Observations[row], rollout.Rewards[row], rollout.Reals[row]) = (row, 1 << (row % 4), row / 10f);
            (rollout.Choices[row], rollout.Endings[row]) = (row == 2 ? 1 : 0, Ending.None);
            rollout.Masks![row * 2 + 1] = row % 2 == 1 ? ActionSampler.Forbidden : 0;
        }
        (rollout.Lengths[0], rollout.Lengths[1]) = (4, 4);
        rollout.Endings[1] = Ending.Terminated;
        rollout.Tails[0].Add(3, [100]).Fill(7);
        rollout.Tails[1].Add(7, [200]).Fill(9);
        rollout.Complete();
    }

    [Theory]
    [InlineData(1, "0:1→1·0.5 1:2→end 2:4→3·0.5 3:8→100·0.5 4:1→5·0.5 5:2→6·0.5 6:4→7·0.5 7:8→200·0.5")]
    [InlineData(3, "0:2→end 1:2→end 2:8→100·0.25 3:8→100·0.5 4:3→7·0.125 5:6→200·0.125 6:8→200·0.25 7:8→200·0.5")]
    public void Rewards_of_n_decisions_are_summed_up_to_an_ending_or_the_end_of_the_rollout(int steps, string expected)
    {
        ReplayBuffer replay = new(rollout, capacity: 1_000);
        Assert.Equal(8, replay.Add(rollout, steps, Discount));
        Assert.Equal(expected, string.Join(' ', Rows(replay)));
    }

    [Fact]
    public void An_episode_that_was_cut_goes_on_in_value_from_where_it_was_cut()
    {
        rollout.Endings[1] = Ending.Truncated;
        rollout.Tails[0].Add(1, [50]).Fill(5);
        ReplayBuffer replay = new(rollout, capacity: 1_000);
        replay.Add(rollout, 3, Discount);
        Assert.Equal(["0:2→50·0.25", "1:2→50·0.5"], Rows(replay)[..2]);
    }

    [Fact]
    public void The_masks_of_both_observations_and_the_action_are_kept()
    {
        ReplayBuffer replay = new(rollout, capacity: 1_000);
        replay.Add(rollout, 1, Discount);
        ReplayBatch batch = new(rollout, 500);
        replay.Draw(new(1, 1), batch);
        for (var i = 0; i < batch.Rows; i++)
        {
            var row = (int)batch.Observations[i];
            Assert.Equal(row == 2 ? 1 : 0, batch.Choices[i]);
            Assert.Equal(row / 10f, batch.Reals[i]);
            Assert.Equal(row % 2 == 1 ? ActionSampler.Forbidden : 0, batch.Masks[i * 2 + 1]);
            if (row != 1)                                                // the future of a terminated one does not count
                Assert.Equal(row switch { 3 => 7, 7 => 9, _ => row % 2 == 0 ? ActionSampler.Forbidden : 0 }, batch.NextMasks[i * 2 + 1]);
        }
    }

    [Fact]
    public void What_was_done_is_kept_where_the_rows_hold_what_a_teacher_would_have_done()
    {
        rollout.Taken = new(rollout.Actions, rollout.Rows.Length);
        for (var row = 0; row < 8; row++)
            rollout.Taken.Set(row, [row == 2 ? 0 : 1], [5 + row]);
        ReplayBuffer replay = new(rollout, capacity: 1_000);
        replay.Add(rollout, 1, Discount);
        ReplayBatch batch = new(rollout, 200);
        replay.Draw(new(1, 1), batch);
        for (var i = 0; i < batch.Rows; i++)
        {
            Assert.Equal(batch.Observations[i] == 2 ? 0 : 1, batch.Choices[i]);
            Assert.Equal(5 + batch.Observations[i], batch.Reals[i]);
        }
    }

    [Fact]
    public void The_oldest_decisions_give_way_to_the_newest_also_after_it_was_saved()
    {
        ReplayBuffer replay = new(rollout, capacity: 12), read = new(rollout, capacity: 12);
        replay.Add(rollout, 1, Discount);
        Assert.Equal(8, replay.Count);
        read.State = replay.State;
        foreach (var buffer in (ReplayBuffer[])[replay, read])
        {
            rollout.Observations[0] = 50;                                // the ninth
            buffer.Add(rollout, 1, Discount);
            Assert.Equal(12, buffer.Count);
            Assert.DoesNotContain(Rows(buffer), row => row.StartsWith("0:", StringComparison.Ordinal));
            Assert.Contains(Rows(buffer), row => row.StartsWith("50:", StringComparison.Ordinal));
        }
        Assert.Equal(Rows(replay), Rows(read));
    }

    [Fact]
    public void A_decision_whose_next_observation_nobody_saw_is_left_out()
    {
        rollout.Tails[0].Clear();
        ReplayBuffer replay = new(rollout, capacity: 1_000);
        Assert.Equal(7, replay.Add(rollout, 1, Discount));
        Assert.DoesNotContain(Rows(replay), row => row.StartsWith("3:", StringComparison.Ordinal));
    }

    /// <summary>Every row that is kept, found by drawing many times.</summary>
    string[] Rows(ReplayBuffer replay)
    {
        ReplayBatch batch = new(rollout, 1_000);
        replay.Draw(new(1, 1), batch);
        return
        [
            .. Enumerable.Range(0, batch.Rows).OrderBy(i => batch.Observations[i]).Select(i => FormattableString.Invariant(
                $"{batch.Observations[i]}:{batch.Rewards[i]}→")
                + (batch.Discounts[i] == 0 ? "end" : FormattableString.Invariant($"{batch.NextObservations[i]}·{batch.Discounts[i]}")))
                .Distinct(),
        ];
    }
}
