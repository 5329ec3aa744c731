namespace Pathmind.Policies.Onnx;

/// <summary>Operators that combine the numbers along one axis, or several.</summary>
internal static class Reductions
{
    public static Action? Sum(NodeContext node) => Reduce(node, 0, (sum, x) => sum + x, divide: false);

    public static Action? Mean(NodeContext node) => Reduce(node, 0, (sum, x) => sum + x, divide: true);

    public static Action? Maximum(NodeContext node) => Reduce(node, float.NegativeInfinity, MathF.Max, divide: false);

    public static Action? Minimum(NodeContext node) => Reduce(node, float.PositiveInfinity, MathF.Min, divide: false);

    /// <summary>log Σ exp(x), added up as log(eᵃ + eᵇ) = max(a, b) + log(1 + exp(−|a − b|)), so that exp cannot
    /// overflow.</summary>
    public static Action? LogSumExp(NodeContext node) => Reduce(node, float.NegativeInfinity,
        (sum, x) => MathF.Max(sum, x) is var most && float.IsInfinity(most) ? most : most + MathF.Log(1 + MathF.Exp(-MathF.Abs(sum - x))),
        divide: false);

    /// <summary>The first of the largest numbers.</summary>
    public static Action? ArgMax(NodeContext node)
    {
        var x = node.Input(0);
        var axis = NodeContext.Axis(node.Integer("axis", 0), x.Rank);
        var lines = new Lines(x.Shape, axis);
        var last = node.Integer("select_last_index", 0) != 0;
        if (lines.Length == 0)
            throw new InvalidDataException("there is nothing to choose from");
        var y = node.Integers(node.Integer("keepdims", 1) != 0
            ? [.. x.Shape.AsSpan(0, axis), 1, .. x.Shape.AsSpan(axis + 1)]
            : [.. x.Shape.AsSpan(0, axis), .. x.Shape.AsSpan(axis + 1)]);
        return () =>
        {
            var (from, to) = (x.Floats, y.Integers);
            for (var line = 0; line < to.Length; line++)
            {
                var (start, best) = (lines.Start(line), 0);
                var most = from[start];
                for (var i = 1; i < lines.Length; i++)
                {
                    var number = from[start + i * lines.Stride];
                    if (number > most || (last && number == most))
                        (most, best) = (number, i);
                }
                to[line] = best;
            }
        };
    }

    public static Action? Softmax(NodeContext node) => Exponentials(node, logarithm: false);

    public static Action? LogSoftmax(NodeContext node) => Exponentials(node, logarithm: true);

    /// <summary>(x − mean) / √(variance + ε) over the last axes, times scale, plus bias (arXiv:1607.06450); then the
    /// means and the factors.</summary>
    public static Action? LayerNormalization(NodeContext node)
    {
        var (x, scale, bias) = (node.Input(0), node.Input(1), node.Optional(2));
        var axis = NodeContext.Axis(node.Integer("axis", -1), x.Rank);
        var epsilon = node.Attribute("epsilon", 1e-5f);
        var length = Tensor.CountOf(x.Shape.AsSpan(axis));
        if (scale.Count != length || (bias is not null && bias.Count != length))
            throw new InvalidDataException($"scale and bias must have {length} numbers");
        int[] outer = [.. x.Shape.Select((count, i) => i < axis ? count : 1)];
        var (y, means, factors) = (node.Floats(x.Shape), node.Floats(outer).Floats, node.Floats(outer).Floats);
        return () =>
        {
            for (var row = 0; row < means.Length; row++)
            {
                var from = x.Floats.AsSpan(row * length, length);
                var to = y.Floats.AsSpan(row * length, length);
                var (sum, squares) = (0.0, 0.0);
                foreach (var number in from)
                    sum += number;
                var mean = sum / length;
                foreach (var number in from)
                    squares += (number - mean) * (number - mean);
                var factor = 1 / Math.Sqrt(squares / length + epsilon);
                for (var i = 0; i < length; i++)
                    to[i] = (float)((from[i] - mean) * factor) * scale.Floats[i] + (bias?.Floats[i] ?? 0);
                (means[row], factors[row]) = ((float)mean, (float)factor);
            }
        };
    }

    static Action Exponentials(NodeContext node, bool logarithm)
    {
        var x = node.Input(0);
        var y = node.Floats(x.Shape);
        // Until operator set 13 all axes from the given one on counted as one.
        var axis = NodeContext.Axis(node.Integer("axis", node.Opset >= 13 ? -1 : 1), x.Rank);
        var lines = node.Opset >= 13 ? new Lines(x.Shape, axis)
            : new Lines([Tensor.CountOf(x.Shape.AsSpan(0, axis)), Tensor.CountOf(x.Shape.AsSpan(axis))], 1);
        return () =>
        {
            var (from, to) = (x.Floats, y.Floats);
            for (var line = 0; line < lines.Count; line++)
            {
                var (start, end) = (lines.Start(line), lines.Start(line) + lines.Length * lines.Stride);
                var (largest, sum) = (float.NegativeInfinity, 0f);
                for (var i = start; i < end; i += lines.Stride)
                    largest = MathF.Max(largest, from[i]);
                for (var i = start; i < end; i += lines.Stride)
                    sum += to[i] = MathF.Exp(from[i] - largest);
                var log = MathF.Log(sum);
                for (var i = start; i < end; i += lines.Stride)
                    to[i] = logarithm ? from[i] - largest - log : to[i] / sum;
            }
        };
    }

    static Action? Reduce(NodeContext node, float start, Func<float, float, float> combine, bool divide)
    {
        var x = node.Input(0);
        if (x.Count == 0)
            throw new InvalidDataException("there is nothing to combine");
        var given = node.List("axes", 1);
        if (given is null or [] && node.Integer("noop_with_empty_axes", 0) != 0)
            return Reshaping.Identity(node);
        var axes = given is null or [] ? Enumerable.Range(0, x.Rank).ToArray() : [.. given.Select(axis => NodeContext.Axis(axis, x.Rank))];
        int[] kept = [.. x.Shape.Select((length, axis) => axes.Contains(axis) ? 1 : length)];
        var y = node.Floats(node.Integer("keepdims", 1) != 0 ? kept : [.. kept.Where((_, axis) => !axes.Contains(axis))]);
        var places = Broadcast.Places(kept, x.Shape);
        var share = x.Count / y.Count;
        return () =>
        {
            var (from, to) = (x.Floats, y.Floats);
            Array.Fill(to, start);
            for (var i = 0; i < from.Length; i++)
            {
                ref var target = ref to[places?[i] ?? i];
                target = combine(target, from[i]);
            }
            for (var i = 0; divide && i < to.Length; i++)
                to[i] /= share;
        };
    }

    /// <summary>The lines of numbers along one axis of a tensor.</summary>
    readonly struct Lines(int[] shape, int axis)
    {
        readonly int stride = Tensor.CountOf(shape.AsSpan(axis + 1));

        /// <summary>Numbers in a line.</summary>
        public int Length { get; } = shape[axis];

        /// <summary>Distance from one number of a line to the next.</summary>
        public int Stride => stride;

        public int Count { get; } = Tensor.CountOf(shape.AsSpan(0, axis)) * Tensor.CountOf(shape.AsSpan(axis + 1));

        public int Start(int line) => stride == 1 ? line * Length : line / stride * stride * Length + line % stride;
    }
}
