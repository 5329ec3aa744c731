namespace Pathmind.Policies.Onnx;

/// <summary>Products of matrices, plainly. The chains of layers that policies consist of do not come here: see
/// <see cref="DenseChain"/>.</summary>
internal static class Products
{
    /// <summary>alpha · A'·B' + beta · C, where ' transposes if so asked.</summary>
    public static Action? Gemm(NodeContext node)
    {
        var (a, b, c) = (node.Input(0), node.Input(1), node.Optional(2));
        if (a.Rank != 2 || b.Rank != 2)
            throw new InvalidDataException(
                $"Gemm needs two matrices, but got shapes {Tensor.Describe(a.Shape)} and {Tensor.Describe(b.Shape)}");
        var (flipA, flipB) = (node.Integer("transA", 0) != 0, node.Integer("transB", 0) != 0);
        var (alpha, beta) = (node.Attribute("alpha", 1f), node.Attribute("beta", 1f));
        var (rows, shared) = flipA ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
        var (sharedB, columns) = flipB ? (b.Shape[1], b.Shape[0]) : (b.Shape[0], b.Shape[1]);
        RequireEqual(shared, sharedB, a, b);
        node.Budget.Multiply((double)rows * shared * columns, node.IsKnown);
        var y = node.Floats(rows, columns);
        if (c is not null && !Broadcast.Shape(c.Shape, y.Shape).AsSpan().SequenceEqual(y.Shape))
            throw new InvalidDataException($"the bias of shape {Tensor.Describe(c.Shape)} does not fit {Tensor.Describe(y.Shape)}");
        var places = c is null ? null : Broadcast.Places(c.Shape, y.Shape);
        var (stepA, nextA) = flipA ? (rows, 1) : (1, shared);
        var (stepB, nextB) = flipB ? (1, shared) : (columns, 1);
        return () =>
        {
            for (var i = 0; i < y.Count; i++)
            {
                var sum = Dot(a.Floats, i / columns * nextA, stepA, b.Floats, i % columns * nextB, stepB, shared);
                y.Floats[i] = alpha * sum + (c is null ? 0 : beta * c.Floats[places?[i] ?? i]);
            }
        };
    }

    /// <summary>A·B of the last two axes; those in front count the products, and broadcast. A single axis is a row on
    /// the left, a column on the right.</summary>
    public static Action? MatMul(NodeContext node)
    {
        var (a, b) = (node.Input(0), node.Input(1));
        if (a.Rank == 0 || b.Rank == 0)
            throw new InvalidDataException("MatMul needs matrices, but got a single number");
        int[] left = a.Rank == 1 ? [1, .. a.Shape] : a.Shape, right = b.Rank == 1 ? [.. b.Shape, 1] : b.Shape;
        var (rows, shared, columns) = (left[^2], left[^1], right[^1]);
        RequireEqual(shared, right[^2], a, b);
        var batch = Broadcast.Shape(left[..^2], right[..^2]);
        node.Budget.Multiply((double)Tensor.CountOf(batch) * rows * shared * columns, node.IsKnown);
        var (placesA, placesB) = (Broadcast.Places(left[..^2], batch), Broadcast.Places(right[..^2], batch));
        var y = node.Floats([.. batch, .. a.Rank == 1 ? Array.Empty<int>() : [rows], .. b.Rank == 1 ? Array.Empty<int>() : [columns]]);
        return () =>
        {
            for (var i = 0; i < y.Count; i++)
            {
                var (product, row, column) = (i / columns / rows, i / columns % rows, i % columns);
                var (startA, startB) = (rows * shared * (placesA?[product] ?? product), shared * columns * (placesB?[product] ?? product));
                y.Floats[i] = Dot(a.Floats, startA + row * shared, 1, b.Floats, startB + column, columns, shared);
            }
        };
    }

    static float Dot(float[] a, int startA, int stepA, float[] b, int startB, int stepB, int count)
    {
        var sum = 0f;
        for (var k = 0; k < count; k++)
            sum += a[startA + k * stepA] * b[startB + k * stepB];
        return sum;
    }

    static void RequireEqual(int left, int right, Tensor a, Tensor b)
    {
        if (left != right)
            throw new InvalidDataException(
                $"matrices of shapes {Tensor.Describe(a.Shape)} and {Tensor.Describe(b.Shape)} cannot be multiplied");
    }
}
