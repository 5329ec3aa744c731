using Pathmind.Policies.Onnx;
using Pathmind.Simulations;

namespace Pathmind.Policies;

/// <summary>Makes a policy's graph of one that another trainer exported (Stable-Baselines3, CleanRL, RLlib, Unity's
/// ML-Agents), which contains no names and spaces: those are the simulation's. The foreign nodes stay; nodes around
/// them give the kit's inputs and outputs.</summary>
/// <remarks>Understood are outputs of logits, of means (in units of the action), of both one behind the other, with or
/// without as many log_std behind them (RLlib), and of actions (Stable-Baselines3, whose ArgMax is taken away, so that
/// masks and samples work). What the file does not contain (value, logits, log_std) is NaN.</remarks>
internal static class ImportedGraph
{
    public const string Prefix = "graph/";

    /// <param name="model">As read.</param>
    /// <param name="bytes">The file that it was read from.</param>
    /// <param name="schema">The simulation's.</param>
    /// <param name="wanted">The output that decides; null to find it.</param>
    /// <param name="taken">The output that was taken.</param>
    /// <exception cref="InvalidDataException">The graph does not fit the simulation, or cannot be executed; the message
    /// says why.</exception>
    public static OnnxModel Adopt(OnnxModel model, byte[] bytes, SimulationSchema schema, string? wanted, out string taken)
    {
        CheckWeights(model);
        var (actions, decision) = (schema.Actions, ImportedOutput.Of(model, bytes, schema.Actions, wanted));
        var (output, form) = (taken = decision.Name, decision.Form);
        if (actions.IsSingleChoice && form == ImportedForm.Action && LogitsBehind(model, output) is { } logits
            && IsRaw(model, bytes, actions, logits))
            (output, form) = (logits, ImportedForm.Raw);
        if (actions.IsSingleChoice && form == ImportedForm.Raw)
            output = LogitsOf(model, output);
        var value = decision.Value == taken ? null : decision.Value;
        string[] needed = value is null ? [output] : [output, value];
        var inputs = ImportedInputs.Of(model, needed, schema);
        var takesMask = inputs.Any(feed => feed.Length == 0);
        if (schema.HasMask && form == ImportedForm.Action && !takesMask)
            throw new InvalidDataException(
                $"its output '{output}' is a decision without logits, so the action masks of {schema.Simulation} cannot be respected: "
                + "export the logits");
        OnnxGraphBuilder graph = new();
        graph.Input(PolicyGraph.Observations, schema.Observations.Size);
        if (takesMask && schema.HasMask && form == ImportedForm.Action)
            graph.Input(PolicyGraph.Mask, actions.Logits);
        foreach (var feed in inputs)
            Connect(graph, feed, schema, decision.Batch);
        Insert(graph, RuntimeGraph.Wrap(model, bytes, needed), needed);
        var raw = graph.Reshape("raw", FirstRow(graph, output, decision.Batch), ImportedOutput.WidthOf(form, actions));
        if (form == ImportedForm.Action)
            PolicyGraph.FinishAction(graph, actions, raw);
        else
            PolicyGraph.Finish(graph, actions, schema.HasMask, raw, withLogStd: form == ImportedForm.RawWithLogStd);
        if (value is null)
            PolicyGraph.Unknown(graph, PolicyGraph.Value, 1);
        else
            graph.Reshape(PolicyGraph.Value, FirstRow(graph, value, decision.Batch), 1);
        PolicyGraph.DeclareOutputs(graph, actions);
        return graph.Build() with { Opset = model.Opset, IrVersion = Math.Max(7, model.IrVersion) };
    }

    /// <exception cref="InvalidDataException">A weight is NaN, which a layer behind it may hide.</exception>
    static void CheckWeights(OnnxModel model)
    {
        foreach (var (name, tensor) in model.Initializers)
            if (!tensor.IsInteger && tensor.Floats.Any(float.IsNaN))
                throw new InvalidDataException(
                    $"its tensor '{name}' has numbers that are NaN: the training went wrong, so export an earlier state");
    }

    /// <summary>Gives an input its part of the observation, in its shape and kind; or the mask, all ones if the
    /// simulation has none.</summary>
    static void Connect(OnnxGraphBuilder graph, ImportedInputs.Feed feed, SimulationSchema schema, int batch)
    {
        var (input, name) = (feed.Input, Prefix + feed.Input.Name);
        var from = PolicyGraph.Observations;
        if (feed.Length == 0 && !schema.HasMask)
            from = graph.Constant($"{input.Name}_all", [1, schema.Actions.Logits], [.. Enumerable.Repeat(1f, schema.Actions.Logits)]);
        else if (feed.Length == 0)
            from = PolicyGraph.Mask;
        else if (feed.Length < schema.Observations.Size)
        {
            var indices = Enumerable.Range(feed.From, feed.Length).Select(i => (long)i).ToArray();
            from = graph.Node(
                $"{input.Name}_part", "Gather", [from, graph.Constant($"{input.Name}_indices", [feed.Length], indices)], ("axis", 1L));
        }
        if (batch > 1)
        {
            long[] rows = [batch, feed.Length == 0 ? schema.Actions.Logits : feed.Length];
            from = graph.Node($"{input.Name}_rows", "Expand", [from, graph.Constant($"{input.Name}_batch", [2], rows)]);
        }
        if (input.Type is not (OnnxType.Float or OnnxType.Double))
            from = graph.Node($"{input.Name}_cast", "Cast", [from], ("to", (long)OnnxType.Int64));
        if (input.Shape.Length == 2)
            graph.Node(name, "Identity", [from]);
        else
        {
            long[] shape = [.. input.Shape.Select(length => (long)(length ?? -1))];
            graph.Node(name, "Reshape", [from, graph.Constant($"{input.Name}_shape", [shape.Length], shape)]);
        }
    }

    /// <summary>The foreign nodes under names that cannot meet ours.</summary>
    static void Insert(OnnxGraphBuilder graph, OnnxModel model, string[] needed)
    {
        foreach (var (name, constant) in model.Initializers)
            graph.Constant(Prefix + name, constant);
        foreach (var node in OnnxPlan.Needed(model, needed))
            graph.Node(node with { Name = Prefix + node.Name, Inputs = Renamed(node.Inputs), Outputs = Renamed(node.Outputs) });

        static string[] Renamed(string[] names) => Array.ConvertAll(names, name => name.Length == 0 ? name : Prefix + name);
    }

    /// <summary>An output; of a graph with a fixed number of rows, which all are the same, the first.</summary>
    static string FirstRow(OnnxGraphBuilder graph, string output, int batch) => batch == 1 ? Prefix + output
        : graph.Node($"{output}_first", "Gather", [Prefix + output, graph.Constant($"{output}_row", [1], new long[] { 0 })], ("axis", 0L));

    static bool IsRaw(OnnxModel model, byte[] bytes, ActionLayout actions, string tensor)
    {
        var asOutput = model with { Outputs = [new(tensor, OnnxType.Float, [null, null])] };
        return OnnxPlan.Foreign(model, [tensor]).Length == 0
            && ImportedOutput.Of(asOutput, bytes, actions, tensor).Form == ImportedForm.Raw;
    }

    /// <summary>What a Softmax over the choices makes its probabilities of; else the tensor itself.</summary>
    static string LogitsOf(OnnxModel model, string choices) =>
        model.Nodes.FirstOrDefault(node => node.Outputs.Contains(choices)) is { Operator: "Softmax", Inputs: [{ } logits] } softmax
            && softmax.Attributes.GetValueOrDefault("axis", -1L) is -1L or 1L ? logits : choices;

    /// <summary>The logits whose ArgMax is the action, if there are any; nodes that change only shape or type may lie
    /// in between.</summary>
    static string? LogitsBehind(OnnxModel model, string action)
    {
        for (var steps = 0; steps < 8 && model.Nodes.FirstOrDefault(
            node => node.Outputs.Contains(action)) is { Inputs.Length: > 0 } maker; steps++)
        {
            if (maker.Operator == "ArgMax")
                return maker.Inputs[0];
            if (maker.Operator is not ("Identity" or "Cast" or "Reshape" or "Squeeze" or "Unsqueeze" or "Flatten"))
                return null;
            action = maker.Inputs[0];
        }
        return null;
    }
}
