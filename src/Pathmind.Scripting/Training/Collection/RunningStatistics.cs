namespace Pathmind.Training;

/// <summary>Mean and variance of each number of a row, over all rows seen so far (docs/ppo.md 7).</summary>
/// <remarks>Parts are joined as by Chan, Golub and LeVeque (1979, "Updating formulae and a pairwise algorithm for
/// computing sample variances"), in float64. Before the first row, mean 0 and variance 1: nothing is changed.</remarks>
internal sealed class RunningStatistics
{
    /// <summary>Two units in the last place of float32, as a share of a number's mean, and a few of float64 at 1: a
    /// deviation that is no larger is rounding, and the number counts as constant.</summary>
    const double Rounding = 1.0 / (1 << 22), SmallestDeviation = 1e-15;

    readonly int places, memory;
    readonly double[] mean, variance;
    readonly float[] center, inverseDeviation;

    /// <param name="size">Numbers of an observation; at least 1.</param>
    /// <param name="places">Observations in a row, which share their statistics; only the last of them is new.</param>
    /// <param name="memory">Numbers of a state that stand before them and stay as they are; above 0 only with one
    /// observation in a row.</param>
    public RunningStatistics(int size, int places = 1, int memory = 0)
    {
        (this.places, this.memory) = (places, memory);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        (mean, variance, center, inverseDeviation) = (new double[size], new double[size], new float[size], new float[size]);
        Array.Fill(variance, 1);
        Prepare();
    }

    /// <summary>Numbers of an observation.</summary>
    public int Size => mean.Length;

    /// <summary>Statistics of rows of the same form, none of which was seen yet.</summary>
    public RunningStatistics NewAlike() => new(Size, places, memory);

    /// <summary>Rows seen.</summary>
    public double Count { get; private set; }

    /// <summary>[Size] mean of each number.</summary>
    public ReadOnlySpan<double> Mean => mean;

    /// <summary>[Size] mean squared distance from the mean (divided by the count, not by one less).</summary>
    public ReadOnlySpan<double> Variance => variance;

    /// <summary>[Size] what <see cref="Normalize"/> subtracts: the mean in float32.</summary>
    public ReadOnlySpan<float> Center => center;

    /// <summary>[Size] what <see cref="Normalize"/> then multiplies with: 1 / sqrt(variance) in float32, whatever the
    /// scale; 0 for a number that has been constant but for rounding, of which nothing can be learnt.</summary>
    public ReadOnlySpan<float> InverseDeviation => inverseDeviation;

    /// <summary>Takes the last observation of each row into account.</summary>
    /// <param name="rows">[rowCount, memory + places · Size].</param>
    /// <param name="rowCount">At least 0.</param>
    public void Merge(ReadOnlySpan<float> rows, int rowCount)
    {
        Require(rows.Length, rowCount);
        if (rowCount == 0)
            return;
        var (total, width) = (Count + rowCount, memory + places * Size);
        var end = rowCount * width;
        for (var column = 0; column < Size; column++)
        {
            var sum = 0.0;
            for (var i = width - Size + column; i < end; i += width)
                sum += rows[i];
            var newMean = sum / rowCount;
            var squares = 0.0;
            for (var i = width - Size + column; i < end; i += width)
                squares += (rows[i] - newMean) * (rows[i] - newMean);
            var difference = newMean - mean[column];
            variance[column] = (variance[column] * Count + squares + difference * difference * Count * rowCount / total) / total;
            mean[column] += difference * rowCount / total;
        }
        Count = total;
        Prepare();
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear() => Load(new double[Size], [.. Enumerable.Repeat(1.0, Size)], count: 0);

    /// <summary>Takes the observations of all rows in use into account.</summary>
    public void Merge(RolloutBuffer rollout)
    {
        var size = rollout.ObservationSize;
        for (var trajectory = 0; trajectory < rollout.Trajectories; trajectory++)
        {
            var (first, rows) = (trajectory * rollout.Steps, rollout.Lengths[trajectory]);
            Merge(rollout.Observations.AsSpan(first * size, rows * size), rows);
        }
    }

    /// <summary>Each number x becomes (x - mean) / sqrt(variance), held within ± clip; 0 if it has been
    /// constant.</summary>
    /// <param name="rows">[rowCount, memory + places · Size].</param>
    /// <param name="rowCount">At least 0.</param>
    /// <param name="clip">Above 0, in standard deviations.</param>
    public void Normalize(Span<float> rows, int rowCount, float clip)
    {
        Require(rows.Length, rowCount);
        for (var i = 0; i < rowCount * places; i++)
        {
            var row = rows.Slice(i * (memory + Size) + memory, Size);
            for (var column = 0; column < row.Length; column++)
                row[column] = Math.Clamp((row[column] - center[column]) * inverseDeviation[column], -clip, clip);
        }
    }

    /// <summary>Carries them over.</summary>
    public void Transfer(StateTransfer state)
    {
        state.Pass(mean.AsSpan());
        state.Pass(variance.AsSpan());
        Count = state.Pass(Count);
        Prepare();
    }

    /// <summary>Continues from statistics saved before.</summary>
    /// <param name="savedMean">[Size].</param>
    /// <param name="savedVariance">[Size], none negative.</param>
    /// <param name="count">Rows they were taken from.</param>
    public void Load(ReadOnlySpan<double> savedMean, ReadOnlySpan<double> savedVariance, double count)
    {
        if (savedMean.Length != Size || savedVariance.Length != Size)
            throw new ArgumentException(
                $"{savedMean.Length} means and {savedVariance.Length} variances for rows of {Size}: give {Size} of each.");
        savedMean.CopyTo(mean);
        savedVariance.CopyTo(variance);
        Count = count;
        Prepare();
    }

    void Prepare()
    {
        for (var column = 0; column < Size; column++)
        {
            var deviation = Math.Sqrt(variance[column]);
            var isConstant = deviation <= Math.Max(SmallestDeviation, Rounding * Math.Abs(mean[column]));
            (center[column], inverseDeviation[column]) = ((float)mean[column], isConstant ? 0 : (float)(1 / deviation));
        }
    }

    void Require(int length, int rowCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        if (length < (long)rowCount * (memory + places * Size))
            throw new ArgumentException($"{length} numbers for {rowCount} rows of {memory + places * Size}: give all rows.");
    }
}
