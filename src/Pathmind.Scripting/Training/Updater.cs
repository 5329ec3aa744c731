using Pathmind.Networks;

namespace Pathmind.Training;

/// <summary>Fits one network to a rollout: epochs of shuffled minibatches, each a gradient, a clipped norm, a step of Adam.</summary>
/// <remarks>A minibatch is cut into chunks of <see cref="ChunkRows"/> rows. Their gradients are added in the order of the chunks, whether one thread computes them one
/// after the other or several at once: so the numbers do not depend on the threads.</remarks>
internal sealed class Updater
{
    public const int ChunkRows = 64;

    readonly Network network;
    readonly Adam adam;
    readonly RolloutBuffer buffer;
    readonly IMinibatchLoss loss;
    readonly RandomStream shuffle;
    readonly float maxGradientNorm;
    readonly Crew? crew;
    readonly Chunk[] chunks;
    readonly int[] order;
    readonly Action<int> computeShare;
    int first, count;

    /// <param name="network">What is fitted.</param>
    /// <param name="adam">Its optimizer.</param>
    /// <param name="buffer">The rollout.</param>
    /// <param name="loss">What is made smaller.</param>
    /// <param name="shuffle">Order of the rows.</param>
    /// <param name="minibatchSize">Largest number of rows of a gradient.</param>
    /// <param name="maxGradientNorm">Above 0; infinite for no clipping.</param>
    /// <param name="crew">Threads to share a minibatch; null for the caller's alone.</param>
    public Updater(
        Network network, Adam adam, RolloutBuffer buffer, IMinibatchLoss loss, RandomStream shuffle, int minibatchSize, float maxGradientNorm, Crew? crew)
    {
        (this.network, this.adam, this.buffer, this.loss, this.shuffle, this.maxGradientNorm, this.crew) =
            (network, adam, buffer, loss, shuffle, maxGradientNorm, crew);
        var most = (Math.Min(minibatchSize, buffer.Rows.Length) + ChunkRows - 1) / ChunkRows;
        chunks = new Chunk[crew is null ? 1 : most];
        for (var i = 0; i < chunks.Length; i++)
            chunks[i] = new(network.Shape);
        order = new int[buffer.Rows.Length];
        computeShare = ComputeShare;
        MinibatchSize = minibatchSize;
    }

    public int MinibatchSize { get; }

    /// <summary>Passes over the rollout.</summary>
    /// <param name="epochs">Number of passes.</param>
    /// <param name="learningRate">Step size of Adam.</param>
    public void Run(int epochs, float learningRate)
    {
        var rows = buffer.RowCount;
        buffer.Rows.AsSpan(0, rows).CopyTo(order);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            shuffle.Shuffle(order.AsSpan(0, rows));
            for (first = 0; first < rows; first += count)
            {
                count = Math.Min(MinibatchSize, rows - first);
                Minibatch(learningRate);
            }
            if (loss.EndsEpoch())
                break;
        }
    }

    void Minibatch(float learningRate)
    {
        loss.Begin(order.AsSpan(first, count));
        var parts = (count + ChunkRows - 1) / ChunkRows;
        var gradient = chunks[0].Gradient;
        if (crew is null || parts == 1)
        {
            for (var part = 0; part < parts; part++)
                Compute(part, chunks[0]);
        }
        else
        {
            crew.Run(computeShare);
            for (var part = 1; part < parts; part++)
                gradient.Take(chunks[part].Gradient);
        }
        var norm = Math.Sqrt(gradient.SquaredNorm() + loss.SquaredNorm(parts));
        var scale = norm > maxGradientNorm ? (float)(maxGradientNorm / norm) : 1;
        adam.Step(gradient, scale, learningRate);
        loss.Step(scale, learningRate);
    }

    void ComputeShare(int worker)
    {
        for (var part = worker; part * ChunkRows < count; part += crew!.Threads)
            Compute(part, chunks[part]);
    }

    void Compute(int part, Chunk chunk)
    {
        var rows = order.AsSpan(first + part * ChunkRows, Math.Min(ChunkRows, count - part * ChunkRows));
        var inputs = chunk.Inputs.AsSpan(0, rows.Length * buffer.ObservationSize);
        RowCopy.Gather(buffer.Observations, rows, buffer.ObservationSize, inputs);
        network.Forward(inputs, rows.Length, chunk.Workspace);
        loss.Differentiate(part, rows, chunk.Workspace);
        network.Backward(inputs, rows.Length, chunk.Workspace, chunk.Gradient);
    }

    sealed class Chunk(NetworkShape shape)
    {
        public float[] Inputs { get; } = new float[ChunkRows * shape.Inputs];

        public Workspace Workspace { get; } = new(shape, ChunkRows);

        /// <summary>Zero between two minibatches.</summary>
        public Gradient Gradient { get; } = new(shape);
    }
}
