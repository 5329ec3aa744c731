using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;
using Pathmind.Tests.Networks;
using Pathmind.Training;
using static Pathmind.Tests.SacGradientTests;

namespace Pathmind.Tests;

/// <summary>The memory before SAC's networks: what it remembers and how it learns, from the formulas in
/// float64.</summary>
public class SacMemoryTests
{
    const int Size = 2, Seen = 2, Rows = 38, Steps = 12, Span = 3;

    readonly ActionLayout actions = new(new Discrete(3));
    readonly RolloutBuffer rollout;
    readonly ReplayBuffer replay;
    readonly ReplayBatch batch;
    readonly float[] given;                                              // [rows, n + D] as they were drawn
    readonly SacMemory memory;

    /// <summary>Two agents of twelve decisions, an episode of one of them over after five; states of any
    /// numbers.</summary>
    public SacMemoryTests()
    {
        RandomStream random = new(5, 1);
        rollout = new(environments: 2, agents: 1, maxSteps: Steps, Size + Seen, actions, hasMask: false);
        rollout.Clear(Steps);
        for (var i = 0; i < rollout.Observations.Length; i++)
            rollout.Observations[i] = random.NextNormal();
        (rollout.Lengths[0], rollout.Lengths[1], rollout.Endings[4]) = (Steps, Steps, Ending.Terminated);
        rollout.Tails[0].Add(Steps - 1, [1, 2, 3, 4]);
        rollout.Tails[1].Add(2 * Steps - 1, [5, 6, 7, 8]);
        rollout.Complete();
        replay = new(rollout, 1_000, Size);
        replay.Add(rollout, Span, discount: 0.9f);
        batch = new(rollout, Rows);
        replay.Draw(random, batch);
        given = [.. batch.Observations];
        memory = new(MemoryCell.Orthogonal(new(Size + Seen, [5, 4], 3, Activation.Tanh), Size, random), Rows, float.PositiveInfinity);
    }

    [Fact]
    public void States_follow_from_the_one_before_a_piece_and_are_kept()
    {
        var states = States(Numbers(NumberBytes.Of(memory.Cell.Encoder)));
        memory.Recall(batch, replay);
        Assert.Contains(true, batch.Continues);
        ReplayBatch again = new(rollout, 2_000);
        replay.Draw(new(6, 1), again);
        for (var row = 0; row < Rows; row++)
        {
            var before = batch.Continues[row] ? states.AsSpan((row - 1) * Size, Size).ToArray() : [given[row * 4], given[row * 4 + 1]];
            for (var i = 0; i < Size; i++)
            {
                Assert.Equal(states[row * Size + i], batch.Observations[row * 4 + i], 1e-5);
                Assert.Equal(before[i], memory.Before[row * 4 + i], 1e-5);
                if (Array.LastIndexOf(batch.Places, batch.Places[row]) == row)        // else it was drawn again
                    Assert.Equal(before[i], again.Observations[Array.IndexOf(again.Places, batch.Places[row]) * 4 + i], 1e-5);
            }
        }
    }

    [Fact]
    public void What_a_decision_led_to_is_seen_with_the_state_that_was_reached_there()
    {
        var parameters = Numbers(NumberBytes.Of(memory.Cell.Encoder));
        var (states, led) = (States(parameters), batch.NextObservations.ToArray());
        memory.Recall(batch, replay);
        var within = 0;
        for (var row = 0; row < Rows; row++)
        {
            var last = row + batch.Spans[row] - 1;
            var isWithin = last < Rows && batch.Continues.AsSpan(row + 1, last - row).IndexOf(false) < 0;
            double[] before = isWithin ? states[(last * Size)..((last + 1) * Size)] : [led[row * 4], led[row * 4 + 1]];
            var next = After(parameters, before, led.AsSpan(row * 4 + Size, Seen).ToArray());
            for (var i = 0; i < Size; i++)
                Assert.Equal(next[i], batch.NextObservations[row * 4 + i], 1e-5);
            within += isWithin ? 1 : 0;
        }
        Assert.InRange(within, 10, Rows - 1);
    }

    [Fact]
    public void It_steps_against_the_slope_of_the_critics_errors_through_time()
    {
        RandomStream random = new(7, 1);
        NetworkShape shape = new(Size + Seen, [6, 4], 3, Activation.Tanh);
        Critic[] critics = [.. Enumerable.Range(0, 2).Select(_ => new Critic(shape, actions, random, Rows, float.PositiveInfinity, Size))];
        var targets = Enumerable.Range(0, Rows).Select(_ => 3 * random.NextNormal()).ToArray();
        var judging = critics.Select(critic => Numbers(critic.State.Network)).ToArray();
        var parameters = Numbers(NumberBytes.Of(memory.Cell.Encoder));

        memory.Recall(batch, replay);
        foreach (var critic in critics)
            critic.Fit(batch.Observations, batch.Choices, targets, 1e-3f);
        memory.Fit(critics, 1e-3f);

        var first = NumberBytes.ToFloats(AdamState.Of(memory.Adam, memory.Cell.Encoder).First).ToArray();    // a tenth of the gradient
        var slopes = parameters.Select((_, i) =>
        {
            const double Small = 1e-3;                                   // the states that critics read are float32
            double[] up = [.. parameters], down = [.. parameters];
            (up[i], down[i]) = (parameters[i] + Small, parameters[i] - Small);
            return (Loss(up) - Loss(down)) / (2 * Small);
        }).ToArray();
        for (var i = 0; i < slopes.Length; i++)
            Assert.Equal(slopes[i], first[i] * 10, 1e-4);
        Assert.True(slopes.Sum(Math.Abs) > 0.1);

        double Loss(double[] parameters)
        {
            var (states, inputs) = (States(parameters), given.ToArray());
            for (var i = 0; i < states.Length; i++)
                inputs[i / Size * 4 + i % Size] = (float)states[i];
            return judging.Sum(critic =>
            {
                var outputs = ReferenceNetwork.Forward(shape, critic, inputs, Rows);
                return Enumerable.Range(0, Rows).Average(row => 0.5 * Math.Pow(outputs[row * 3 + batch.Choices[row]] - targets[row], 2));
            });
        }
    }

    /// <summary>[rows, n] after each row of the batch as it was drawn.</summary>
    double[] States(double[] parameters)
    {
        List<double> states = [];
        for (var row = 0; row < Rows; row++)
        {
            double[] before = batch.Continues[row] ? [.. states[^Size..]] : [given[row * 4], given[row * 4 + 1]];
            states.AddRange(After(parameters, before, given.AsSpan(row * 4 + Size, Seen).ToArray()));
        }
        return [.. states];
    }

    /// <summary>h(t) = (1 − z)·h(t − 1) + z·candidate.</summary>
    double[] After(double[] parameters, double[] before, float[] seen)
    {
        var outputs = ReferenceNetwork.Forward(memory.Cell.Encoder.Shape, parameters, seen, 1);
        return [.. before.Select((state, i) =>
        {
            var gate = 1 / (1 + Math.Exp(-outputs[i]));
            return (1 - gate) * state + gate * outputs[Size + i];
        })];
    }
}
