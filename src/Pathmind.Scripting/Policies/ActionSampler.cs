using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Simulations;

namespace Pathmind.Policies;

/// <summary>Draws actions from a policy network's outputs, in training, in sampled policies and on the policy server:
/// softmax over the alternatives of each choice, a Gaussian for each real number, all independent of each other given
/// the observation (docs/ppo.md 9).</summary>
internal static class ActionSampler
{
    /// <summary>Added to the logit of a choice that is not allowed: its probability is exactly 0 in float32, and
    /// nothing becomes infinite.</summary>
    public const float Forbidden = -1e8f;

    const float HalfLogTwoPi = 0.918938533204673f;

    /// <summary>Draws one row's action.</summary>
    /// <param name="actions">The space.</param>
    /// <param name="outputs">Network outputs, column-major: logit j at [j · stride + row], the means after all
    /// logits.</param>
    /// <param name="stride">Distance of two columns.</param>
    /// <param name="row">Which row.</param>
    /// <param name="mask">[logits] 0 or <see cref="Forbidden"/>; empty without masks.</param>
    /// <param name="logStd">[reals] logarithms of the deviations.</param>
    /// <param name="random">The simulation's own stream for actions.</param>
    /// <param name="noise">[reals] N(0, 1), of which the real numbers are made.</param>
    /// <param name="choices">[heads] receives the choices.</param>
    /// <param name="reals">[reals] receives the real numbers in network units, not clipped.</param>
    /// <param name="presence">[reals] 1 for the agent's own, 0 for those that only other kinds of agents have; empty if
    /// all are its own.</param>
    /// <returns>Log-probability (density) of the action, in nats: the sum over its parts.</returns>
    public static float Draw(
        ActionLayout actions, ReadOnlySpan<float> outputs, int stride, int row, ReadOnlySpan<float> mask, ReadOnlySpan<float> logStd,
        RandomStream random, ReadOnlySpan<float> noise, Span<int> choices, Span<float> reals,
        ReadOnlySpan<float> presence = default)
    {
        var logProbability = 0f;
        var from = 0;
        for (var head = 0; head < choices.Length; head++)
        {
            var count = actions.Heads[head];
            logProbability += DrawChoice(outputs, stride, row, from, count, mask, random, out choices[head]);
            from += count;
        }
        for (var i = 0; i < reals.Length; i++)
        {
            if (!presence.IsEmpty && presence[i] == 0)
            {
                reals[i] = 0;
                continue;
            }
            reals[i] = DrawReal(outputs[(from + i) * stride + row], logStd[i], noise[i]);
            logProbability -= 0.5f * noise[i] * noise[i] + logStd[i] + HalfLogTwoPi;
        }
        return logProbability;
    }

    /// <summary>The likeliest action: the best allowed alternative of each choice, the mean of each real
    /// number.</summary>
    /// <inheritdoc cref="Draw"/>
    public static void Best(
        ActionLayout actions, ReadOnlySpan<float> outputs, int stride, int row, ReadOnlySpan<float> mask, Span<int> choices,
        Span<float> reals)
    {
        var from = 0;
        for (var head = 0; head < choices.Length; head++)
        {
            choices[head] = 0;
            for (var j = 1; j < actions.Heads[head]; j++)
                if (Logit(outputs, stride, row, from + j, mask) > Logit(outputs, stride, row, from + choices[head], mask))
                    choices[head] = j;
            from += actions.Heads[head];
        }
        for (var i = 0; i < reals.Length; i++)
            reals[i] = outputs[(from + i) * stride + row];
    }

    /// <summary>A real number from N(mean, exp(logStd)²), not clipped.</summary>
    /// <param name="mean">In any unit.</param>
    /// <param name="logStd">Logarithm of the deviation, in the same unit.</param>
    /// <param name="noise">From N(0, 1).</param>
    public static float DrawReal(float mean, float logStd, float noise) => mean + MathF.Exp(logStd) * noise;

    /// <summary>Draws one choice from softmax(logits).</summary>
    /// <param name="logits">[alternatives]; a forbidden one is so low that its weight is 0.</param>
    /// <param name="random">Gives one uniform number.</param>
    public static int DrawChoice(ReadOnlySpan<float> logits, RandomStream random)
    {
        DrawChoice(logits, stride: 1, row: 0, from: 0, logits.Length, mask: [], random, out var choice);
        return choice;
    }

    /// <summary>Inverts the cumulated probabilities at a uniform number.</summary>
    static float DrawChoice(
        ReadOnlySpan<float> outputs, int stride, int row, int from, int count, ReadOnlySpan<float> mask, RandomStream random,
        out int choice)
    {
        var highest = float.NegativeInfinity;
        for (var j = from; j < from + count; j++)
            highest = MathF.Max(highest, Logit(outputs, stride, row, j, mask));
        var sum = 0f;
        for (var j = from; j < from + count; j++)
            sum += Weight(Logit(outputs, stride, row, j, mask), highest);
        var left = random.NextSingle() * sum;
        choice = -1;
        for (var j = 0; j < count; j++)
        {
            var weight = Weight(Logit(outputs, stride, row, from + j, mask), highest);
            if (weight > 0)
                choice = j;                                             // rounding may leave a rest: it goes to the last possible choice
            if ((left -= weight) < 0)
                break;
        }
        return Logit(outputs, stride, row, from + choice, mask) - highest - MathF.Log(sum);
    }

    /// <summary>exp(logit − highest), which is exactly 1 for the highest.</summary>
    static float Weight(float logit, float highest) => logit == highest ? 1 : MathF.Exp(logit - highest);

    static float Logit(ReadOnlySpan<float> outputs, int stride, int row, int column, ReadOnlySpan<float> mask) =>
        outputs[column * stride + row] + (mask.IsEmpty ? 0 : mask[column]);
}
