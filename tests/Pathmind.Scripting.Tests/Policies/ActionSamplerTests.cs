using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;
using Pathmind.Training;

namespace Pathmind.Tests;

public class ActionSamplerTests
{
    [Fact]
    public void Choices_come_as_often_as_softmax_says_with_their_log_probability()
    {
        // Logits ln 1, ln 2, ln 5: probabilities 1/8, 2/8, 5/8.
        var layout = new ActionLayout(new Discrete(3));
        float[] outputs = [0, MathF.Log(2), MathF.Log(5)];
        var (random, counts, choice) = (new RandomStream(1, 1), new int[3], new int[1]);
        for (var i = 0; i < 80_000; i++)
        {
            var logProbability = ActionSampler.Draw(layout, outputs, stride: 1, row: 0, mask: [], logStd: [], random, [], choice, []);
            Assert.Equal(Math.Log(new[] { 1, 2, 5 }[choice[0]] / 8.0), logProbability, 1e-6);
            counts[choice[0]]++;
        }
        Assert.InRange(counts[0], 9_600, 10_400);                          // 10 000 ± 4 standard deviations of 94
        Assert.InRange(counts[1], 19_500, 20_500);
    }

    [Fact]
    public void Numbers_are_Gaussian_with_their_density()
    {
        var layout = new ActionLayout(new Continuous(2));
        float[] outputs = [3, -1], logStd = [MathF.Log(2), MathF.Log(0.5f)];
        var (random, noise, reals) = (new RandomStream(2, 1), new ExplorationNoise(2), new float[2]);
        var (sum, squares) = (0.0, 0.0);
        for (var i = 0; i < 40_000; i++)
        {
            var logProbability =
                ActionSampler.Draw(layout, outputs, 1, 0, [], logStd, random, noise.Next(random, correlation: 0), [], reals);
            var (z0, z1) = ((reals[0] - 3) / 2.0, (reals[1] + 1) / 0.5);
            Assert.Equal(-0.5 * (z0 * z0 + z1 * z1) - Math.Log(2 * Math.PI), logProbability, 1e-4);   // ln 2 + ln 0.5 = 0
            (sum, squares) = (sum + z0, squares + z0 * z0);
        }
        Assert.InRange(sum / 40_000, -0.02, 0.02);
        Assert.InRange(squares / 40_000, 0.97, 1.03);
    }

    [Fact]
    public void A_number_that_the_agent_does_not_have_is_zero_and_counts_nothing()
    {
        var layout = new ActionLayout(new Continuous(2));
        var reals = new float[2];

        var logProbability = ActionSampler.Draw(
            layout, [3, -1], 1, 0, [], [MathF.Log(2), 0], new RandomStream(2, 1), [1, 0.5f], [], reals, presence: [0, 1]);

        Assert.Equal([0f, -0.5f], reals);
        Assert.Equal(-0.5 * 0.25 - 0.5 * Math.Log(2 * Math.PI), logProbability, 1e-6);
    }

    [Fact]
    public void A_choice_that_is_not_allowed_never_comes_and_counts_nothing()
    {
        // Allowed 0 and 2 with equal logits, 1 forbidden though by far the likeliest: ln p = −ln 2.
        var layout = new ActionLayout(new Discrete(3));
        float[] outputs = [1, 50, 1], mask = [0, ActionSampler.Forbidden, 0];
        var (random, choice) = (new RandomStream(3, 1), new int[1]);
        for (var i = 0; i < 1_000; i++)
        {
            Assert.Equal(-Math.Log(2), ActionSampler.Draw(layout, outputs, 1, 0, mask, [], random, [], choice, []), 1e-6);
            Assert.NotEqual(1, choice[0]);
        }
        ActionSampler.Best(layout, outputs, 1, 0, mask, choice, []);
        Assert.Equal(0, choice[0]);
    }

    [Fact]
    public void The_best_action_takes_the_highest_logit_of_each_choice_and_each_mean()
    {
        var layout = new ActionLayout(new Composite(new Discrete(2), new Continuous(1), new Discrete(3)));
        float[] outputs = [9, 1, 9, 2, 9, 3, 9, 0, 9, 5, 9, -7];           // stride 2, row 1: logits 1, 2 | 3, 0, 5 and the mean −7
        var (choices, reals) = (new int[2], new float[1]);
        ActionSampler.Best(layout, outputs, stride: 2, row: 1, [], choices, reals);
        Assert.Equal([1, 2], choices);
        Assert.Equal([-7f], reals);
    }

    /// <summary>A batch of a training has rows of all simulations, and masks that are added; a policy's graph has one
    /// row, masked by itself.</summary>
    [Fact]
    public void One_row_draws_the_bits_that_the_row_of_a_batch_draws()
    {
        var layout = new ActionLayout(new Discrete(5, size: 2));
        const int Rows = 3;
        var numbers = new RandomStream(7, 0);
        RandomStream batch = new(1, 2), alone = new(1, 2);
        for (var i = 0; i < 2_000; i++)
        {
            float[] outputs = [.. Enumerable.Range(0, 10 * Rows).Select(_ => 3 * numbers.NextNormal())], mask = new float[10];
            mask[i % 5] = mask[5 + i % 3] = ActionSampler.Forbidden;
            var choices = new int[2];
            ActionSampler.Draw(layout, outputs, Rows, row: 1, mask, [], batch, [], choices, []);
            float[] row = [.. mask.Select((added, j) => added == 0 ? outputs[j * Rows + 1] : float.MinValue)];
            Assert.Equal<IEnumerable<int>>(
                choices, [ActionSampler.DrawChoice(row.AsSpan(0, 5), alone), ActionSampler.DrawChoice(row.AsSpan(5), alone)]);
        }
        Assert.Equal(batch.State, alone.State);
    }
}
