using System.Runtime.Intrinsics;
using Pathmind.Numerics;

namespace Pathmind.Networks;

/// <summary>A recurrent memory of n numbers before a network: a minGRU (arXiv:2410.01201, eq. 3). An encoder reads the
/// observation x(t) and gives n gates and n candidates; z = σ(gate), h(t) = (1 − z)·h(t − 1) + z·candidate, and h = 0
/// before an agent's first decision of an episode. The network reads [h(t), x(t)].</summary>
/// <remarks>Neither gates nor candidates depend on h(t − 1): the encoder computes all rows at once, and the derivative
/// goes back from h(t) to h(t − 1) by the factor 1 − z alone. Reading is safe from several threads at once, each with
/// its own workspace.</remarks>
/// <param name="encoder">[D] → n gates, then n candidates.</param>
internal sealed class MemoryCell(Network encoder)
{
    /// <summary>Longest mean reach of a number at the beginning, in decisions.</summary>
    const double LongestReach = 100;

    /// <summary>n: numbers of an agent's state.</summary>
    public int Size => encoder.Shape.Outputs / 2;

    /// <summary>Numbers of a row: state, then observation.</summary>
    public int Width => Size + encoder.Shape.Inputs;

    public Network Encoder => encoder;

    /// <summary>The encoder of a memory before a network.</summary>
    /// <param name="network">[n + D] → outputs: as wide is the encoder, with the same activation.</param>
    /// <param name="size">n, at least 1.</param>
    public static NetworkShape EncoderOf(NetworkShape network, int size) =>
        new(network.Inputs - size, [.. network.Hidden], 2 * size, network.Activation);

    /// <summary>A memory to learn from. At the beginning the gates hardly depend on what is seen, and the n numbers
    /// forget at different speeds: a gate opens by 1/T, T from 1 to 100 decisions in equal ratios, as in the chrono
    /// initialisation (arXiv:1804.11188, which draws T). With gates half open nothing would last ten
    /// decisions.</summary>
    /// <param name="network">Sizes of the network behind it.</param>
    /// <param name="size">n.</param>
    /// <param name="random">Source of the weights.</param>
    public static MemoryCell Orthogonal(NetworkShape network, int size, RandomStream random)
    {
        var encoder = Network.Orthogonal(EncoderOf(network, size), random, outputGain: 1);
        var canonical = encoder.ToArray();
        var (inputs, outputs) = (network.Hidden[^1], 2 * size);
        var last = canonical.AsSpan(canonical.Length - outputs * (inputs + 1));
        foreach (ref var weight in last[..(size * inputs)])
            weight *= 0.1f;
        for (var i = 0; i < size; i++)
            last[outputs * inputs + i] = (float)-Math.Log(Math.Max(0.1, Math.Pow(LongestReach, (i + 0.5) / size) - 1));
        encoder.Load(canonical);
        return new(encoder);
    }

    /// <summary>Replaces the state in each row by the next one.</summary>
    /// <param name="rows">[count, n + D] h(t − 1), then x(t); its n numbers become h(t).</param>
    /// <param name="count">At least 1.</param>
    /// <param name="workspace">Keeps what <see cref="Backward"/> needs. A row that
    /// <see cref="MemoryWorkspace.Continues"/> the one before begins with the state of that one, not with the given
    /// one.</param>
    public void Forward(Span<float> rows, int count, MemoryWorkspace workspace)
    {
        var (size, width, inputs) = (Size, Width, encoder.Shape.Inputs);
        var observations = workspace.Observations.AsSpan(0, count * inputs);
        for (var row = 0; row < count; row++)
            rows.Slice(row * width + size, inputs).CopyTo(observations[(row * inputs)..]);
        encoder.Forward(observations, count, workspace.Encoder);
        var stride = workspace.Encoder.RowStride;
        Span<float> gates = workspace.Encoder.Outputs, candidates = gates[(size * stride)..];
        for (var i = 0; i < size; i++)
            Open(gates.Slice(i * stride, stride), count);
        for (var row = 0; row < count; row++)                            // outside: a number waits for that of the row before
        {
            var from = workspace.Continues[row] ? row - 1 : row;
            for (var (i, at) = (0, row); i < size; i++, at += stride)
            {
                var before = workspace.Before[at] = rows[from * width + i];
                rows[row * width + i] = (1 - gates[at]) * before + gates[at] * candidates[at];
            }
        }
    }

    /// <summary>Adds to the gradient the derivatives of the loss by the encoder's parameters, through time within the
    /// rows; the states that were given count as constants. Uses up what Forward left.</summary>
    /// <param name="count">The rows given to Forward.</param>
    /// <param name="workspace">Forward's result; <see cref="MemoryWorkspace.Slopes"/> has the derivative by h(t) that
    /// comes from the network's outputs of row t.</param>
    /// <param name="gradient">Of the encoder's shape.</param>
    /// <remarks>With g(t) the whole derivative by h(t): by the candidate g·z, by the gate g·(candidate − h(t − 1))·z·(1
    /// − z), and g(t − 1) receives g·(1 − z).</remarks>
    public void Backward(int count, MemoryWorkspace workspace, Gradient gradient)
    {
        var (size, stride) = (Size, workspace.Encoder.RowStride);
        Span<float> gates = workspace.Encoder.Outputs, candidates = gates[(size * stride)..];
        Span<float> byGate = workspace.Encoder.OutputGradients, byCandidate = byGate[(size * stride)..];
        Span<float> slopes = workspace.Slopes.Span, before = workspace.Before;
        Span<float> later = stackalloc float[size];
        later.Clear();
        for (var row = count - 1; row >= 0; row--)
        {
            var goesBack = workspace.Continues[row];
            for (var (i, at) = (0, row); i < size; i++, at += stride)
            {
                var (slope, gate) = (slopes[at] + later[i], gates[at]);
                byGate[at] = slope * (candidates[at] - before[at]) * gate * (1 - gate);
                byCandidate[at] = slope * gate;
                later[i] = goesBack ? slope * (1 - gate) : 0;
            }
        }
        encoder.Backward(workspace.Observations, count, workspace.Encoder, gradient);
    }

    /// <summary>σ of each number.</summary>
    static void Open(Span<float> gates, int count)
    {
        for (var row = 0; row < count; row += Vector512<float>.Count)
        {
            var gate = Vector512.Create<float>(gates[row..]);
            (Vector512<float>.One / (Vector512<float>.One + Vector512.Exp(-gate))).CopyTo(gates[row..]);
        }
    }
}

/// <summary>What a memory writes while it computes: one workspace serves one caller at a time.</summary>
/// <param name="cell">Whose sizes it has.</param>
/// <param name="maxRows">Most rows in one call; at least 1.</param>
internal sealed class MemoryWorkspace(MemoryCell cell, int maxRows)
{
    /// <summary>The encoder's.</summary>
    public Workspace Encoder { get; } = new(cell.Encoder.Shape, maxRows);

    /// <summary>[rows, D] what the encoder reads.</summary>
    public float[] Observations { get; } = new float[maxRows * cell.Encoder.Shape.Inputs];

    /// <summary>[n, row stride] states before the rows.</summary>
    public float[] Before { get; } = new float[cell.Size * AlignedBuffer.Padded(maxRows)];

    /// <summary>[rows] whether a row is the next decision of the row before in the same episode; false at
    /// first.</summary>
    public bool[] Continues { get; } = new bool[maxRows];

    /// <summary>[n, row stride] derivative of the loss by the states, without what comes through later rows.</summary>
    public AlignedBuffer Slopes { get; } = new(cell.Size * AlignedBuffer.Padded(maxRows));
}
