using System.Numerics;
using System.Runtime.InteropServices;
using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>One of the two critics: the value of an action, of scaled rewards, and a copy that follows slowly, by which
/// the future is judged (docs/sac.md 4, 5).</summary>
/// <remarks>Inputs: the observation, then the real numbers of the action. Outputs: one number for each alternative of
/// each choice, whose sum over the alternatives chosen is the value; without choices one number.</remarks>
internal sealed class Critic
{
    readonly ActionLayout actions;
    readonly int rows, observationSize;
    readonly Network network, target;
    readonly Adam adam;
    readonly Gradient gradient;
    readonly Workspace workspace;
    readonly float maxGradientNorm;

    /// <param name="shape">Inputs and outputs as described.</param>
    /// <param name="actions">The action space.</param>
    /// <param name="random">Source of the weights.</param>
    /// <param name="rows">Of a batch.</param>
    /// <param name="maxGradientNorm">By which a gradient is clipped.</param>
    /// <param name="memory">Numbers of a state that observations begin with; 0 without a memory.</param>
    public Critic(NetworkShape shape, ActionLayout actions, RandomStream random, int rows, float maxGradientNorm, int memory = 0)
    {
        (this.actions, this.rows, this.maxGradientNorm) = (actions, rows, maxGradientNorm);
        observationSize = shape.Inputs - actions.Reals;
        network = Network.Orthogonal(shape, random, outputGain: 0.1f);
        target = new(shape);
        (adam, gradient, workspace) = (new(network), new(shape), new(shape, rows));
        Values = new float[rows];
        Slopes = new(Math.Max(1, actions.Reals) * workspace.RowStride);
        StateSlopes = new(memory * workspace.RowStride);
        Follow(1);
    }

    /// <summary>[rows] value of each row's policy, as <see cref="Judge"/> left it.</summary>
    public float[] Values { get; }

    /// <summary>[outputs, RowStride] as <see cref="Judge"/> left them.</summary>
    public ReadOnlySpan<float> Outputs => workspace.Outputs;

    /// <summary>[reals, RowStride] derivative of the value by each real number, as <see cref="JudgeWithSlopes"/> left
    /// it.</summary>
    public AlignedBuffer Slopes { get; }

    /// <summary>[n, RowStride] derivative of the loss by each number of the state, as <see cref="Fit"/> left
    /// it.</summary>
    public AlignedBuffer StateSlopes { get; }

    /// <summary>Distance of two columns of outputs and slopes.</summary>
    public int RowStride => workspace.RowStride;

    /// <summary>Mean squared error of the last <see cref="Fit"/>.</summary>
    public double Error { get; private set; }

    /// <summary>Values of what a policy does: expected over its choices, at the real numbers given.</summary>
    /// <param name="inputs">[rows, inputs].</param>
    /// <param name="probabilities">[logits, stride] of each alternative.</param>
    /// <param name="stride">Distance of two columns of them.</param>
    /// <param name="byTarget">Whether the slow copy judges.</param>
    public void Judge(ReadOnlySpan<float> inputs, ReadOnlySpan<float> probabilities, int stride, bool byTarget)
    {
        (byTarget ? target : network).Forward(inputs, rows, workspace);
        var outputs = workspace.Outputs;
        if (actions.Logits == 0)
        {
            outputs[..rows].CopyTo(Values);
            return;
        }
        Array.Clear(Values);
        for (var j = 0; j < actions.Logits; j++)
            for (var row = 0; row < rows; row++)
                Values[row] += probabilities[j * stride + row] * outputs[j * workspace.RowStride + row];
    }

    /// <summary>The same by the critic, with the slopes; uses up the outputs' workspace but not the outputs.</summary>
    /// <inheritdoc cref="Judge"/>
    public void JudgeWithSlopes(ReadOnlySpan<float> inputs, ReadOnlySpan<float> probabilities, int stride)
    {
        Judge(inputs, probabilities, stride, byTarget: false);
        if (actions.Reals == 0)
            return;
        var slopes = workspace.OutputGradients;
        if (actions.Logits == 0)
            slopes[..rows].Fill(1);
        for (var j = 0; j < actions.Logits; j++)
            probabilities.Slice(j * stride, rows).CopyTo(slopes[(j * workspace.RowStride)..]);
        network.Backward(inputs, rows, workspace, gradient: null);
        network.DifferentiateInputs(rows, workspace, observationSize, Slopes);
    }

    /// <summary>A gradient step of half the mean squared difference of value and target.</summary>
    /// <param name="inputs">[rows, inputs] with the real numbers of the decisions.</param>
    /// <param name="choices">[rows, heads] of the decisions.</param>
    /// <param name="targets">[rows] of scaled rewards.</param>
    /// <param name="rate">Step size of Adam.</param>
    public void Fit(ReadOnlySpan<float> inputs, ReadOnlySpan<int> choices, ReadOnlySpan<float> targets, float rate)
    {
        network.Forward(inputs, rows, workspace);
        Error = Differentiate(choices, targets);
        network.Backward(inputs, rows, workspace, gradient);
        if (StateSlopes.Length > 0)
            network.DifferentiateInputs(rows, workspace, first: 0, StateSlopes);
        var norm = Math.Sqrt(gradient.SquaredNorm());
        adam.Step(gradient, norm > maxGradientNorm ? (float)(maxGradientNorm / norm) : 1, rate);
    }

    /// <summary>The slow copy comes nearer: w' ← w' + rate · (w − w').</summary>
    public void Follow(float rate)
    {
        var to = MemoryMarshal.Cast<float, Vector<float>>(target.Padded);                        // padded to whole vectors
        var from = MemoryMarshal.Cast<float, Vector<float>>(network.Padded);
        for (var i = 0; i < to.Length; i++)
            to[i] += rate * (from[i] - to[i]);
    }

    /// <summary>The unit of the scaled rewards changes.</summary>
    public void Scale(double factor)
    {
        network.ScaleOutputs(factor);
        target.ScaleOutputs(factor);
    }

    /// <summary>Everything that a checkpoint must hold.</summary>
    public CriticState State
    {
        get => new(NumberBytes.Of(network), NumberBytes.Of(target), AdamState.Of(adam, network));
        set
        {
            network.Load(NumberBytes.ToFloats(value.Network));
            target.Load(NumberBytes.ToFloats(value.Target));
            value.Adam.Restore(adam);
        }
    }

    /// <summary>Derivatives of the loss by the outputs; the mean squared error.</summary>
    double Differentiate(ReadOnlySpan<int> choices, ReadOnlySpan<float> targets)
    {
        var outputs = workspace.Outputs;
        var gradients = workspace.OutputGradients;
        var (stride, heads) = (workspace.RowStride, actions.Heads);
        gradients.Clear();
        var squares = 0.0;
        for (var row = 0; row < rows; row++)
        {
            var value = heads.Length == 0 ? outputs[row] : 0;
            for (var (head, from) = (0, 0); head < heads.Length; from += heads[head++])
                value += outputs[(from + choices[row * heads.Length + head]) * stride + row];
            var error = value - targets[row];
            squares += (double)error * error;
            if (heads.Length == 0)
                gradients[row] = error / rows;
            for (var (head, from) = (0, 0); head < heads.Length; from += heads[head++])
                gradients[(from + choices[row * heads.Length + head]) * stride + row] = error / rows;
        }
        return squares / rows;
    }
}
