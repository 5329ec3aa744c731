using Pathmind.Numerics;

namespace Pathmind.Networks;

/// <summary>Adam (arXiv:1412.6980, algorithm 1), which moves a network's parameters against a gradient (docs/ppo.md
/// 22).</summary>
/// <remarks>m ← β1·m + (1 − β1)·g, v ← β2·v + (1 − β2)·g², w ← w − rate · m / (1 − β1^t) / (sqrt(v / (1 − β2^t)) + ε),
/// where g is the gradient times its scale, as in PyTorch. The default ε is that of the PPO reference implementations,
/// not that of the paper (1e-8).</remarks>
internal sealed class Adam
{
    readonly Network network;
    readonly AlignedBuffer first;
    readonly AlignedBuffer second;
    readonly float beta1, beta2, epsilon;

    /// <param name="network">Whose parameters move.</param>
    /// <param name="beta1">Decay of the mean gradient per step, in [0, 1).</param>
    /// <param name="beta2">Decay of the mean squared gradient per step, in [0, 1).</param>
    /// <param name="epsilon">Above 0, in units of the gradient.</param>
    public Adam(Network network, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-5f)
    {
        if (beta1 is not (>= 0 and < 1) || beta2 is not (>= 0 and < 1) || epsilon is not > 0)
            throw new ArgumentException(
                $"Adam with beta1 = {beta1}, beta2 = {beta2}, epsilon = {epsilon}: the betas must be in [0, 1), epsilon above 0.");
        (this.network, this.beta1, this.beta2, this.epsilon) = (network, beta1, beta2, epsilon);
        (first, second) = (new(network.Layout.Size), new(network.Layout.Size));
    }

    /// <summary>Steps made.</summary>
    public long Steps { get; private set; }

    /// <summary>One step against the gradient.</summary>
    /// <param name="gradient">Of the network's shape; used up: it becomes zero.</param>
    /// <param name="gradientScale">Factor of the gradient, by which its norm is clipped.</param>
    /// <param name="learningRate">Length of the step where gradients keep their sign.</param>
    public void Step(Gradient gradient, float gradientScale, float learningRate)
    {
        Network.RequireShape(gradient.Shape, network.Shape, "gradient");
        Steps++;
        var factors = new AdamFactors(
            gradientScale,
            beta1,
            beta2,
            (float)(learningRate / (1 - Math.Pow(beta1, Steps))),
            (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, Steps))),
            epsilon);
        network.Kernels.Adam(network.Padded, first.Span, second.Span, gradient.Padded, factors);
        network.Refresh();
    }

    /// <summary>Copies the moments in the network's canonical order.</summary>
    /// <param name="firstMoments">[ParameterCount] m.</param>
    /// <param name="secondMoments">[ParameterCount] v.</param>
    public void CopyTo(Span<float> firstMoments, Span<float> secondMoments)
    {
        network.Layout.Export(first.Span, firstMoments);
        network.Layout.Export(second.Span, secondMoments);
    }

    /// <summary>Continues where another Adam was.</summary>
    /// <param name="firstMoments">[ParameterCount] m.</param>
    /// <param name="secondMoments">[ParameterCount] v.</param>
    /// <param name="steps">Steps made until then; at least 0.</param>
    public void Load(ReadOnlySpan<float> firstMoments, ReadOnlySpan<float> secondMoments, long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        network.Layout.Import(firstMoments, first.Span);
        network.Layout.Import(secondMoments, second.Span);
        Steps = steps;
    }
}

/// <summary>Numbers that are the same for every parameter in one step of Adam.</summary>
/// <param name="GradientScale">Factor of the gradient.</param>
/// <param name="Beta1">Decay of the mean of gradients.</param>
/// <param name="Beta2">Decay of the mean of squared gradients.</param>
/// <param name="StepSize">Learning rate / (1 - β1^t).</param>
/// <param name="SecondCorrection">1 / sqrt(1 - β2^t).</param>
/// <param name="Epsilon">Added to the root.</param>
internal readonly record struct AdamFactors(
    float GradientScale, float Beta1, float Beta2, float StepSize, float SecondCorrection, float Epsilon);

/// <summary>The derivative of a loss by each parameter of a network.</summary>
internal sealed class Gradient
{
    readonly Kernels kernels;
    readonly ParameterLayout layout;
    readonly AlignedBuffer values;

    /// <summary>All derivatives zero.</summary>
    public Gradient(NetworkShape shape)
        : this(shape, Kernels.Best)
    {
    }

    /// <summary>Makes a gradient whose kernels use a chosen vector width.</summary>
    public Gradient(NetworkShape shape, Kernels kernels)
    {
        this.kernels = kernels;
        layout = new(shape);
        values = new(layout.Size);
    }

    public NetworkShape Shape => layout.Shape;

    /// <summary>Derivatives in the network's padded order.</summary>
    public Span<float> Padded => values.Span;

    /// <summary>All derivatives become zero.</summary>
    public void Clear() => values.Span.Clear();

    /// <summary>Adds another gradient of the same shape, which becomes zero.</summary>
    public void Take(Gradient other)
    {
        Network.RequireShape(other.Shape, Shape, "gradient");
        kernels.Add(values.Span, other.values.Span);
        other.Clear();
    }

    /// <summary>Sum of the squared derivatives.</summary>
    public double SquaredNorm() => kernels.SquaredNorm(values.Span);

    /// <summary>Copies the derivatives in canonical order.</summary>
    /// <param name="canonical">[ParameterCount].</param>
    public void CopyTo(Span<float> canonical) => layout.Export(values.Span, canonical);

    public ref float At(int index) => ref values[index];
}
