namespace Pathmind.Policies.Onnx;

/// <summary>The standard's (and NumPy's) rule for tensors of different shapes: compared from the last axis on, lengths
/// are equal, or one of them is 1 and its numbers are repeated.</summary>
internal static class Broadcast
{
    /// <summary>The common shape.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static int[] Shape(int[] a, int[] b)
    {
        var shape = new int[Math.Max(a.Length, b.Length)];
        for (var fromEnd = 1; fromEnd <= shape.Length; fromEnd++)
        {
            var (left, right) = (fromEnd <= a.Length ? a[^fromEnd] : 1, fromEnd <= b.Length ? b[^fromEnd] : 1);
            shape[^fromEnd] = left == right || right == 1 ? left
                : left == 1 ? right : throw new InvalidDataException(
                    $"tensors of shapes {Tensor.Describe(a)} and {Tensor.Describe(b)} do not fit together");
        }
        return shape;
    }

    /// <summary>For each element of a tensor of shape <paramref name="to"/>, the position of its number in a tensor of
    /// shape <paramref name="from"/>; null if all positions are equal.</summary>
    public static int[]? Places(int[] from, int[] to)
    {
        var count = Tensor.CountOf(to);
        if (Tensor.CountOf(from) == count)
            return null;
        var strides = new int[to.Length];
        for (int fromEnd = 1, stride = 1; fromEnd <= from.Length; stride *= from[^fromEnd], fromEnd++)
            strides[^fromEnd] = from[^fromEnd] == 1 ? 0 : stride;
        return Movement.Walk(to, strides, start: 0);
    }
}
