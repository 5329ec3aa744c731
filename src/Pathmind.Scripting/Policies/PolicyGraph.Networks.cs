using Pathmind.Networks;
using Pathmind.Policies.Onnx;

namespace Pathmind.Policies;

/// <summary>What the networks read, and the networks themselves.</summary>
internal static partial class PolicyGraph
{
    /// <summary>What the networks read: the observation, after those before it if there is a history.</summary>
    static string Seen(OnnxGraphBuilder graph, PolicyDescription policy)
    {
        var size = policy.Observations.Size;
        var now = graph.Input(Observations, size);
        if (policy.History == 1)
            return now;
        var stacked = graph.Node("stacked", "Concat", [graph.Input(State, policy.StateSize), now], ("axis", 1L));
        graph.Node(NextState, "Slice",
            [stacked, graph.Constant("second", [1], [(long)size]), graph.Constant("end", [1], [(long)policy.History * size]),
                graph.Constant("of_row", [1], [1L])]);
        return stacked;
    }

    /// <summary>All observations of a history are normalised alike.</summary>
    static string Normalise(OnnxGraphBuilder graph, string x, PolicyParts parts)
    {
        var history = parts.Description.History;
        if (parts.Mean.AsSpan().ContainsAnyExcept(0f))
            x = graph.Node("centred", "Sub", [x, Row("observation_mean", parts.Mean)]);
        if (parts.Scale.AsSpan().ContainsAnyExcept(1f))
            x = graph.Node("scaled", "Mul", [x, Row("observation_scale", parts.Scale)]);
        return float.IsPositiveInfinity(parts.Clip) ? x
            : graph.Node("normalised", "Clip",
                [x, graph.Constant("observation_low", [], [-parts.Clip]), graph.Constant("observation_high", [], [parts.Clip])]);

        string Row(string name, float[] ofOne) => graph.Constant(
            name, [history * ofOne.Length], [.. Enumerable.Repeat(ofOne, history).SelectMany(numbers => numbers)]);
    }

    /// <summary>The memory, as in <see cref="MemoryCell"/>.</summary>
    /// <returns>What the policy network reads, the next state before the observation, and what the value network reads,
    /// the state as it came before the observation.</returns>
    static (string Next, string Before) Remember(OnnxGraphBuilder graph, string normalised, MemoryCell memory)
    {
        var before = graph.Input(State, memory.Size);
        var encoded = Dense(graph, normalised, memory.Encoder, "memory", "memory_output");
        graph.Node(["memory_gate", "memory_candidate"], "Split",
            [encoded, graph.Constant("memory_split", [2], [(long)memory.Size, memory.Size])], ("axis", 1L));
        var opened = graph.Node("memory_opened", "Sigmoid", ["memory_gate"]);
        var closed = graph.Node("memory_closed", "Sub", [graph.Constant("one", [], [1f]), opened]);
        var next = graph.Node(NextState, "Add",
            [graph.Node("memory_kept", "Mul", [closed, before]), graph.Node("memory_new", "Mul", [opened, "memory_candidate"])]);
        return (graph.Node("remembered", "Concat", [next, normalised], ("axis", 1L)),
            graph.Node("remembered_before", "Concat", [before, normalised], ("axis", 1L)));
    }

    /// <summary>A network as (Gemm, activation)* Gemm, with weights [out, in] as PyTorch stores them.</summary>
    static string Dense(OnnxGraphBuilder graph, string x, Network network, string name, string output)
    {
        var shape = network.Shape;
        var parameters = network.ToArray();
        int[] widths = [shape.Inputs, .. shape.Hidden, shape.Outputs];
        for (var (layer, from) = (1, 0); layer < widths.Length; layer++)
        {
            var (inputs, outputs, isLast) = (widths[layer - 1], widths[layer], layer == widths.Length - 1);
            var weights = graph.Constant($"{name}_{layer}_weights", [outputs, inputs], parameters[from..(from += outputs * inputs)]);
            var bias = graph.Constant($"{name}_{layer}_bias", [outputs], parameters[from..(from += outputs)]);
            x = graph.Node(isLast ? output : $"{name}_{layer}", "Gemm", [x, weights, bias], ("transB", 1L));
            if (!isLast)
                x = graph.Node($"{name}_{layer}_active", shape.Activation == Activation.Tanh ? "Tanh" : "Relu", [x]);
        }
        return x;
    }
}
