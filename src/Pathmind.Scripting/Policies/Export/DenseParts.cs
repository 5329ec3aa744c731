using Pathmind.Policies.Onnx;

namespace Pathmind.Policies;

/// <summary>What the kit wrote into a policy's graph, read back by the names that <see cref="PolicyGraph"/>
/// gives.</summary>
internal sealed class DenseParts
{
    DenseParts(int[] memoryWidths, int[] widths, bool isTanh, float[] numbers, float clip, bool[] grows) =>
        (MemoryWidths, Widths, IsTanh, Numbers, Clip, Grows) = (memoryWidths, widths, isTanh, numbers, clip, grows);

    /// <summary>[layers + 1] numbers that enter the first layer of the memory's encoder, and leave each; empty without
    /// a memory.</summary>
    public int[] MemoryWidths { get; }

    /// <summary>[layers + 1] the same of the policy network.</summary>
    public int[] Widths { get; }

    /// <summary>Tanh between the layers; else the larger of number and 0.</summary>
    public bool IsTanh { get; }

    /// <summary>Means [k · D] and scales [k · D] of the observations, k being the history, then weights [out, in] and
    /// bias [out] of each layer, those of the memory first, then scale, offset, low, high [reals] of the
    /// actions.</summary>
    public float[] Numbers { get; }

    /// <summary>Largest size of a normalised observation.</summary>
    public float Clip { get; }

    /// <summary>[reals] whether sinh comes before scale and offset.</summary>
    public bool[] Grows { get; }

    /// <exception cref="NotSupportedException">The graph is not one that the kit writes.</exception>
    public static DenseParts Of(OnnxModel model, PolicyDescription policy)
    {
        var (inputs, actions) = (policy.History * policy.Observations.Size, policy.Actions);
        List<float> numbers = [.. Row("observation_mean", inputs, 0), .. Row("observation_scale", inputs, 1)];
        int[] memoryWidths = policy.Memory > 0 ? Layers("memory", inputs, 2 * policy.Memory, "its memory") : [];
        var widths = Layers("policy", policy.Memory + inputs, actions.Logits + actions.Reals, "its action space");
        numbers.AddRange(
            [.. Row("action_scale", actions.Reals, 1), .. Row("action_offset", actions.Reals, 0), .. actions.Low, .. actions.High]);
        var activations = model.Nodes.Where(node => node.Outputs[0].EndsWith("_active", StringComparison.Ordinal)
            && node.Outputs[0].Split('_')[0] is "memory" or "policy").Select(node => node.Operator).Distinct().ToArray();
        if (activations is not ([] or ["Tanh"] or ["Relu"]))
            throw Foreign($"it has the activations {string.Join(", ", activations)}");
        return new(memoryWidths, widths, activations is ["Tanh"], [.. numbers], Row("observation_high", 1, float.PositiveInfinity)[0],
            Array.ConvertAll(Row("action_grows", actions.Reals, 0), grows => grows != 0));

        int[] Layers(string network, int first, int last, string of)
        {
            List<int> widths = [first];
            for (var layer = 1; model.Initializers.TryGetValue($"{network}_{layer}_weights", out var weights); layer++)
            {
                if (weights.Rank != 2 || weights.Shape[1] != widths[^1])
                    throw Foreign($"layer {layer} has the shape {Tensor.Describe(weights.Shape)} after {widths[^1]} numbers");
                widths.Add(weights.Shape[0]);
                numbers.AddRange([.. weights.Floats, .. Row($"{network}_{layer}_bias", weights.Shape[0], 0)]);
            }
            return widths.Count > 1 && widths[^1] == last ? [.. widths]
                : throw Foreign($"it has no layers '{network}_1_weights', … that end in the numbers of {of}");
        }

        float[] Row(string name, int length, float otherwise) =>
            !model.Initializers.TryGetValue(name, out var row) ? [.. Enumerable.Repeat(otherwise, length)]
            : row.Count == length && !row.IsInteger ? row.Floats : throw Foreign($"'{name}' has {row.Count} numbers, not {length}");
    }

    static NotSupportedException Foreign(string reason) =>
        new($"Only policies that this kit trained can be exported to C#; in this graph {reason}. Export it to onnx or zip instead.");
}
