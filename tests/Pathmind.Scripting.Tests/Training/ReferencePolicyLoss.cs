using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Tests;

/// <summary>PPO's policy loss written down plainly in double, row by row, from the formulas: what the vectorised one
/// must equal.</summary>
static class ReferencePolicyLoss
{
    /// <param name="actions">The space.</param>
    /// <param name="outputs">[rows][logits + reals].</param>
    /// <param name="logStd">[reals].</param>
    /// <param name="masks">[rows][logits] added to the logits; null for none.</param>
    /// <param name="choices">[rows][heads].</param>
    /// <param name="reals">[rows][reals].</param>
    /// <param name="old">[rows] log-probabilities.</param>
    /// <param name="advantages">[rows] as given, normalised here by mean and sample deviation.</param>
    /// <param name="clip">ε.</param>
    /// <param name="entropyWeight">β.</param>
    /// <param name="presence">[rows][reals] 0 for a number that the row's agent does not have; null for none.</param>
    public static double Loss(
        ActionLayout actions, double[][] outputs, double[] logStd, double[][]? masks, int[][] choices, double[][] reals, double[] old,
        double[] advantages,
        double clip, double entropyWeight, double[][]? presence = null)
    {
        var mean = advantages.Average();
        var deviation = Math.Sqrt(advantages.Sum(a => (a - mean) * (a - mean)) / (advantages.Length - 1)) + 1e-8;
        var loss = 0.0;
        for (var row = 0; row < outputs.Length; row++)
        {
            var (logProbability, entropy) = Distribution(
                actions, outputs[row], logStd, masks?[row], choices[row], reals[row], presence?[row]);
            var ratio = Math.Exp(logProbability - old[row]);
            var advantage = (advantages[row] - mean) / deviation;
            loss -= Math.Min(ratio * advantage, Math.Clamp(ratio, 1 - clip, 1 + clip) * advantage) + entropyWeight * entropy;
        }
        return loss / outputs.Length;
    }

    /// <summary>Half of the squared distances of the means from what the bounds allow, of which gradients have a part
    /// that the loss that is shown has not.</summary>
    /// <inheritdoc cref="Loss"/>
    public static double BeyondBounds(ActionLayout actions, double[][] outputs, double[][]? presence = null)
    {
        var (scaling, sum) = (new ActionScaling(actions), 0.0);
        for (var row = 0; row < outputs.Length; row++)
            for (var i = 0; i < actions.Reals; i++)
            {
                var mean = outputs[row][outputs[row].Length - actions.Reals + i];
                var beyond = mean - Math.Clamp(mean, scaling.Lowest[i], scaling.Highest[i]);
                sum += presence?[row][i] == 0 ? 0 : 0.5 * beyond * beyond;
            }
        return sum / outputs.Length;
    }

    public static (double LogProbability, double Entropy) Distribution(
        ActionLayout actions, double[] outputs, double[] logStd, double[]? mask, int[] choices, double[] reals, double[]? presence = null)
    {
        var (logProbability, entropy, from) = (0.0, 0.0, 0);
        for (var head = 0; head < actions.Heads.Length; head++)
        {
            var logits = Enumerable.Range(from, actions.Heads[head]).Select(j => outputs[j] + (mask?[j] ?? 0)).ToArray();
            var highest = logits.Max();
            var logZ = highest + Math.Log(logits.Sum(logit => Math.Exp(logit - highest)));
            logProbability += logits[choices[head]] - logZ;
            entropy -= logits.Sum(logit => Math.Exp(logit - logZ) is > 0 and var p ? p * Math.Log(p) : 0);
            from += actions.Heads[head];
        }
        for (var i = 0; i < actions.Reals; i++)
        {
            if (presence?[i] == 0)
                continue;
            var z = (reals[i] - outputs[from + i]) / Math.Exp(logStd[i]);
            logProbability -= 0.5 * z * z + logStd[i] + 0.5 * Math.Log(2 * Math.PI);
            entropy += 0.5 * Math.Log(2 * Math.PI * Math.E) + logStd[i];
        }
        return (logProbability, entropy);
    }
}
