namespace Pathmind.Policies.Onnx;

/// <summary>Operators that leave the numbers where they are and only give them a shape.</summary>
internal static class Reshaping
{
    public static Action? Identity(NodeContext node) => View(node, node.Input(0).Shape);

    public static Action? Constant(NodeContext node)
    {
        node.Add(node.Attribute<Tensor?>("value", null) is { } tensor ? tensor
            : node.Has("value_float") ? new([], [node.Attribute("value_float", 0f)])
            : node.Has("value_int") ? new([], [node.Attribute("value_int", 0L)])
            : node.Has("value_floats") ? Row(node.Attribute("value_floats", Array.Empty<float>()))
            : node.Has("value_ints") ? Row(node.Attribute("value_ints", Array.Empty<long>()))
            : throw new InvalidDataException("it has no value"));
        return null;

        static Tensor Row<T>(T[] values) =>
            values is long[] integers ? new([values.Length], integers) : new([values.Length], (float[])(object)values);
    }

    public static Action? Shape(NodeContext node)
    {
        var shape = node.Input(0).Shape;
        var (start, end) = (End("start", 0), End("end", shape.Length));
        long[] lengths = [.. shape.Take(end).Skip(start).Select(length => (long)length)];
        node.Add(new([lengths.Length], lengths) { IsKnown = true });
        return null;

        int End(string attribute, int otherwise) =>
            Math.Clamp(node.Integer(attribute, otherwise) is var axis && axis < 0 ? axis + shape.Length : axis, 0, shape.Length);
    }

    public static Action? Reshape(NodeContext node)
    {
        var x = node.Input(0);
        var wanted = node.List("shape", 1) ?? throw new InvalidDataException("the shape is missing");
        var shape = new int[wanted.Length];
        for (var i = 0; i < shape.Length; i++)
            shape[i] = wanted[i] == 0 && i < x.Rank && node.Integer("allowzero", 0) == 0
                ? x.Shape[i]
                : (int)Math.Clamp(wanted[i], -1, Tensor.MaxCount);
        var open = Array.IndexOf(shape, -1);
        if (open >= 0)
        {
            shape[open] = 1;
            var rest = Tensor.CountOf(shape);
            shape[open] = rest > 0 ? x.Count / rest : 0;
        }
        return View(node, shape);
    }

    public static Action? Flatten(NodeContext node)
    {
        var x = node.Input(0);
        var axis = node.Integer("axis", 1) is var given && given == x.Rank ? x.Rank : NodeContext.Axis(given, x.Rank);
        var rows = Tensor.CountOf(x.Shape.AsSpan(0, axis));
        return View(node, [rows, Tensor.CountOf(x.Shape.AsSpan(axis))]);
    }

    public static Action? Squeeze(NodeContext node)
    {
        var shape = node.Input(0).Shape;
        var axes = node.List("axes", 1)?.Select(axis => NodeContext.Axis(axis, shape.Length)).ToArray();
        return View(node, [.. shape.Where((length, axis) => axes is null ? length != 1 : !axes.Contains(axis))]);
    }

    public static Action? Unsqueeze(NodeContext node)
    {
        var x = node.Input(0);
        var axes = node.List("axes", 1) ?? throw new InvalidDataException("the axes are missing");
        var shape = new int[x.Rank + axes.Length];
        foreach (var axis in axes)
            shape[NodeContext.Axis(axis, shape.Length)] = 1;
        for (int to = 0, from = 0; to < shape.Length; to++)
            if (shape[to] == 0 && from < x.Rank)
                shape[to] = x.Shape[from++];
        return View(node, shape);
    }

    /// <summary>The first input under another shape.</summary>
    public static Action? View(NodeContext node, int[] shape)
    {
        node.Add(node.Input(0).View(shape));
        return null;
    }
}
