using System.Numerics;
using System.Runtime.InteropServices;

namespace Pathmind.Training;

/// <summary>Tests whether what was drawn at random has an effect on anything: sums of products, of a draw with mean 0
/// and of a number that may or may not depend on it (docs/ppo.md 15).</summary>
/// <remarks>Without an effect a sum S of products whose squares sum to Q has |S| / √Q &gt; z with a probability of at
/// most 2·exp(−z² / 2), however long the products' tails are, if draws are symmetric (Efron 1969, "Student's t-test
/// under symmetry conditions"; Hoeffding's inequality given the absolute values). Of m sums none exceeds √(2 ln(2m /
/// p)) but with probability p.</remarks>
/// <param name="size">Number of sums.</param>
internal sealed class EffectTest(int size)
{
    readonly double[] sums = new double[size], squares = new double[size];
    readonly float[] newSums = new float[size], newSquares = new float[size];

    /// <summary>Products in each sum, those that are 0 included.</summary>
    public double Count { get; private set; }

    /// <summary>Bytes of float64 numbers: the sums, then the squares.</summary>
    public EffectState State
    {
        get => new(MemoryMarshal.AsBytes<double>([.. sums, .. squares]).ToArray(), Count);
        set
        {
            var numbers = MemoryMarshal.Cast<byte, double>(value.Sums);
            numbers[..size].CopyTo(sums);
            numbers[size..].CopyTo(squares);
            Count = value.Count;
        }
    }

    /// <summary>Adds weight · numbers to the sums from a place on; counts only once <see cref="Complete"/> is
    /// called.</summary>
    public void Add(int from, float weight, ReadOnlySpan<float> numbers)
    {
        var sum = newSums.AsSpan(from, numbers.Length);
        var square = newSquares.AsSpan(from, numbers.Length);
        var i = 0;
        for (; i <= numbers.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var product = weight * new Vector<float>(numbers[i..]);
            (new Vector<float>(sum[i..]) + product).CopyTo(sum[i..]);
            (new Vector<float>(square[i..]) + product * product).CopyTo(square[i..]);
        }
        for (; i < numbers.Length; i++)
        {
            var product = weight * numbers[i];
            (sum[i], square[i]) = (sum[i] + product, square[i] + product * product);
        }
    }

    /// <summary>Takes what was added into account.</summary>
    /// <param name="products">How many products each sum got.</param>
    public void Complete(int products)
    {
        for (var i = 0; i < size; i++)
            (sums[i], squares[i]) = (sums[i] + newSums[i], squares[i] + newSquares[i]);
        Array.Clear(newSums);
        Array.Clear(newSquares);
        Count += products;
    }

    /// <summary>Whether a sum is larger than chance explains.</summary>
    /// <param name="chance">Of a false yes, in (0, 1).</param>
    public bool Shows(double chance)
    {
        var (largest, tested) = (0.0, 0);
        for (var i = 0; i < size; i++)
            if (squares[i] > 0)
                (largest, tested) = (Math.Max(largest, sums[i] * sums[i] / squares[i]), tested + 1);
        return tested > 0 && largest > 2 * Math.Log(2 * tested / chance);
    }

    /// <summary>The sum that is farthest from 0, in its own deviations; −1 if all are 0.</summary>
    public int Strongest()
    {
        var (strongest, largest) = (-1, 0.0);
        for (var i = 0; i < size; i++)
            if (squares[i] > 0 && sums[i] * sums[i] / squares[i] > largest)
                (strongest, largest) = (i, sums[i] * sums[i] / squares[i]);
        return strongest;
    }

    /// <summary>Mean of the products of a sum, and its standard error.</summary>
    public (double Mean, double Error) Mean(int index) => (sums[index] / Count, Math.Sqrt(squares[index]) / Count);
}

/// <summary>Everything of an <see cref="EffectTest"/> that a checkpoint must hold.</summary>
internal sealed record EffectState(byte[] Sums, double Count);
