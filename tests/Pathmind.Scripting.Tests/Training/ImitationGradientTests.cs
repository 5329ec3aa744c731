using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;
using Pathmind.Tests.Networks;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>What a memory learns of a teacher's decisions: the derivatives of the loss, through the network and through
/// time, against differences of a loss written in float64.</summary>
public class ImitationGradientTests
{
    const int Size = 3, Inputs = 2, Width = Size + Inputs, Rows = 9;

    readonly ActionLayout actions = new(new Composite(new Discrete(3), new Continuous(1), new Discrete(2)));
    readonly RolloutBuffer rows;
    readonly Network network;
    readonly MemoryCell cell;

    public ImitationGradientTests()
    {
        RandomStream random = new(seed: 6, stream: 1);
        rows = new(environments: 1, agents: 1, maxSteps: Rows, Width, actions, hasMask: true);
        rows.Lengths[0] = Rows;
        rows.Endings[3] = Ending.Terminated;                              // a second episode begins at row 4
        rows.Complete();
        foreach (ref var number in rows.Observations.AsSpan())
            number = random.NextNormal();
        foreach (ref var number in rows.Reals.AsSpan())
            number = random.NextNormal();
        for (var row = 0; row < Rows; row++)
        {
            rows.Choices[2 * row] = random.Next(3);
            rows.Choices[2 * row + 1] = random.Next(2);
            if (row % 2 == 0)
                rows.Masks![row * actions.Logits + (rows.Choices[2 * row] + 1) % 3] = ActionSampler.Forbidden;
        }
        network = Network.Orthogonal(new(Width, [5], actions.Logits + 1, Activation.Tanh), random, outputGain: 1);
        cell = MemoryCell.Orthogonal(network.Shape, Size, random);
        PolicyReplay replay = new(new(network, null, [0f], cell), rows);
        replay.Rewrite();
    }

    [Fact]
    public void The_derivatives_through_time_are_differences_of_the_loss()
    {
        int[] order = [.. Enumerable.Range(0, Rows)];
        ImitationLoss loss = new(rows);
        MemoryChunk memory = new FittedMemory(cell, new(cell.Encoder), rows).NewChunk();
        Workspace workspace = new(network.Shape, MinibatchTrainer.ChunkRows);
        Gradient ofNetwork = new(network.Shape);
        var inputs = rows.Observations.ToArray();
        loss.BeginMinibatch(order);
        memory.Forward(order, inputs);
        network.Forward(inputs, Rows, workspace);
        loss.Differentiate(0, order, workspace);
        network.Backward(inputs, Rows, workspace, ofNetwork);
        memory.Backward(Rows, network, workspace);

        double[] policy = [.. network.ToArray().Select(value => (double)value)];
        double[] encoder = [.. cell.Encoder.ToArray().Select(value => (double)value)];
        Check(policy, Doubles(ofNetwork.CopyTo, policy.Length), () => Loss(policy, encoder));
        Check(encoder, Doubles(memory.Gradient.CopyTo, encoder.Length), () => Loss(policy, encoder));
    }

    static void Check(double[] parameters, double[] analytic, Func<double> loss)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            const double Step = 1e-6;
            var at = parameters[i];
            parameters[i] = at + Step;
            var above = loss();
            parameters[i] = at - Step;
            var numeric = (above - loss()) / (2 * Step);
            parameters[i] = at;
            Assert.True(Math.Abs(numeric - analytic[i]) < 1e-5 * Math.Max(1, Math.Abs(numeric)), $"{i}: {analytic[i]}, but {numeric}");
        }
        Assert.Contains(analytic, slope => Math.Abs(slope) > 0.02);
    }

    /// <summary>Mean over the rows of the cross-entropies to the teacher's choices, of which 0.05 is spread over what
    /// is allowed, and of half the squared difference in deviations of the teacher's numbers.</summary>
    double Loss(double[] policy, double[] encoder)
    {
        var (loss, state) = (0.0, new double[Size]);
        var mean = rows.Reals.Average(number => (double)number);
        var variance = rows.Reals.Average(number => (number - mean) * (number - mean));
        for (var row = 0; row < Rows; row++)
        {
            if (row is 0 or 4)
                Array.Clear(state);
            var seen = rows.Observation(row)[Size..].ToArray();
            var made = ReferenceNetwork.Forward(cell.Encoder.Shape, encoder, seen, 1);
            for (var i = 0; i < Size; i++)
            {
                var z = 1 / (1 + Math.Exp(-made[i]));
                state[i] = (1 - z) * state[i] + z * made[Size + i];
            }
            var outputs = ReferenceNetwork.Forward(network.Shape, policy, [.. state, .. seen.Select(number => (double)number)], 1);
            var difference = outputs[actions.Logits] - rows.Reals[row];
            loss += difference * difference / (2 * variance);
            loss += CrossEntropy(outputs, row, 0, 3, rows.Choices[2 * row]) + CrossEntropy(outputs, row, 3, 2, rows.Choices[2 * row + 1]);
        }
        return loss / Rows;
    }

    double CrossEntropy(double[] outputs, int row, int from, int count, int chosen)
    {
        var mask = rows.MaskOf(row).ToArray();
        int[] allowed = [.. Enumerable.Range(from, count).Where(j => mask[j] == 0)];
        var logZ = Math.Log(allowed.Sum(j => Math.Exp(outputs[j])));
        return allowed.Sum(j => -((j - from == chosen ? 0.95 : 0) + 0.05 / allowed.Length) * (outputs[j] - logZ));
    }

    delegate void Export(Span<float> into);

    static double[] Doubles(Export export, int count)
    {
        var numbers = new float[count];
        export(numbers);
        return [.. numbers.Select(number => (double)number)];
    }
}
