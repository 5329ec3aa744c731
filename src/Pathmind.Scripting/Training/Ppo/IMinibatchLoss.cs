using Pathmind.Networks;

namespace Pathmind.Training;

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
