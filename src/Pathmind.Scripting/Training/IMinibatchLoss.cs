using Pathmind.Networks;

namespace Pathmind.Training;

/// <summary>What an <see cref="Updater"/> makes smaller.</summary>
internal interface IMinibatchLoss
{
    /// <summary>Looks at a whole minibatch before its chunks are computed.</summary>
    /// <param name="minibatch">Rows of the buffer.</param>
    void Begin(ReadOnlySpan<int> minibatch);

    /// <summary>Computes the gradient of the mean loss of the minibatch by the outputs of one chunk, into <see cref="Workspace.OutputGradients"/>.</summary>
    /// <param name="chunk">Number of the chunk: its sums are kept apart, so that chunks may be computed at the same time.</param>
    /// <param name="rows">Rows of the buffer, in the order of the workspace's rows.</param>
    /// <param name="workspace">Holds the outputs.</param>
    void Differentiate(int chunk, ReadOnlySpan<int> rows, Workspace workspace);

    /// <summary>Squared norm of the gradient of the loss's own parameters, after all chunks.</summary>
    double SquaredNorm(int chunks);

    /// <summary>A step of the loss's own parameters.</summary>
    /// <param name="gradientScale">Factor that clips the gradient.</param>
    /// <param name="learningRate">Step size.</param>
    void Step(float gradientScale, float learningRate);

    /// <summary>Called after each pass; true ends the update.</summary>
    bool EndsEpoch();
}
