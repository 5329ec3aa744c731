namespace Pathmind.Policies.Onnx;

/// <summary>Operators whose output at a place depends on one number, with parameters; and Where.</summary>
internal static class Elementwise
{
    public static Action? Abs(NodeContext node) => Map(node, MathF.Abs);

    public static Action? Negate(NodeContext node) => Map(node, x => -x);

    public static Action? Exp(NodeContext node) => Map(node, MathF.Exp);

    public static Action? Log(NodeContext node) => Map(node, MathF.Log);

    public static Action? Sqrt(NodeContext node) => Map(node, MathF.Sqrt);

    public static Action? Tanh(NodeContext node) => Map(node, MathF.Tanh);

    public static Action? Relu(NodeContext node) => Map(node, x => MathF.Max(x, 0));

    public static Action? Sigmoid(NodeContext node) => Map(node, x => 1 / (1 + MathF.Exp(-x)));

    /// <summary>log(1 + exp(x)), written so that exp cannot overflow.</summary>
    public static Action? Softplus(NodeContext node) => Map(node, x => MathF.Max(x, 0) + MathF.Log(1 + MathF.Exp(-MathF.Abs(x))));

    public static Action? Erf(NodeContext node) => Map(node, x => (float)ErrorFunction(x));

    public static Action? LeakyRelu(NodeContext node)
    {
        var slope = node.Attribute("alpha", 0.01f);
        return Map(node, x => x < 0 ? slope * x : x);
    }

    public static Action? Elu(NodeContext node)
    {
        var alpha = node.Attribute("alpha", 1f);
        return Map(node, x => x < 0 ? alpha * (MathF.Exp(x) - 1) : x);
    }

    public static Action? Selu(NodeContext node)
    {
        var (alpha, gamma) = (node.Attribute("alpha", 1.67326319f), node.Attribute("gamma", 1.05070102f));
        return Map(node, x => gamma * (x < 0 ? alpha * (MathF.Exp(x) - 1) : x));
    }

    /// <summary>x·Φ(x), or its approximation by tanh (arXiv:1606.08415).</summary>
    public static Action? Gelu(NodeContext node) => node.Attribute("approximate", "none") == "tanh"
        ? Map(node, x => 0.5f * x * (1 + MathF.Tanh(0.7978845608f * (x + 0.044715f * x * x * x))))
        : Map(node, x => (float)(0.5 * x * (1 + ErrorFunction(x / Math.Sqrt(2)))));

    public static Action? Clip(NodeContext node)
    {
        var x = node.Input(0);
        var y = node.Floats(x.Shape);
        var (low, high) = (Bound("min", 1, float.NegativeInfinity), Bound("max", 2, float.PositiveInfinity));
        return () =>
        {
            var (from, to, least, most) = (x.Floats, y.Floats, low(), high());
            for (var i = 0; i < from.Length; i++)
                to[i] = MathF.Min(MathF.Max(from[i], least), most);
        };

        // Bounds were attributes before operator set 11.
        Func<float> Bound(string attribute, int input, float otherwise)
        {
            var fixedBound = node.Attribute(attribute, otherwise);
            return node.Optional(input) is not { } tensor ? () => fixedBound
                : tensor.Count == 1
                ? () => tensor.Floats[0]
                : throw new InvalidDataException($"the bound '{attribute}' must be one number, but has {tensor.Count}");
        }
    }

    public static Action? Cast(NodeContext node)
    {
        var x = node.Input(0);
        switch ((OnnxType)node.Integer("to", 0))
        {
            case OnnxType.Float or OnnxType.Double:
                if (!x.IsInteger)
                    return Reshaping.Identity(node);
                var (wholes, floats) = (x.Integers, node.Floats(x.Shape).Floats);
                return () =>
                {
                    for (var i = 0; i < floats.Length; i++)
                        floats[i] = wholes[i];
                };
            case OnnxType.Bool:
                var flags = node.Integers(x.Shape).Integers;
                return () =>
                {
                    for (var i = 0; i < flags.Length; i++)
                        flags[i] = (x.IsInteger ? x.Integers[i] != 0 : x.Floats[i] != 0) ? 1 : 0;
                };
            case OnnxType.Int32 or OnnxType.Int64:
                if (x.IsInteger)
                    return Reshaping.Identity(node);
                var integers = node.Integers(x.Shape).Integers;
                return () =>
                {
                    for (var i = 0; i < integers.Length; i++)
                        integers[i] = (long)x.Floats[i];
                };
            default:
                throw new InvalidDataException(
                    $"it casts to the kind {node.Integer("to", 0)}; float32, double, int32, int64 and bool are possible");
        }
    }

    public static Action? Where(NodeContext node)
    {
        var (condition, a, b) = (node.Input(0), node.Input(1), node.Input(2));
        var shape = Broadcast.Shape(condition.Shape, Broadcast.Shape(a.Shape, b.Shape));
        var y = node.Like(a, shape);
        var (from, left, right) =
            (Broadcast.Places(condition.Shape, shape), Broadcast.Places(a.Shape, shape), Broadcast.Places(b.Shape, shape));
        return a.IsInteger
            ? () => Choose(condition.Integers, from, a.Integers, left, b.Integers, right, y.Integers)
            : () => Choose(condition.Integers, from, a.Floats, left, b.Floats, right, y.Floats);

        static void Choose<T>(long[] condition, int[]? from, T[] a, int[]? left, T[] b, int[]? right, T[] y)
        {
            for (var i = 0; i < y.Length; i++)
                y[i] = condition[from is null ? i : from[i]] != 0 ? a[left is null ? i : left[i]] : b[right is null ? i : right[i]];
        }
    }

    static Action Map(NodeContext node, Func<float, float> function)
    {
        var x = node.Input(0);
        node.Budget.Apply(x.Count, node.IsKnown);
        var y = node.Floats(x.Shape);
        return () =>
        {
            var (from, to) = (x.Floats, y.Floats);
            for (var i = 0; i < from.Length; i++)
                to[i] = function(from[i]);
        };
    }

    /// <summary>erf(x) with an absolute error below 1.5e-7 (Abramowitz and Stegun, 7.1.26).</summary>
    static double ErrorFunction(double x)
    {
        var t = 1 / (1 + 0.3275911 * Math.Abs(x));
        var polynomial = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        return Math.CopySign(1 - polynomial * Math.Exp(-x * x), x);
    }
}
