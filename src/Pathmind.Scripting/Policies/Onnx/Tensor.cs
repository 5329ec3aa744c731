namespace Pathmind.Policies.Onnx;

/// <summary>An array of numbers, row by row: float32, or int64, which also represents int32 and bool (0 and
/// 1).</summary>
internal sealed class Tensor
{
    /// <summary>Elements a tensor may have: 256 MB of float32, so that no file can ask for the machine's
    /// memory.</summary>
    public const int MaxCount = 1 << 26;

    /// <summary>Elements that a node may make: 32 MB, thousands of rows of the widest layer; no graph gets to fill the
    /// memory node by node.</summary>
    public const int MaxMade = 1 << 23;

    const int MaxRank = 64;

    readonly float[]? floats;
    readonly long[]? integers;

    Tensor(int[] shape, float[]? floats, long[]? integers)
    {
        if (shape.Length > MaxRank)
            throw new InvalidDataException($"a tensor has {shape.Length} axes; at most {MaxRank} are possible here");
        (Shape, this.floats, this.integers) = (shape, floats, integers);
        Count = CountOf(shape);
        var length = floats?.Length ?? integers!.Length;
        if (length != Count)
            throw new InvalidDataException($"a tensor of shape {Describe(shape)} needs {Count} numbers, but has {length}");
    }

    /// <exception cref="InvalidDataException">The shape needs another number of values.</exception>
    public Tensor(int[] shape, float[] values)
        : this(shape, values, null)
    {
    }

    /// <inheritdoc cref="Tensor(int[], float[])"/>
    public Tensor(int[] shape, long[] values)
        : this(shape, null, values)
    {
    }

    public int[] Shape { get; }

    public int Rank => Shape.Length;

    public int Count { get; }

    public bool IsInteger => integers is not null;

    /// <summary>Whether the numbers are known before any run: initializers, and what is computed from them or from
    /// shapes alone.</summary>
    public bool IsKnown { get; set; }

    /// <exception cref="InvalidDataException">The numbers are whole numbers.</exception>
    public float[] Floats => floats ?? throw new InvalidDataException("float32 numbers are required, but whole numbers came");

    /// <exception cref="InvalidDataException">The numbers are float32.</exception>
    public long[] Integers => integers ?? throw new InvalidDataException("whole numbers are required, but float32 came");

    /// <summary>The same numbers, in the same memory, under another shape.</summary>
    public Tensor View(int[] shape) => new(shape, floats, integers) { IsKnown = IsKnown };

    /// <summary>A tensor of zeros.</summary>
    /// <exception cref="InvalidDataException">It would have more than <see cref="MaxMade"/> numbers.</exception>
    public static Tensor Zeros(int[] shape, bool integer) => CountOf(shape) is var count && count > MaxMade ? throw TooLarge(shape)
        : integer ? new(shape, new long[count]) : new(shape, new float[count]);

    public static InvalidDataException TooLarge(int[] shape) =>
        new($"a tensor of shape {Describe(shape)} is not made here: at most {MaxMade} numbers, so give smaller batches");

    /// <summary>Product of the lengths; 1 for a scalar.</summary>
    /// <exception cref="InvalidDataException">A length is negative, or the product is above
    /// <see cref="MaxCount"/>.</exception>
    public static int CountOf(ReadOnlySpan<int> shape)
    {
        var count = 1L;
        foreach (var length in shape)
            if (length < 0 || (count *= length) > MaxCount)
                throw new InvalidDataException($"a tensor of shape {Describe(shape)} is not possible here: at most {MaxCount} numbers");
        return (int)count;
    }

    public static string Describe(ReadOnlySpan<int> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
