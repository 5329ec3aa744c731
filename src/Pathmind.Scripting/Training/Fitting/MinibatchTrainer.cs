using Pathmind.Networks;
using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>Fits one network to a rollout: epochs of shuffled minibatches, each a gradient, a clipped norm, a step of
/// Adam (docs/ppo.md 16, 20 to 22).</summary>
/// <remarks>A minibatch is cut into chunks of <see cref="ChunkRows"/> rows. Their gradients are added in the order of
/// the chunks, whether one thread computes them one after the other or several at once: so the numbers do not depend on
/// the threads.</remarks>
internal sealed class MinibatchTrainer
{
    /// <summary>Rows of a chunk, the last one excepted.</summary>
    public const int ChunkRows = 64;

    readonly Network network;
    readonly Adam adam;
    readonly LogStdParameters? logStd;
    readonly PreparedRollout rollout;
    readonly IMinibatchLoss loss;
    readonly RandomStream shuffle;
    readonly float maxGradientNorm;
    readonly WorkerThreads? workers;
    readonly FittedMemory? memory;
    readonly List<Chunk> chunks;                                         // one, or as many as threads may compute at once
    readonly int[] order;
    readonly Action<int> computeShare;
    int first, count;

    /// <param name="network">What is fitted.</param>
    /// <param name="adam">Its optimizer.</param>
    /// <param name="logStd">Parameters of the policy outside of its network, whose gradient the loss leaves in them;
    /// null for none.</param>
    /// <param name="rollout">What it is fitted to.</param>
    /// <param name="loss">What is made smaller.</param>
    /// <param name="shuffle">Order of the rows.</param>
    /// <param name="maxGradientNorm">Above 0; infinite for no clipping.</param>
    /// <param name="workers">Threads to share a minibatch; null for the caller's alone.</param>
    /// <param name="memory">Is fitted as well, through time; null without one.</param>
    public MinibatchTrainer(
        Network network, Adam adam, LogStdParameters? logStd, PreparedRollout rollout, IMinibatchLoss loss, RandomStream shuffle,
        float maxGradientNorm, WorkerThreads? workers, FittedMemory? memory = null)
    {
        (this.network, this.adam, this.logStd) = (network, adam, logStd);
        (this.rollout, this.loss, this.shuffle) = (rollout, loss, shuffle);
        (this.maxGradientNorm, this.workers, this.memory) = (maxGradientNorm, workers, memory);
        var allRows = rollout.Collected.Rows.Length;
        chunks = [NewChunk()];
        order = new int[allRows];
        computeShare = ComputeShare;
    }

    /// <summary>Chunks of a minibatch of this many rows.</summary>
    public static int ChunksOf(int rows) => (rows + ChunkRows - 1) / ChunkRows;

    /// <summary>Passes over the rollout.</summary>
    /// <param name="epochs">Number of passes, at least 1.</param>
    /// <param name="minibatchSize">Largest number of rows of a gradient.</param>
    /// <param name="learningRate">Step size of Adam, above 0.</param>
    public void Run(int epochs, int minibatchSize, float learningRate)
    {
        while (workers is not null && chunks.Count < ChunksOf(Math.Min(minibatchSize, order.Length)))
            chunks.Add(NewChunk());
        var rows = rollout.Collected.RowCount;
        rollout.Collected.Rows.AsSpan(0, rows).CopyTo(order);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            if (memory is null)
                shuffle.Shuffle(order.AsSpan(0, rows));
            else
                memory.Sequences.Shuffle(shuffle, order.AsSpan(0, rows));
            for (first = 0; first < rows; first += count)
            {
                count = Math.Min(minibatchSize, rows - first);
                Minibatch(learningRate);
            }
            if (loss.StopsUpdate())                                                                                               // 24
                break;
        }
    }

    void Minibatch(float learningRate)
    {
        loss.BeginMinibatch(order.AsSpan(first, count));
        var parts = ChunksOf(count);
        var gradient = chunks[0].Gradient;
        if (workers is null || parts == 1)
        {
            for (var part = 0; part < parts; part++)
                Compute(part, chunks[0]);
        }
        else
        {
            workers.Run(computeShare);
            for (var part = 1; part < parts; part++)
                Take(chunks[part]);                                                                                               // 21
        }
        loss.CompleteMinibatch(parts);
        var memoryGradient = chunks[0].Memory?.Gradient;
        var norm = Math.Sqrt(gradient.SquaredNorm() + (logStd?.SquaredNorm() ?? 0) + (memoryGradient?.SquaredNorm() ?? 0));
        var scale = norm > maxGradientNorm ? (float)(maxGradientNorm / norm) : 1;                                                 // 20
        adam.Step(gradient, scale, learningRate);                                                                                 // 22
        if (memoryGradient is not null)
            memory!.Adam.Step(memoryGradient, scale, learningRate);
        logStd?.Step(scale, learningRate);
    }

    void Take(Chunk chunk)
    {
        chunks[0].Gradient.Take(chunk.Gradient);
        if (chunk.Memory is { } own)
            chunks[0].Memory!.Gradient.Take(own.Gradient);
    }

    void ComputeShare(int worker)
    {
        for (var part = worker; part * ChunkRows < count; part += workers!.Threads)
            Compute(part, chunks[part]);
    }

    void Compute(int part, Chunk chunk)
    {
        var rows = order.AsSpan(first + part * ChunkRows, Math.Min(ChunkRows, count - part * ChunkRows));
        var size = rollout.Collected.ObservationSize;
        var inputs = chunk.Inputs.AsSpan(0, rows.Length * size);
        RowCopy.Gather(rollout.NormalizedObservations, rows, size, inputs);
        chunk.Memory?.Forward(rows, inputs);
        network.Forward(inputs, rows.Length, chunk.Workspace);
        loss.Differentiate(part, rows, chunk.Workspace);
        network.Backward(inputs, rows.Length, chunk.Workspace, chunk.Gradient);
        chunk.Memory?.Backward(rows.Length, network, chunk.Workspace);
    }

    Chunk NewChunk() => new(network.Shape, memory?.NewChunk());

    sealed class Chunk(NetworkShape shape, MemoryChunk? memory)
    {
        /// <summary>What the memory before the network computes; null without one.</summary>
        public MemoryChunk? Memory => memory;

        public float[] Inputs { get; } = new float[ChunkRows * shape.Inputs];

        public Workspace Workspace { get; } = new(shape, ChunkRows);

        /// <summary>Zero between two minibatches.</summary>
        public Gradient Gradient { get; } = new(shape);
    }
}

/// <summary>A loss and its gradient, computed per minibatch in chunks of rows.</summary>
internal interface IMinibatchLoss
{
    /// <summary>Looks at a whole minibatch before its chunks are computed.</summary>
    /// <param name="minibatch">Rows of the buffer.</param>
    void BeginMinibatch(ReadOnlySpan<int> minibatch);

    /// <summary>Computes the gradient of the mean loss of the minibatch by the outputs of one chunk, into
    /// <see cref="Workspace.OutputGradients"/>.</summary>
    /// <param name="chunk">Number of the chunk: its sums are kept apart, so that chunks may be computed at the same
    /// time.</param>
    /// <param name="rows">Rows of the buffer, in the order of the workspace's rows.</param>
    /// <param name="workspace">Holds the outputs.</param>
    void Differentiate(int chunk, ReadOnlySpan<int> rows, Workspace workspace);

    /// <summary>Adds up what the chunks of the minibatch have left, in their order.</summary>
    /// <param name="chunks">How many there were.</param>
    void CompleteMinibatch(int chunks);

    /// <summary>Called after each pass; true ends the update before its last pass.</summary>
    bool StopsUpdate();
}

/// <summary>Half the mean squared difference between value and target, of scaled rewards; not clipped (docs/ppo.md
/// 19).</summary>
/// <param name="rollout">The targets.</param>
/// <param name="chunks">Most chunks of a minibatch.</param>
internal sealed class ValueLoss(PreparedRollout rollout, int chunks) : IMinibatchLoss
{
    readonly double[] chunkErrors = new double[chunks];
    double squaredErrors;
    long rowsSeen;
    int minibatchRows;

    /// <summary>Mean squared error since the last call, over all rows of all epochs.</summary>
    public double TakeMean()
    {
        var mean = rowsSeen == 0 ? 0 : squaredErrors / rowsSeen;
        (squaredErrors, rowsSeen) = (0, 0);
        return mean;
    }

    public void BeginMinibatch(ReadOnlySpan<int> minibatch)
    {
        minibatchRows = minibatch.Length;
        rowsSeen += minibatchRows;
    }

    public void Differentiate(int chunk, ReadOnlySpan<int> rows, Workspace workspace)
    {
        ReadOnlySpan<float> values = workspace.Outputs;
        var gradients = workspace.OutputGradients;
        var (targets, share, squares) = (rollout.Targets, 1f / minibatchRows, 0f);
        for (var i = 0; i < rows.Length; i++)
        {
            var error = values[i] - targets[rows[i]];
            squares += error * error;
            gradients[i] = error * share;
        }
        chunkErrors[chunk] = squares;
    }

    public void CompleteMinibatch(int chunks)
    {
        for (var chunk = 0; chunk < chunks; chunk++)
            squaredErrors += chunkErrors[chunk];
    }

    public bool StopsUpdate() => false;
}
