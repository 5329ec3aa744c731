using System.Numerics;

namespace Pathmind.Policies.Onnx;

/// <summary>Arithmetic of two tensors, number by number; the smaller one is repeated ("broadcast").</summary>
internal static class Pairwise
{
    interface IPairwise
    {
        static abstract T Apply<T>(T a, T b)
            where T : INumber<T>;
    }

    public static Action? Add(NodeContext node) => Fold<Sum>(node);

    public static Action? Subtract(NodeContext node) => Fold<Difference>(node);

    public static Action? Multiply(NodeContext node) => Fold<Product>(node);

    public static Action? Divide(NodeContext node) => Fold<Quotient>(node);

    public static Action? Maximum(NodeContext node) => Fold<Larger>(node);

    public static Action? Minimum(NodeContext node) => Fold<Smaller>(node);

    /// <summary>Two inputs, or any number for Max and Min: ((x0 ∘ x1) ∘ x2) …</summary>
    static Action? Fold<TPairwise>(NodeContext node)
        where TPairwise : struct, IPairwise
    {
        var result = node.Input(0);
        Action? all = null;
        for (var index = 1; index < node.InputCount; index++)
        {
            var (a, b) = (result, node.Input(index));
            var shape = Broadcast.Shape(a.Shape, b.Shape);
            result = Tensor.Zeros(shape, a.IsInteger);
            var (left, right) = (Broadcast.Places(a.Shape, shape), Broadcast.Places(b.Shape, shape));
            all += a.IsInteger
                ? Pairs<TPairwise, long>(a.Integers, left, b.Integers, right, result.Integers)
                : Pairs<TPairwise, float>(a.Floats, left, b.Floats, right, result.Floats);
        }
        node.Add(result);
        return all;
    }

    static Action Pairs<TPairwise, T>(T[] a, int[]? left, T[] b, int[]? right, T[] y)
        where TPairwise : struct, IPairwise
        where T : INumber<T>
    {
        if (left is null && right is null)
            return () =>
            {
                for (var i = 0; i < y.Length; i++)
                    y[i] = TPairwise.Apply(a[i], b[i]);
            };
        return () =>
        {
            for (var i = 0; i < y.Length; i++)
                y[i] = TPairwise.Apply(a[left is null ? i : left[i]], b[right is null ? i : right[i]]);
        };
    }

    readonly struct Sum : IPairwise
    {
        public static T Apply<T>(T a, T b)
            where T : INumber<T> => a + b;
    }

    readonly struct Difference : IPairwise
    {
        public static T Apply<T>(T a, T b)
            where T : INumber<T> => a - b;
    }

    readonly struct Product : IPairwise
    {
        public static T Apply<T>(T a, T b)
            where T : INumber<T> => a * b;
    }

    readonly struct Quotient : IPairwise
    {
        public static T Apply<T>(T a, T b)
            where T : INumber<T> => a / b;
    }

    readonly struct Larger : IPairwise
    {
        public static T Apply<T>(T a, T b)
            where T : INumber<T> => T.Max(a, b);
    }

    readonly struct Smaller : IPairwise
    {
        public static T Apply<T>(T a, T b)
            where T : INumber<T> => T.Min(a, b);
    }
}
