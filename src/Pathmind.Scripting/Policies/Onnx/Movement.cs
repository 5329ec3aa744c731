namespace Pathmind.Policies.Onnx;

/// <summary>Operators that move numbers to other places.</summary>
internal static class Movement
{
    public static Action? Expand(NodeContext node)
    {
        var x = node.Input(0);
        var shape = Broadcast.Shape(x.Shape, Lengths(node.Known(1).Integers));
        return Copy(node, x, shape, Broadcast.Places(x.Shape, shape));
    }

    /// <summary>One number, 0 unless it is given, at all places of a shape.</summary>
    public static Action? ConstantOfShape(NodeContext node)
    {
        var value = node.Attribute("value", new Tensor([1], [0f]));
        var y = node.Like(value, Lengths(node.Known(0).Integers));
        if (value.Count != 1)
            throw new InvalidDataException($"its value has {value.Count} numbers, but must have one");
        return y.IsInteger ? () => Array.Fill(y.Integers, value.Integers[0]) : () => Array.Fill(y.Floats, value.Floats[0]);
    }

    public static Action? Transpose(NodeContext node)
    {
        var x = node.Input(0);
        var order = node.Attribute<long[]>("perm", [.. Enumerable.Range(0, x.Rank).Reverse().Select(axis => (long)axis)]);
        int[] axes = [.. order.Select(axis => NodeContext.Axis(axis, x.Rank))];
        if (axes.Length != x.Rank || axes.Distinct().Count() != x.Rank)
            throw new InvalidDataException($"perm [{string.Join(", ", order)}] is not an order of {x.Rank} axes");
        var strides = Strides(x.Shape);
        int[] shape = [.. axes.Select(axis => x.Shape[axis])];
        return Copy(node, x, shape, Walk(shape, [.. axes.Select(axis => strides[axis])], start: 0));
    }

    public static Action? Slice(NodeContext node)
    {
        var x = node.Input(0);
        var starts = node.List("starts", 1) ?? throw new InvalidDataException("the starts are missing");
        var ends = node.List("ends", 2) ?? throw new InvalidDataException("the ends are missing");
        var axes = node.List("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        var steps = node.List("steps", 4) ?? [.. Enumerable.Repeat(1L, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
            throw new InvalidDataException(
                $"starts, ends, axes and steps must be of one length, but have {starts.Length}, {ends.Length}, {axes.Length} and "
                + $"{steps.Length}");
        var (shape, strides, begin) = ((int[])x.Shape.Clone(), Strides(x.Shape), 0);
        for (var i = 0; i < starts.Length; i++)
        {
            var axis = NodeContext.Axis(axes[i], x.Rank);
            var (length, step) = (x.Shape[axis], (int)Math.Clamp(steps[i], -Tensor.MaxCount, Tensor.MaxCount));
            if (step == 0)
                throw new InvalidDataException("a step is 0");
            var (least, most) = step > 0 ? (0, length) : (-1, length - 1);
            var start = End(starts[i], length, least, most);
            shape[axis] = Math.Max(0, (End(ends[i], length, least, most) - start + step - Math.Sign(step)) / step);
            begin += start * strides[axis];
            strides[axis] *= step;
        }
        return Copy(node, x, shape, Walk(shape, strides, begin));

        static int End(long place, int length, int least, int most) =>
            (int)Math.Clamp(place < 0 ? Math.Max(place, long.MinValue + length) + length : place, least, most);
    }

    public static Action? Gather(NodeContext node)
    {
        var (x, indices) = (node.Input(0), node.Input(1));
        var axis = NodeContext.Axis(node.Integer("axis", 0), x.Rank);
        var y = node.Like(x, [.. x.Shape.AsSpan(0, axis), .. indices.Shape, .. x.Shape.AsSpan(axis + 1)]);
        var (outer, length, inner) = (Tensor.CountOf(x.Shape.AsSpan(0, axis)), x.Shape[axis], Tensor.CountOf(x.Shape.AsSpan(axis + 1)));
        return () =>
        {
            for (var (o, to) = (0, 0); o < outer; o++)
                foreach (var index in indices.Integers)
                {
                    CopyRange(x, (o * length + NodeContext.Axis(index, length)) * inner, y, to, inner);
                    to += inner;
                }
        };
    }

    public static Action? Concat(NodeContext node)
    {
        Tensor[] parts = [.. Enumerable.Range(0, node.InputCount).Select(node.Input)];
        var axis = NodeContext.Axis(node.Integer("axis", 0), parts[0].Rank);
        var shape = (int[])parts[0].Shape.Clone();
        foreach (var part in parts.AsSpan(1))
            shape[axis] += part.Rank == shape.Length
                ? part.Shape[axis]
                : throw new InvalidDataException("its inputs have different numbers of axes");
        var y = node.Like(parts[0], shape);
        var outer = Tensor.CountOf(shape.AsSpan(0, axis));
        int[] runs = [.. parts.Select(part => outer == 0 ? 0 : part.Count / outer)];
        return runs.Sum() * outer != y.Count
            ? throw new InvalidDataException("its inputs differ in other axes than the one they are joined along")
            : () =>
        {
            for (var (o, to) = (0, 0); o < outer; o++)
                for (var i = 0; i < parts.Length; to += runs[i++])
                    CopyRange(parts[i], o * runs[i], y, to, runs[i]);
        };
    }

    public static Action? Split(NodeContext node)
    {
        var x = node.Input(0);
        var axis = NodeContext.Axis(node.Integer("axis", 0), x.Rank);
        var (length, parts) = (x.Shape[axis], node.OutputCount);
        var sizes = Lengths(node.List("split", 1)
            ?? [.. Enumerable.Range(
                0, parts).Select(i => (long)Math.Clamp(length - i * ((length + parts - 1) / parts), 0, (length + parts - 1) / parts))]);
        if (sizes.Length != parts || sizes.Sum(size => (long)size) != length)
            throw new InvalidDataException($"it splits {length} into [{string.Join(", ", sizes)}] for {parts} outputs");
        var strides = Strides(x.Shape);
        Action? all = null;
        for (int i = 0, start = 0; i < parts; start += sizes[i++])
        {
            var shape = (int[])x.Shape.Clone();
            shape[axis] = sizes[i];
            all += Copy(node, x, shape, Walk(shape, strides, start * strides[axis]));
        }
        return all;
    }

    /// <summary>Positions of the numbers of a tensor of this shape, where one step along an axis moves by that axis's
    /// stride.</summary>
    public static int[] Walk(int[] shape, int[] strides, int start)
    {
        var places = new int[Tensor.CountOf(shape) is var count && count <= Tensor.MaxMade ? count : throw Tensor.TooLarge(shape)];
        var index = new int[shape.Length];
        for (var (i, place) = (0, start); i < places.Length; i++)
        {
            places[i] = place;
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                place += strides[axis];
                if (++index[axis] < shape[axis])
                    break;
                place -= shape[axis] * strides[axis];
                index[axis] = 0;
            }
        }
        return places;
    }

    static Action? Copy(NodeContext node, Tensor x, int[] shape, int[]? places)
    {
        if (places is null)
            return Reshaping.View(node, shape);
        var y = node.Like(x, shape);
        return x.IsInteger ? () => Pick(x.Integers, places, y.Integers) : () => Pick(x.Floats, places, y.Floats);
    }

    static void Pick<T>(T[] from, int[] places, T[] to)
    {
        for (var i = 0; i < places.Length; i++)
            to[i] = from[places[i]];
    }

    static void CopyRange(Tensor from, int start, Tensor to, int at, int count)
    {
        if (from.IsInteger)
            from.Integers.AsSpan(start, count).CopyTo(to.Integers.AsSpan(at));
        else
            from.Floats.AsSpan(start, count).CopyTo(to.Floats.AsSpan(at));
    }

    static int[] Strides(int[] shape)
    {
        var strides = new int[shape.Length];
        for (var (axis, stride) = (shape.Length - 1, 1); axis >= 0; stride *= shape[axis--])
            strides[axis] = stride;
        return strides;
    }

    static int[] Lengths(long[] lengths) => Array.ConvertAll(lengths, length =>
        length is >= 0 and <= Tensor.MaxCount
        ? (int)length
        : throw new InvalidDataException($"a length of {length} is not in 0 .. {Tensor.MaxCount}"));
}
