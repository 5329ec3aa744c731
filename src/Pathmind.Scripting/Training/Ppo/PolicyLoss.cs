using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pathmind.Networks;
using Pathmind.Policies;

namespace Pathmind.Training;

/// <summary>PPO's clipped objective with an entropy bonus, and its gradient by the network's outputs and by the
/// deviations of continuous actions (docs/ppo.md 17, 18 and 24).</summary>
/// <remarks>L = −mean[min(r·A, clip(r, 1 − ε, 1 + ε)·A)] − β·mean[H], r = exp(log π(a|s) − log π_old(a|s))
/// (arXiv:1707.06347, eq. 7 and 9, without the value term); gradients are those of L + mean[½·d²], where d is how far
/// the mean of a number lies beyond its bound. Beyond it all that is drawn is the same action, and where the deviation
/// is small nothing else would lead back. An action's log π and H are sums over its parts. Columns
/// hold one number of 16 rows each, so every formula below works on 16 rows at once; rows beyond the chunk's end weigh
/// 0. With a teacher comes w·mean[KL(q ‖ π)] (<see cref="TeacherPull"/>), for numbers with the deviations of now. The
/// vectors are 512 bit wide in the source; on hardware without them the runtime uses narrower ones.</remarks>
internal sealed class PolicyLoss : IMinibatchLoss
{
    const float HalfLogTwoPi = 0.918938533204673f;

    readonly PreparedRollout rollout;
    readonly LogStdParameters logStds;
    readonly PpoOptions options;
    readonly PolicyChunk[] chunks;
    readonly PolicyStatistics[] chunkStatistics;
    readonly ActionScaling scaling;                                      // tells where bounds are reached
    PolicyStatistics epoch, update;
    long epochRows, updateRows;
    float share, mean, inverseDeviation;

    /// <param name="rollout">Actions, their log-probabilities, advantages.</param>
    /// <param name="logStds">Deviations of continuous actions; receive their gradient.</param>
    /// <param name="options">Clip range, entropy weight, target KL.</param>
    /// <param name="chunks">Most chunks of a minibatch.</param>
    public PolicyLoss(PreparedRollout rollout, LogStdParameters logStds, PpoOptions options, int chunks)
    {
        (this.rollout, this.logStds, this.options) = (rollout, logStds, options);
        EntropyWeight = options.EntropyWeight ?? 0;
        var collected = rollout.Collected;
        scaling = new(collected.Actions);
        this.chunks = [.. Enumerable.Range(0, chunks).Select(_ => new PolicyChunk(
            collected.Actions, MinibatchTrainer.ChunkRows, collected.Masks is not null, collected.Presence is not null))];
        chunkStatistics = new PolicyStatistics[chunks];
    }

    /// <summary>β, at least 0; changed between two updates only.</summary>
    public float EntropyWeight { get; set; }

    /// <summary>w of <see cref="TeacherPull"/>, at least 0; above it only while the rollout has <see
    /// cref="PreparedRollout.Imitated"/>. Changed between two updates only.</summary>
    public float Pull { get; set; }

    /// <summary>Means over all rows of all epochs since the last call.</summary>
    public PolicyStatistics TakeMeans()
    {
        var means = update / Math.Max(updateRows, 1);
        (update, updateRows) = (default, 0);
        return means;
    }

    public void BeginMinibatch(ReadOnlySpan<int> minibatch)
    {
        share = 1f / minibatch.Length;
        epochRows += minibatch.Length;
        (mean, inverseDeviation) = (0, 1);
        if (!options.NormalizeAdvantages || minibatch.Length < 2)
            return;
        var (advantages, sum, squares) = (rollout.Advantages, 0.0, 0.0);
        foreach (var row in minibatch)
            sum += advantages[row];
        var average = sum / minibatch.Length;
        foreach (var row in minibatch)
            squares += (advantages[row] - average) * (advantages[row] - average);
        (mean, inverseDeviation) = ((float)average, (float)(1 / (Math.Sqrt(squares / (minibatch.Length - 1)) + 1e-8)));
    }

    public void Differentiate(int chunk, ReadOnlySpan<int> rows, Workspace workspace)
    {
        var columns = chunks[chunk];
        columns.Load(rollout, rows, mean, inverseDeviation, share);
        Array.Clear(columns.DeviationGradients);
        PolicyStatistics sums = default;
        for (var from = 0; from < rows.Length; from += Vector512<float>.Count)
            sums += Block(columns, workspace, from);
        chunkStatistics[chunk] = sums;
    }

    public void CompleteMinibatch(int chunks)
    {
        logStds.Clear();
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            epoch += chunkStatistics[chunk];
            logStds.AddGradient(this.chunks[chunk].DeviationGradients);
        }
    }

    public bool StopsUpdate()
    {
        var stop = options.TargetKl is { } limit && epoch.Kl / epochRows > limit;
        (update, updateRows) = (update + epoch, updateRows + epochRows);
        (epoch, epochRows) = (default, 0);
        return stop;
    }

    /// <summary>16 rows: log-probability and entropy of every part, then the ratio, then the gradients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    PolicyStatistics Block(PolicyChunk columns, Workspace workspace, int from)
    {
        var actions = rollout.Collected.Actions;
        var stride = workspace.RowStride;
        var outputs = workspace.Outputs[from..];
        var gradients = workspace.OutputGradients[from..];
        var (logProbability, entropy) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var column = 0;
        for (var head = 0; head < actions.Heads.Length; head++)
        {
            entropy += Choice(columns, outputs, gradients, stride, from, head, column, ref logProbability);
            column += actions.Heads[head];
        }
        for (var i = 0; i < actions.Reals; i++)
        {
            var z = (columns.Real(i, from) - At(outputs, (column + i) * stride)) * Vector512.Create(logStds.Inverse(i));
            var logStd = Vector512.Create(logStds.Values[i] + HalfLogTwoPi);
            logProbability -= columns.Present(0.5f * z * z + logStd, i, from);
            entropy += columns.Present(logStd + Vector512.Create(0.5f), i, from);
        }

        var logRatio = logProbability - columns.OldLogProbability(from);
        var ratio = Vector512.Exp(logRatio);
        var (advantage, weight) = (columns.Advantage(from), columns.Weight(from));
        var clipped = Vector512.Min(Vector512.Max(ratio, Vector512.Create(1 - options.ClipRange)), Vector512.Create(1 + options.ClipRange));
        var (free, bounded) = (ratio * advantage, clipped * advantage);
        // dL/d log π
        var slope = Vector512.ConditionalSelect(Vector512.LessThanOrEqual(free, bounded), -free * weight, Vector512<float>.Zero);

        column = 0;
        for (var head = 0; head < actions.Heads.Length; head++)
        {
            ChoiceGradients(columns, outputs, gradients, stride, from, head, column, slope, weight);
            column += actions.Heads[head];
        }
        for (var i = 0; i < actions.Reals; i++)
        {
            var (inverse, center) = (Vector512.Create(logStds.Inverse(i)), At(outputs, (column + i) * stride));
            var z = (columns.Real(i, from) - center) * inverse;
            var beyond = center - Vector512.Min(
                Vector512.Max(center, Vector512.Create(scaling.Lowest[i])), Vector512.Create(scaling.Highest[i]));
            var push = slope * z * inverse + weight * beyond;
            if (Pull > 0)
                push += Pull * weight * (center - columns.Imitated(column + i, from)) * inverse * inverse;
            Put(gradients, (column + i) * stride, columns.Present(push, i, from));
            columns.DeviationGradients[i] += Vector512.Sum(
                columns.Present(slope * (z * z - Vector512<float>.One) - EntropyWeight * weight, i, from));
        }

        var counted = weight * Vector512.Create(1 / share);                                  // 1 for a row of the chunk, 0 beyond its end
        var outside = Vector512.ConditionalSelect(
            Vector512.GreaterThan(Vector512.Abs(ratio - Vector512<float>.One), Vector512.Create(options.ClipRange)),
            counted, Vector512<float>.Zero);
        return new(
            -Vector512.Sum(Vector512.Min(free, bounded) * counted), Vector512.Sum(entropy * counted),
            Vector512.Sum((ratio - Vector512<float>.One - logRatio) * counted), Vector512.Sum(outside));
    }

    /// <summary>Softmax of one choice: adds ln p(chosen) to the log-probability, leaves the probabilities in the
    /// gradients' columns, ln Z and H in the chunk's.</summary>
    /// <returns>Entropy H = ln Z − Σ p·logit.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Choice(
        PolicyChunk columns, Span<float> outputs, Span<float> gradients, int stride, int from, int head, int column,
        ref Vector512<float> logProbability)
    {
        var count = columns.Heads[head];
        var highest = columns.Logit(outputs, stride, column, from);
        for (var j = 1; j < count; j++)
            highest = Vector512.Max(highest, columns.Logit(outputs, stride, column + j, from));
        var (sum, weighted, chosenLogit) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var chosen = columns.Choice(head, from);
        for (var j = 0; j < count; j++)
        {
            var logit = columns.Logit(outputs, stride, column + j, from);
            var power = Vector512.Exp(logit - highest);
            sum += power;
            weighted += power * logit;
            chosenLogit = Vector512.ConditionalSelect(Vector512.Equals(chosen, Vector512.Create(j)).AsSingle(), logit, chosenLogit);
            Put(gradients, (column + j) * stride, power);
        }
        var inverse = Vector512<float>.One / sum;
        for (var j = 0; j < count; j++)
            Put(gradients, (column + j) * stride, At(gradients, (column + j) * stride) * inverse);
        var logZ = highest + Vector512.Log(sum);
        var entropy = logZ - weighted * inverse;
        logProbability += chosenLogit - logZ;
        columns.Keep(head, from, logZ, entropy);
        return entropy;
    }

    /// <summary>dL/d logit(j) = slope·([j chosen] − p(j)) + β·p(j)·(ln p(j) + H) + w·(p(j) − q(j)), per row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void ChoiceGradients(
        PolicyChunk columns, Span<float> outputs, Span<float> gradients, int stride, int from, int head, int column, Vector512<float> slope,
        Vector512<float> weight)
    {
        var chosen = columns.Choice(head, from);
        var (logZ, entropy) = columns.Kept(head, from);
        var bonus = EntropyWeight * weight;
        for (var j = 0; j < columns.Heads[head]; j++)
        {
            var probability = At(gradients, (column + j) * stride);
            var isChosen = Vector512.ConditionalSelect(Vector512.Equals(chosen, Vector512.Create(j))
                .AsSingle(), Vector512<float>.One, Vector512<float>.Zero);
            var logP = columns.Logit(outputs, stride, column + j, from) - logZ;
            var push = slope * (isChosen - probability) + bonus * probability * (logP + entropy);
            if (Pull > 0)
                push += Pull * weight * (probability - columns.Imitated(column + j, from));
            Put(gradients, (column + j) * stride, push);
        }
    }

    static Vector512<float> At(Span<float> column, int index) => Vector512.Create<float>(column[index..]);

    static void Put(Span<float> column, int index, Vector512<float> value) => value.CopyTo(column[index..]);
}

/// <summary>Sums over rows of the history's metrics of the policy.</summary>
/// <param name="Loss">Clipped objective, negated.</param>
/// <param name="Entropy">Of the distributions, in nats.</param>
/// <param name="Kl">(r − 1) − ln r, an unbiased estimate of the KL divergence of old and new policy that is never
/// negative (http://joschu.net/blog/kl-approx.html).</param>
/// <param name="Clipped">Rows whose ratio left the clip range.</param>
internal record struct PolicyStatistics(double Loss, double Entropy, double Kl, double Clipped)
{
    public static PolicyStatistics operator +(PolicyStatistics a, PolicyStatistics b) =>
        new(a.Loss + b.Loss, a.Entropy + b.Entropy, a.Kl + b.Kl, a.Clipped + b.Clipped);

    public static PolicyStatistics operator /(PolicyStatistics a, double rows) =>
        new(a.Loss / rows, a.Entropy / rows, a.Kl / rows, a.Clipped / rows);
}
