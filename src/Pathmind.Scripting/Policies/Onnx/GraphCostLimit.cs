namespace Pathmind.Policies.Onnx;

/// <summary>What a graph may cost while its buffers are made for a batch: a file cannot ask for the machine's memory or
/// time node by node.</summary>
/// <remarks>Each limit is several times what a policy of two layers of 1024 neurons needs; all together take some 50 ms
/// to be reached.</remarks>
internal sealed class GraphCostLimit(int batch)
{
    /// <summary>Numbers that the nodes make for a row, and for a batch.</summary>
    const long MaxMadeForRow = 1 << 20, MaxMade = 2L * Tensor.MaxMade;

    /// <summary>Numbers that the nodes read, each as often as it is read: what is made while a node is bound is in
    /// proportion to them.</summary>
    const long MaxRead = 2 * MaxMade;

    /// <summary>Multiplications for a row: two layers of 4096 neurons.</summary>
    const long MaxMultiplications = 1L << 25;

    /// <summary>Numbers read, made or multiplied where constants are computed of constants, which is done at
    /// once.</summary>
    const long MaxKnown = 1L << 23;

    /// <summary>A function of a number takes about as long as so many numbers that are read or made.</summary>
    const long FunctionSteps = 8;

    long made, read;
    double multiplications, known;

    string Advice => batch > 1 ? ": give smaller batches" : "";

    /// <summary>A node is about to be bound.</summary>
    /// <exception cref="InvalidDataException">Too much is asked for.</exception>
    public void Read(NodeContext node)
    {
        var inputs = 0L;
        for (var i = 0; i < node.InputCount; i++)
            inputs += node.Optional(i)?.Count ?? 0;
        if (node.IsKnown)
            Know(inputs);
        if ((read += inputs) > MaxRead)
            throw new InvalidDataException($"the graph reads more than {MaxRead} numbers for a batch of {batch}{Advice}");
    }

    /// <summary>A product is about to be bound.</summary>
    /// <inheritdoc cref="Read"/>
    public void Multiply(double count, bool isKnown)
    {
        if ((multiplications += count) > (double)MaxMultiplications * batch)
            throw new InvalidDataException(
                $"the graph needs {multiplications:0.#e+0} multiplications for a batch of {batch}; at most {MaxMultiplications} for a "
                + "row are done here");
        if (isKnown)
            Know(count);
    }

    /// <summary>A function of each of so many numbers is about to be bound.</summary>
    /// <inheritdoc cref="Read"/>
    public void Apply(long count, bool isKnown)
    {
        if (isKnown)
            Know(FunctionSteps * count);
    }

    /// <summary>A tensor of so many numbers is about to be made.</summary>
    /// <inheritdoc cref="Read"/>
    public void Make(long count, bool isKnown)
    {
        if (isKnown)
            Know(count);
        else if ((made += count) > Math.Min(MaxMadeForRow * batch, MaxMade))
            throw new InvalidDataException(
                $"the graph needs more than {Math.Min(MaxMadeForRow * batch, MaxMade)} numbers for a batch of {batch}{Advice}");
    }

    void Know(double steps)
    {
        if ((known += steps) > MaxKnown)
            throw new InvalidDataException(
                $"the graph takes more than {MaxKnown} steps for constants alone: let its exporter fold the constants");
    }
}
