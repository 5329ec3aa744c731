using Pathmind.Policies.Onnx;

namespace Pathmind.Policies;

/// <summary>What the kit wrote into a policy's graph, read back by the names that <see cref="PolicyGraph"/>
/// gives.</summary>
internal sealed class DenseParts
{
    DenseParts(int[] widths, bool isTanh, float[] numbers, float clip, bool[] grows) =>
        (Widths, IsTanh, Numbers, Clip, Grows) = (widths, isTanh, numbers, clip, grows);

    /// <summary>[layers + 1] numbers that enter the first layer, and leave each.</summary>
    public int[] Widths { get; }

    /// <summary>Tanh between the layers; else the larger of number and 0.</summary>
    public bool IsTanh { get; }

    /// <summary>Means [k · D] and scales [k · D] of the observations, k being the history, then weights [out, in] and
    /// bias [out] of each layer, then scale, offset, low, high [reals] of the actions.</summary>
    public float[] Numbers { get; }

    /// <summary>Largest size of a normalised observation.</summary>
    public float Clip { get; }

    /// <summary>[reals] whether sinh comes before scale and offset.</summary>
    public bool[] Grows { get; }

    /// <exception cref="NotSupportedException">The graph is not one that the kit writes.</exception>
    public static DenseParts Of(OnnxModel model, PolicyDescription policy)
    {
        if (policy.Memory > 0)
            throw new NotSupportedException(
                "A policy with a recurrent memory (TrainingOptions.Memory) cannot be exported to C#: export it to onnx or zip instead.");
        var (inputs, actions) = (policy.History * policy.Observations.Size, policy.Actions);
        List<int> widths = [inputs];
        List<float> numbers = [.. Row("observation_mean", inputs, 0), .. Row("observation_scale", inputs, 1)];
        for (var layer = 1; model.Initializers.TryGetValue($"policy_{layer}_weights", out var weights); layer++)
        {
            if (weights.Rank != 2 || weights.Shape[1] != widths[^1])
                throw Foreign($"layer {layer} has the shape {Tensor.Describe(weights.Shape)} after {widths[^1]} numbers");
            widths.Add(weights.Shape[0]);
            numbers.AddRange([.. weights.Floats, .. Row($"policy_{layer}_bias", weights.Shape[0], 0)]);
        }
        if (widths[^1] != actions.Logits + actions.Reals || widths.Count < 2)
            throw Foreign("it has no layers 'policy_1_weights', … that end in the numbers of its action space");
        numbers.AddRange(
            [.. Row("action_scale", actions.Reals, 1), .. Row("action_offset", actions.Reals, 0), .. actions.Low, .. actions.High]);
        var activations = model.Nodes.Where(node => node.Outputs[0].StartsWith("policy_", StringComparison.Ordinal)
            && node.Outputs[0].EndsWith("_active", StringComparison.Ordinal))
            .Select(node => node.Operator).Distinct().ToArray();
        if (activations is not ([] or ["Tanh"] or ["Relu"]))
            throw Foreign($"it has the activations {string.Join(", ", activations)}");
        return new([.. widths], activations is ["Tanh"], [.. numbers], Row("observation_high", 1, float.PositiveInfinity)[0],
            Array.ConvertAll(Row("action_grows", actions.Reals, 0), grows => grows != 0));

        float[] Row(string name, int length, float otherwise) =>
            !model.Initializers.TryGetValue(name, out var row) ? [.. Enumerable.Repeat(otherwise, length)]
            : row.Count == length && !row.IsInteger ? row.Floats : throw Foreign($"'{name}' has {row.Count} numbers, not {length}");
    }

    static NotSupportedException Foreign(string reason) =>
        new($"Only policies that this kit trained can be exported to C#; in this graph {reason}. Export it to onnx or zip instead.");
}
