namespace Pathmind.Policies.Onnx;

/// <summary>Operators that move numbers about, or only rename their shape, without computing.</summary>
internal static class Movement
{
    public static Action? Identity(Binding node) => View(node, node.Input(0).Shape);

    public static Action? Constant(Binding node)
    {
        node.Add(node.Attribute<Tensor?>("value", null) is { } tensor ? tensor
            : node.Has("value_float") ? new([], [node.Attribute("value_float", 0f)])
            : node.Has("value_int") ? new([], [node.Attribute("value_int", 0L)])
            : node.Has("value_floats") ? Row(node.Attribute("value_floats", Array.Empty<float>()))
            : node.Has("value_ints") ? Row(node.Attribute("value_ints", Array.Empty<long>()))
            : throw new InvalidDataException("it has no value"));
        return null;

        static Tensor Row<T>(T[] values) => values is long[] integers ? new([values.Length], integers) : new([values.Length], (float[])(object)values);
    }

    public static Action? Shape(Binding node)
    {
        var shape = node.Input(0).Shape;
        var (start, end) = (End("start", 0), End("end", shape.Length));
        long[] lengths = [.. shape.Take(end).Skip(start).Select(length => (long)length)];
        node.Add(new([lengths.Length], lengths) { IsKnown = true });
        return null;

        int End(string attribute, int otherwise) =>
            Math.Clamp(node.Integer(attribute, otherwise) is var axis && axis < 0 ? axis + shape.Length : axis, 0, shape.Length);
    }

    public static Action? Reshape(Binding node)
    {
        var x = node.Input(0);
        var wanted = node.List("shape", 1) ?? throw new InvalidDataException("the shape is missing");
        var shape = new int[wanted.Length];
        for (var i = 0; i < shape.Length; i++)
            shape[i] = wanted[i] == 0 && i < x.Rank && node.Integer("allowzero", 0) == 0 ? x.Shape[i] : (int)Math.Clamp(wanted[i], -1, Tensor.MaxCount);
        var open = Array.IndexOf(shape, -1);
        if (open >= 0)
        {
            shape[open] = 1;
            var rest = Tensor.CountOf(shape);
            shape[open] = rest > 0 ? x.Count / rest : 0;
        }
        return View(node, shape);
    }

    public static Action? Flatten(Binding node)
    {
        var x = node.Input(0);
        var axis = node.Integer("axis", 1) is var given && given == x.Rank ? x.Rank : Binding.Axis(given, x.Rank);
        var rows = Tensor.CountOf(x.Shape.AsSpan(0, axis));
        return View(node, [rows, Tensor.CountOf(x.Shape.AsSpan(axis))]);
    }

    public static Action? Squeeze(Binding node)
    {
        var shape = node.Input(0).Shape;
        var axes = node.List("axes", 1)?.Select(axis => Binding.Axis(axis, shape.Length)).ToArray();
        return View(node, [.. shape.Where((length, axis) => axes is null ? length != 1 : !axes.Contains(axis))]);
    }

    public static Action? Unsqueeze(Binding node)
    {
        var x = node.Input(0);
        var axes = node.List("axes", 1) ?? throw new InvalidDataException("the axes are missing");
        var shape = new int[x.Rank + axes.Length];
        foreach (var axis in axes)
            shape[Binding.Axis(axis, shape.Length)] = 1;
        for (int to = 0, from = 0; to < shape.Length; to++)
            if (shape[to] == 0 && from < x.Rank)
                shape[to] = x.Shape[from++];
        return View(node, shape);
    }

    public static Action? Expand(Binding node)
    {
        var x = node.Input(0);
        var shape = Broadcast.Shape(x.Shape, Lengths(node.Known(1).Integers));
        return Copy(node, x, shape, Broadcast.Places(x.Shape, shape));
    }

    public static Action? Transpose(Binding node)
    {
        var x = node.Input(0);
        var order = node.Attribute<long[]>("perm", [.. Enumerable.Range(0, x.Rank).Reverse().Select(axis => (long)axis)]);
        int[] axes = [.. order.Select(axis => Binding.Axis(axis, x.Rank))];
        if (axes.Length != x.Rank || axes.Distinct().Count() != x.Rank)
            throw new InvalidDataException($"perm [{string.Join(", ", order)}] is no order of {x.Rank} axes");
        var strides = Strides(x.Shape);
        int[] shape = [.. axes.Select(axis => x.Shape[axis])];
        return Copy(node, x, shape, Walk(shape, [.. axes.Select(axis => strides[axis])], start: 0));
    }

    public static Action? Slice(Binding node)
    {
        var x = node.Input(0);
        var starts = node.List("starts", 1) ?? throw new InvalidDataException("the starts are missing");
        var ends = node.List("ends", 2) ?? throw new InvalidDataException("the ends are missing");
        var axes = node.List("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        var steps = node.List("steps", 4) ?? [.. Enumerable.Repeat(1L, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
            throw new InvalidDataException($"starts, ends, axes and steps must be of one length, but have {starts.Length}, {ends.Length}, {axes.Length} and {steps.Length}");
        var (shape, strides, begin) = ((int[])x.Shape.Clone(), Strides(x.Shape), 0);
        for (var i = 0; i < starts.Length; i++)
        {
            var axis = Binding.Axis(axes[i], x.Rank);
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

    public static Action? Gather(Binding node)
    {
        var (x, indices) = (node.Input(0), node.Input(1));
        var axis = Binding.Axis(node.Integer("axis", 0), x.Rank);
        var y = node.Like(x, [.. x.Shape.AsSpan(0, axis), .. indices.Shape, .. x.Shape.AsSpan(axis + 1)]);
        var (outer, length, inner) = (Tensor.CountOf(x.Shape.AsSpan(0, axis)), x.Shape[axis], Tensor.CountOf(x.Shape.AsSpan(axis + 1)));
        return () =>
        {
            for (var (o, to) = (0, 0); o < outer; o++)
                foreach (var index in indices.Integers)
                {
                    CopyRange(x, (o * length + Binding.Axis(index, length)) * inner, y, to, inner);
                    to += inner;
                }
        };
    }

    public static Action? Concat(Binding node)
    {
        Tensor[] parts = [.. Enumerable.Range(0, node.InputCount).Select(node.Input)];
        var axis = Binding.Axis(node.Integer("axis", 0), parts[0].Rank);
        var shape = (int[])parts[0].Shape.Clone();
        foreach (var part in parts.AsSpan(1))
            shape[axis] += part.Rank == shape.Length ? part.Shape[axis] : throw new InvalidDataException("its inputs have different numbers of axes");
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

    public static Action? Split(Binding node)
    {
        var x = node.Input(0);
        var axis = Binding.Axis(node.Integer("axis", 0), x.Rank);
        var (length, parts) = (x.Shape[axis], node.OutputCount);
        var sizes = Lengths(node.List("split", 1) ?? [.. Enumerable.Range(0, parts).Select(i => (long)Math.Clamp(length - i * ((length + parts - 1) / parts), 0, (length + parts - 1) / parts))]);
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

    /// <summary>Where the numbers of a tensor of this shape stand, if one step along an axis moves by that axis's stride.</summary>
    public static int[] Walk(int[] shape, int[] strides, int start)
    {
        var places = new int[Tensor.CountOf(shape)];
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

    static Action? View(Binding node, int[] shape)
    {
        node.Add(node.Input(0).View(shape));
        return null;
    }

    static Action? Copy(Binding node, Tensor x, int[] shape, int[]? places)
    {
        if (places is null)
            return View(node, shape);
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
        length is >= 0 and <= Tensor.MaxCount ? (int)length : throw new InvalidDataException($"a length of {length} is not in 0 .. {Tensor.MaxCount}"));
}
