namespace Pathmind.Training;

/// <summary>Logarithms of the deviations of continuous actions: one number each, independent of the observation, with a
/// separate Adam (docs/ppo.md 3).</summary>
internal sealed class LogStdParameters
{
    /// <summary>Bounds of the logarithms: a deviation of 0.7 % to 740 % of half the range; beyond, gradients explode or
    /// vanish.</summary>
    public const float Lowest = -5, Highest = 2;

    const float Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-5f;

    /// <summary>A number without a range has to be found among several orders of magnitude first and to be exact then:
    /// its deviation learns faster.</summary>
    const float RateOfGrowing = 4;

    readonly float[] gradient, first, second;
    readonly bool[] grows;
    long steps;

    /// <param name="count">Real numbers of an action; 0 for none.</param>
    /// <param name="initial">First value of each, in [<see cref="Lowest"/>, <see cref="Highest"/>].</param>
    /// <param name="grows">[count] which numbers have no range; null for none.</param>
    public LogStdParameters(int count, float initial, bool[]? grows = null)
    {
        this.grows = grows ?? new bool[count];
        (Values, gradient, first, second) = (new float[count], new float[count], new float[count], new float[count]);
        Array.Fill(Values, initial);
    }

    /// <summary>[reals] in network units.</summary>
    public float[] Values { get; }

    /// <summary>1 / deviation of a number, in 1 / network units.</summary>
    /// <param name="index">The real number, 0 .. reals - 1.</param>
    public float Inverse(int index) => MathF.Exp(-Values[index]);

    /// <summary>Sets the gradient to zero.</summary>
    public void Clear() => Array.Clear(gradient);

    /// <summary>Adds the gradient of a chunk of rows.</summary>
    /// <param name="part">[reals] derivatives of the mean loss of the minibatch by the logarithms.</param>
    public void AddGradient(ReadOnlySpan<float> part)
    {
        for (var i = 0; i < gradient.Length; i++)
            gradient[i] += part[i];
    }

    /// <summary>Squared norm of the gradient.</summary>
    public double SquaredNorm()
    {
        var sum = 0.0;
        foreach (var slope in gradient)
            sum += (double)slope * slope;
        return sum;
    }

    /// <summary>A step of Adam (arXiv:1412.6980, algorithm 1) against the gradient, which stays until Clear.</summary>
    /// <param name="gradientScale">Factor of the gradient, by which its norm is clipped; in (0, 1].</param>
    /// <param name="learningRate">Length of the step where gradients keep their sign; at least 0.</param>
    public void Step(float gradientScale, float learningRate)
    {
        if (Values.Length == 0)
            return;
        steps++;
        var (correction1, correction2) = (1 - Math.Pow(Beta1, steps), 1 - Math.Pow(Beta2, steps));
        for (var i = 0; i < Values.Length; i++)
        {
            var slope = gradient[i] * gradientScale;
            first[i] += (1 - Beta1) * (slope - first[i]);
            second[i] += (1 - Beta2) * (slope * slope - second[i]);
            var rate = grows[i] ? RateOfGrowing * learningRate : learningRate;
            var step = rate * (first[i] / correction1) / (Math.Sqrt(second[i] / correction2) + Epsilon);
            Values[i] = Math.Clamp((float)(Values[i] - step), Lowest, Highest);
        }
    }

    /// <summary>Everything that a checkpoint must hold.</summary>
    public LogStdState State
    {
        get => new([.. Values], [.. first], [.. second], steps);
        set
        {
            value.LogStd.CopyTo(Values, 0);
            value.First.CopyTo(first, 0);
            value.Second.CopyTo(second, 0);
            steps = value.Steps;
        }
    }
}

/// <summary>The log-deviations of continuous actions and the moments of their Adam, [reals] each.</summary>
internal sealed record LogStdState(float[] LogStd, float[] First, float[] Second, long Steps);
