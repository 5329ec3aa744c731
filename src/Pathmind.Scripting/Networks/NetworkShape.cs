namespace Pathmind.Networks;

/// <summary>Sizes of a fully connected network: inputs, then hidden layers that end in the activation, then linear
/// outputs.</summary>
internal sealed record NetworkShape
{
    /// <param name="inputs">Numbers in a row of input; at least 1.</param>
    /// <param name="hidden">Widths of the hidden layers, from the input on; at least one layer, each at least 1
    /// wide.</param>
    /// <param name="outputs">Numbers in a row of output; at least 1.</param>
    /// <param name="activation">What every hidden layer applies.</param>
    /// <exception cref="ArgumentException">A size is below 1, or no hidden layer is given.</exception>
    public NetworkShape(int inputs, int[] hidden, int outputs, Activation activation)
    {
        if (inputs < 1 || outputs < 1 || hidden.Length == 0 || hidden.Min() < 1)
            throw new ArgumentException(
                $"A network of {inputs} inputs, hidden layers [{string.Join(", ", hidden)}] and {outputs} outputs: each size must be at "
                + "least 1, with at least one hidden layer.");
        (Inputs, Hidden, Outputs, Activation) = (inputs, hidden, outputs, activation);
    }

    public int Inputs { get; }

    public int[] Hidden { get; }

    public int Outputs { get; }

    public Activation Activation { get; }

    public bool Equals(NetworkShape? other) => ReferenceEquals(this, other)
        || (other is not null && Inputs == other.Inputs && Outputs == other.Outputs && Activation == other.Activation
            && Hidden.AsSpan().SequenceEqual(other.Hidden));

    public override int GetHashCode() => Hidden.Aggregate(HashCode.Combine(Inputs, Outputs, Activation), HashCode.Combine);
}
