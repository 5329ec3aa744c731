using Pathmind.Policies.Onnx;
using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind.Policies;

/// <summary>Which input of another trainer's graph takes which of the simulation's numbers.</summary>
internal static class ImportedInputs
{
    const string AgentsPart = "obs_";

    static readonly string[] Masks = ["action_masks", "action_mask"];

    /// <summary>An input, and the numbers that it takes: all from the first, as many as its length; none for the action
    /// mask.</summary>
    public sealed record Feed(OnnxValue Input, int From, int Length);

    /// <param name="model">As read.</param>
    /// <param name="needed">The outputs that are used.</param>
    /// <param name="schema">The simulation's.</param>
    /// <exception cref="InvalidDataException">An input takes something else than the simulation shows; the message says
    /// what.</exception>
    public static Feed[] Of(OnnxModel model, string[] needed, SimulationSchema schema)
    {
        var names = OnnxPlan.InputsOf(model, needed).ToHashSet();
        var inputs = model.Inputs.Where(input => names.Contains(input.Name)).ToArray();
        var masks = inputs.Where(input => Masks.Contains(input.Name) && SizeOf(input) == schema.Actions.Logits).ToArray();
        return [.. Observations([.. inputs.Except(masks)], schema), .. masks.Select(mask => new Feed(mask, 0, 0))];
    }

    static Feed[] Observations(OnnxValue[] inputs, SimulationSchema schema)
    {
        var shown = schema.Observations;
        if (inputs is [var only] && SizeOf(only) == shown.Size)
            return [new(only, 0, shown.Size)];
        if (inputs.Length > 1 && inputs.All(input => Array.IndexOf(shown.Names, input.Name) >= 0))
            return [.. inputs.Select(input => Named(input, shown, schema))];
        if (inputs.Length > 1 && InOrder(inputs) is { } parts && parts.Sum(SizeOf) == shown.Size)
            return [.. parts.Select((part, i) => new Feed(part, (int)parts.Take(i).Sum(SizeOf), (int)SizeOf(part)))];
        throw new InvalidDataException(inputs.Length == 1
            ? Differs(inputs[0], $"{schema.Simulation} shows {shown.Size} ({string.Join(", ", shown.ColumnNames())})")
            : $"its inputs {string.Join(", ", inputs.Select(input => input.Name))} are not the observations of {schema.Simulation} "
            + $"({string.Join(", ", shown.Names)}): "
                + "name the observations as the inputs, or export a graph of one input; policies with memory cannot be run here");
    }

    static Feed Named(OnnxValue input, ObservationLayout shown, SimulationSchema schema)
    {
        var index = Array.IndexOf(shown.Names, input.Name);
        return SizeOf(input) == shown.Lengths[index] ? new(input, shown.Offset(index), shown.Lengths[index])
            : throw new InvalidDataException(
                Differs(input, $"the observation of that name of {schema.Simulation} has {shown.Lengths[index]}"));
    }

    /// <summary>Unity's ML-Agents numbers its inputs: obs_0, obs_1, …; null if these are others.</summary>
    static OnnxValue[]? InOrder(OnnxValue[] inputs)
    {
        OnnxValue[] parts =
            [.. inputs.Select((_, i) => inputs.FirstOrDefault(input => input.Name == $"{AgentsPart}{i}")).OfType<OnnxValue>()];
        return parts.Length == inputs.Length ? parts : null;
    }

    static string Differs(OnnxValue input, string other) =>
        $"its input '{input.Name}' takes "
        + $"{(SizeOf(input) < 0 ? "a length that it leaves open" : Counted.Of(SizeOf(input), "number"))}, but {other}";

    /// <summary>Numbers of a row; negative if a length is left open.</summary>
    static long SizeOf(OnnxValue input) =>
        input.Shape.Skip(input.Shape.Length > 1 ? 1 : 0).Aggregate(1L, (product, length) => product * (length ?? -1));
}
