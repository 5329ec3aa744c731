namespace Pathmind.Policies.Onnx;

/// <summary>Products of matrices, plainly. The chains of layers that policies consist of do not come here: see <see cref="DenseChain"/>.</summary>
internal static class Products
{
    /// <summary>alpha · A'·B' + beta · C, where ' transposes if so asked.</summary>
    public static Action? Gemm(Binding node)
    {
        var (a, b, c) = (node.Input(0), node.Input(1), node.Optional(2));
        if (a.Rank != 2 || b.Rank != 2)
            throw new InvalidDataException($"Gemm needs two matrices, but got shapes {Tensor.Describe(a.Shape)} and {Tensor.Describe(b.Shape)}");
        var (flipA, flipB) = (node.Integer("transA", 0) != 0, node.Integer("transB", 0) != 0);
        var (alpha, beta) = (node.Attribute("alpha", 1f), node.Attribute("beta", 1f));
        var (rows, shared) = flipA ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
        var (sharedB, columns) = flipB ? (b.Shape[1], b.Shape[0]) : (b.Shape[0], b.Shape[1]);
        RequireEqual(shared, sharedB, a, b);
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

    /// <summary>A·B, where A may have further axes in front.</summary>
    public static Action? MatMul(Binding node)
    {
        var (a, b) = (node.Input(0), node.Input(1));
        if (a.Rank < 1 || b.Rank != 2)
            throw new InvalidDataException($"MatMul needs a matrix on its right side, but got shapes {Tensor.Describe(a.Shape)} and {Tensor.Describe(b.Shape)}");
        var (shared, columns) = (b.Shape[0], b.Shape[1]);
        RequireEqual(a.Shape[^1], shared, a, b);
        var y = node.Floats([.. a.Shape.AsSpan(0, a.Rank - 1), columns]);
        return () =>
        {
            for (var i = 0; i < y.Count; i++)
                y.Floats[i] = Dot(a.Floats, i / columns * shared, 1, b.Floats, i % columns, columns, shared);
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
            throw new InvalidDataException($"matrices of shapes {Tensor.Describe(a.Shape)} and {Tensor.Describe(b.Shape)} cannot be multiplied");
    }
}
