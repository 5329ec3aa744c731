using Pathmind.Networks;

namespace Pathmind.Training;

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
