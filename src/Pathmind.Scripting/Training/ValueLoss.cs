using Pathmind.Networks;

namespace Pathmind.Training;

/// <summary>Half the mean squared difference between value and target, of scaled rewards; not clipped (arXiv:2006.05990 found that clipping it harms).</summary>
internal sealed class ValueLoss(RolloutBuffer buffer, int chunks) : IMinibatchLoss
{
    readonly double[] chunkErrors = new double[chunks];
    double squaredErrors;
    long rowsSeen;
    int minibatchRows;

    /// <summary>Mean squared error since the last call, over all rows of all epochs.</summary>
    public double TakeMean()
    {
        Gather();
        var mean = rowsSeen == 0 ? 0 : squaredErrors / rowsSeen;
        (squaredErrors, rowsSeen) = (0, 0);
        return mean;
    }

    public void Begin(ReadOnlySpan<int> minibatch)
    {
        Gather();
        minibatchRows = minibatch.Length;
        rowsSeen += minibatchRows;
    }

    public void Differentiate(int chunk, ReadOnlySpan<int> rows, Workspace workspace)
    {
        ReadOnlySpan<float> values = workspace.Outputs;
        var gradients = workspace.OutputGradients;
        var (targets, share, squares) = (buffer.Targets, 1f / minibatchRows, 0f);
        for (var i = 0; i < rows.Length; i++)
        {
            var error = values[i] - targets[rows[i]];
            squares += error * error;
            gradients[i] = error * share;
        }
        chunkErrors[chunk] = squares;
    }

    public double SquaredNorm(int chunks) => 0;

    public void Step(float gradientScale, float learningRate)
    {
    }

    public bool EndsEpoch() => false;

    void Gather()
    {
        foreach (ref var squares in chunkErrors.AsSpan())
        {
            squaredErrors += squares;
            squares = 0;
        }
    }
}
