using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>What is drawn for a memory: pieces of episodes, also over the borders of rollouts. Two trajectories; a
/// decision is seen as its number in its trajectory, and 10 000 more in the second one.</summary>
public class ReplayPiecesTests
{
    const int Steps = 4, Second = 10_000, EpisodeLength = 50;

    readonly RolloutBuffer rollout = new(
        environments: 2, agents: 1, maxSteps: Steps, observationSize: 2, new ActionLayout(new Discrete(2)), hasMask: false);

    int decided;

    [Fact]
    public void Decisions_follow_each_other_as_they_were_made_and_never_beyond_the_end_of_an_episode()
    {
        var batch = Drawn(Filled(rollouts: 50, capacity: 1_000));
        var longest = 0;
        for (var (row, length) = (0, 1); row < batch.Rows; row++)
        {
            var number = Number(batch, row);
            Assert.Equal(Math.Min(3, Math.Min(Steps - number % Steps, EpisodeLength - number % EpisodeLength)), batch.Spans[row]);
            length = batch.Continues[row] ? length + 1 : 1;
            longest = Math.Max(longest, length);
            if (!batch.Continues[row])
                continue;
            Assert.Equal(Number(batch, row - 1) + 1, number);
            Assert.NotEqual(0, number % Second % EpisodeLength);
        }
        Assert.Equal(EpisodeLength, longest);
    }

    [Fact]
    public void Ends_of_episodes_are_drawn_as_often_as_their_beginnings()
    {
        var batch = Drawn(Filled(rollouts: 50, capacity: 1_000), rows: 40_000);
        var places = Enumerable.Range(0, batch.Rows).Select(row => Number(batch, row) % Second % EpisodeLength).ToArray();
        var (first, last) = (places.Count(place => place < 5) / 4e4, places.Count(place => place >= EpisodeLength - 5) / 4e4);
        Assert.InRange(first, 0.05, 0.2);
        Assert.InRange(last, 0.05, 0.2);
    }

    [Fact]
    public void What_has_given_way_is_not_followed_back_and_an_episode_that_was_cut_is_not_followed_on()
    {
        var full = Drawn(Filled(rollouts: 50, capacity: 88));
        Assert.Equal(50 * Steps - 44, Enumerable.Range(0, full.Rows).Min(row => Number(full, row) % Second));
        for (var row = 1; row < full.Rows; row++)
            if (full.Continues[row])
                Assert.Equal(Number(full, row - 1) + 1, Number(full, row));

        var replay = Filled(rollouts: 3, capacity: 1_000);
        replay.Cut();
        Add(replay);
        var cut = Drawn(replay);
        Assert.Contains(12, Enumerable.Range(0, cut.Rows).Select(row => Number(cut, row)));
        Assert.All(Enumerable.Range(0, cut.Rows).Where(row => Number(cut, row) % Second == 12), row => Assert.False(cut.Continues[row]));
    }

    [Fact]
    public void States_that_were_made_again_are_kept_also_when_all_is_saved()
    {
        var (replay, read) = (Filled(rollouts: 5, capacity: 1_000), new ReplayBuffer(rollout, 1_000, memory: 1));
        var batch = Drawn(replay);
        for (var row = 0; row < batch.Rows; row++)
            replay.Remember(batch.Places[row], [Number(batch, row) + 0.5f], [-Number(batch, row)]);
        read.State = replay.State;
        var (again, restored) = (Drawn(replay), Drawn(read));
        Assert.Equal(again.Observations, restored.Observations);
        Assert.Equal(again.Continues, restored.Continues);
        for (var row = 0; row < again.Rows; row++)
        {
            Assert.Equal(Number(again, row) + 0.5f, again.Observations[2 * row]);
            Assert.Equal(-Number(again, row), again.NextObservations[2 * row]);
        }
    }

    static int Number(ReplayBatch batch, int row) => (int)batch.Observations[2 * row + 1];

    ReplayBatch Drawn(ReplayBuffer replay, int rows = 2_000)
    {
        ReplayBatch batch = new(rollout, rows);
        replay.Draw(new RandomStream(1, 1), batch);
        return batch;
    }

    ReplayBuffer Filled(int rollouts, int capacity)
    {
        decided = 0;
        ReplayBuffer replay = new(rollout, capacity, memory: 1);
        for (var i = 0; i < rollouts; i++)
            Add(replay);
        return replay;
    }

    void Add(ReplayBuffer replay)
    {
        rollout.Clear(Steps);
        for (var row = 0; row < 2 * Steps; row++)
        {
            var number = decided + row % Steps;
            rollout.Observations[2 * row + 1] = number + row / Steps * Second;
            rollout.Endings[row] = number % EpisodeLength == EpisodeLength - 1 ? Ending.Terminated : Ending.None;
        }
        for (var trajectory = 0; trajectory < 2; trajectory++)
        {
            rollout.Lengths[trajectory] = Steps;
            rollout.Tails[trajectory].Add(trajectory * Steps + Steps - 1, [0, 0]);
        }
        rollout.Complete();
        decided += Steps;
        Assert.Equal(2 * Steps, replay.Add(rollout, 3, discount: 0.9f));
    }
}
