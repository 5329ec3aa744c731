using Pathmind.Networks;
using Pathmind.Policies.Onnx;
using Pathmind.Simulations;

namespace Pathmind.Policies;

/// <summary>Writes a policy as an ONNX graph.</summary>
/// <remarks>Inputs: <c>observations</c> [N, D] and, with masks, <c>action_mask</c> [N, logits], not 0 where a choice is
/// allowed. It is float32 like the observations, as RLlib's: a client that can send one can send the other.
/// Outputs: <c>action</c> [N, A], the best choices and mean numbers in the order of the space's parts, scaled and
/// clipped; <c>logits</c> [N, logits] if there are choices, the masked ones at the lowest float32; <c>mean</c> and
/// <c>log_std</c> [N, reals] in action units, not clipped, if there are real numbers (of a number that grows,
/// <see cref="ActionScaling"/>, the deviation is that near the mean); <c>value</c> [N, 1]. With a history of k
/// observations also the input <c>state</c> and the output <c>state_out</c> [N, (k − 1) · D]: the last k − 1
/// observations of the agent, the oldest first, not normalised; in the first decision of an episode each of them is
/// the observation itself. With a recurrent memory of n numbers they are [N, n]: its state, 0 in the first decision of
/// an episode.</remarks>
internal static partial class PolicyGraph
{
    public const string Observations = "observations", Mask = "action_mask", Action = "action", Logits = "logits", Mean = "mean",
        LogStd = "log_std", Value = "value", State = "state", NextState = "state_out";

    /// <summary>Constants that may hold what is not finite: bounds, and NaN for what a graph does not
    /// compute.</summary>
    const string ActionLow = "action_low", ActionHigh = "action_high", UnknownRow = "_unknown";

    /// <exception cref="ArgumentException">A length does not fit the layouts.</exception>
    public static OnnxModel Build(PolicyParts parts)
    {
        CheckLengths(parts);
        var (actions, hasMask) = (parts.Description.Actions, parts.Description.HasMask);
        OnnxGraphBuilder graph = new();
        var normalised = Normalise(graph, Seen(graph, parts.Description), parts);
        var (read, valued) = parts.Memory is { } memory ? Remember(graph, normalised, memory) : (normalised, normalised);
        var raw = Dense(graph, read, parts.Policy, "policy", actions.Reals == 0 && !hasMask ? Logits : "policy_output");
        Finish(graph, actions, hasMask, raw, withLogStd: false, parts);
        Dense(graph, valued, parts.Value, "value", Value);
        DeclareOutputs(graph, actions);
        if (parts.Description.StateSize > 0)
            graph.Output(NextState, parts.Description.StateSize);
        return graph.Build();
    }

    /// <summary>Appends the nodes that compute all outputs except the value from a network's outputs.</summary>
    /// <param name="graph">Has the network.</param>
    /// <param name="actions">The space.</param>
    /// <param name="hasMask">Whether to take an action mask.</param>
    /// <param name="raw">[N, logits + reals], or [N, logits + 2 · reals] with log_std.</param>
    /// <param name="withLogStd">Whether log_std follows the means.</param>
    /// <param name="parts">Scales the real numbers; null for a network that speaks in units of the action.</param>
    public static void Finish(
        OnnxGraphBuilder graph, ActionLayout actions, bool hasMask, string raw, bool withLogStd, PolicyParts? parts = null)
    {
        var (logits, reals) = (raw, raw);
        List<(string Name, int Width)> pieces = [];
        if (actions.Logits > 0)
            pieces.Add((logits = hasMask ? "all_logits" : Logits, actions.Logits));
        if (actions.Reals > 0)
            pieces.Add((reals = "network_mean", actions.Reals));
        if (withLogStd)
            pieces.Add((LogStd, actions.Reals));
        if (pieces.Count > 1)
            graph.Node([.. pieces.Select(piece => piece.Name)], "Split",
                [raw, graph.Constant("policy_split", [pieces.Count], [.. pieces.Select(piece => (long)piece.Width)])], ("axis", 1L));
        else
            (logits, reals) = (raw, raw);
        if (hasMask)
            logits = ApplyMask(graph, logits, actions.Logits);
        else if (actions.Logits > 0 && logits != Logits)
            logits = graph.Node(Logits, "Identity", [logits]);
        List<string> flat = [];
        if (actions.Logits > 0)
            flat.AddRange(Choose(graph, logits, actions.Heads));
        if (actions.Reals > 0)
        {
            reals = parts is null ? graph.Node(Mean, "Identity", [reals]) : ScaleReals(graph, reals, parts);
            if (parts is null && !withLogStd)
                Unknown(graph, LogStd, actions.Reals);
            flat.Add(ClipReals(graph, reals, actions));
        }
        Arrange(graph, flat, actions.IsChoice, actions.Heads.Length);
    }

    /// <summary>Appends the outputs of a network that computes only the flat action [N, A].</summary>
    public static void FinishAction(OnnxGraphBuilder graph, ActionLayout actions, string action)
    {
        graph.Node(Action, "Cast", [action], ("to", (long)OnnxType.Float));
        if (actions.Logits > 0)
            Unknown(graph, Logits, actions.Logits);
        if (actions.Reals > 0)
        {
            Unknown(graph, Mean, actions.Reals);
            Unknown(graph, LogStd, actions.Reals);
        }
    }

    /// <summary>An output of which the graph knows nothing: NaN, [N, width].</summary>
    public static void Unknown(OnnxGraphBuilder graph, string name, int width)
    {
        var row = new float[width];
        Array.Fill(row, float.NaN);
        graph.Node(name, "Mul",
            [graph.Node($"{name}_rows", "Gemm",
                [Observations, graph.Constant($"{name}_ones", [graph.Width(Observations), 1], new float[graph.Width(Observations)])]),
                    graph.Constant(name + UnknownRow, [width], row)]);
    }

    public static void DeclareOutputs(OnnxGraphBuilder graph, ActionLayout actions)
    {
        graph.Output(Action, actions.Size);
        if (actions.Logits > 0)
            graph.Output(Logits, actions.Logits);
        if (actions.Reals > 0)
        {
            graph.Output(Mean, actions.Reals);
            graph.Output(LogStd, actions.Reals);
        }
        graph.Output(Value, 1);
    }

    /// <exception cref="InvalidDataException">A weight is NaN or infinite, which a layer behind it may
    /// hide.</exception>
    public static void CheckWeights(OnnxModel model)
    {
        foreach (var (name, tensor) in model.Initializers)
            if (!tensor.IsInteger && !IsMeant(name) && !Array.TrueForAll(tensor.Floats, IsForeign(name) ? IsNumber : float.IsFinite))
                throw new InvalidDataException(
                    $"its tensor '{name}' has numbers that are NaN or infinite: the training went wrong, so take an earlier policy");

        static bool IsMeant(string name) => name is ActionLow or ActionHigh || name.EndsWith(UnknownRow, StringComparison.Ordinal);
        static bool IsForeign(string name) => name.StartsWith(ImportedGraph.Prefix, StringComparison.Ordinal);
        static bool IsNumber(float number) => !float.IsNaN(number);
    }

    static string ApplyMask(OnnxGraphBuilder graph, string logits, int count)
    {
        var allowed = graph.Node("allowed", "Cast", [graph.Input(Mask, count)], ("to", (long)OnnxType.Bool));
        return graph.Node(Logits, "Where", [allowed, logits, graph.Constant("forbidden", [], [float.MinValue])]);
    }

    /// <summary>The best alternative of each choice, as float32 [N, 1] each.</summary>
    static string[] Choose(OnnxGraphBuilder graph, string logits, int[] heads)
    {
        string[] ofHead = [logits];
        if (heads.Length > 1)
        {
            ofHead = [.. heads.Select((_, head) => $"logits_{head}")];
            graph.Node(ofHead, "Split", [logits, graph.Constant("heads", [heads.Length], Array.ConvertAll(heads, head => (long)head))],
                ("axis", 1L));
        }
        return [.. ofHead.Select((head, i) =>
            graph.Node($"choice_{i}", "Cast", [graph.Node($"best_{i}", "ArgMax", [head], ("axis", 1L), ("keepdims", 1L))],
                ("to", (long)OnnxType.Float)))];
    }

    /// <summary>Mean and deviation in action units [N, reals]; the mean.</summary>
    static string ScaleReals(OnnxGraphBuilder graph, string reals, PolicyParts parts)
    {
        var scaling = new ActionScaling(parts.Description.Actions);
        int[] row = [parts.Description.Actions.Reals];
        float[] logStd = [.. parts.LogStd.Zip(scaling.Scale, (log, scale) => log + MathF.Log(scale))];
        var (scaled, stretch) = (reals, "");
        if (scaling.Grows.Contains(true))
            (scaled, stretch) = Grow(graph, reals, scaling, row);
        var mean = graph.Node("mean_scaled", "Mul", [scaled, graph.Constant("action_scale", row, scaling.Scale)]);
        mean = graph.Node(Mean, "Add", [mean, graph.Constant("action_offset", row, scaling.Offset)]);
        var ofRow = graph.Constant("log_std_row", row, logStd);
        if (stretch.Length > 0)
            graph.Node(LogStd, "Add", [stretch, ofRow]);
        else
            graph.Node(LogStd, "Expand", [ofRow, graph.Node("mean_shape", "Shape", [mean])]);
        return mean;
    }

    /// <summary>g(u) of <see cref="ActionScaling"/>: sinh(u) of the numbers without a range, u of the others.</summary>
    /// <returns>[N, reals] g(u), and the logarithm of its slope, cosh(u) or 1.</returns>
    static (string Value, string LogSlope) Grow(OnnxGraphBuilder graph, string reals, ActionScaling scaling, int[] row)
    {
        var grows = graph.Constant("action_grows", row, Array.ConvertAll(scaling.Grows, grows => grows ? 1f : 0));
        var linear = graph.Constant("action_linear", row, Array.ConvertAll(scaling.Grows, grows => grows ? 0f : 1));
        var half = graph.Constant("half", [], [0.5f]);
        var growing = graph.Node("growing", "Clip",
            [graph.Node("growing_free", "Mul", [reals, grows]), graph.Constant("growth_low", [], [-ActionScaling.MostGrowth]),
                graph.Constant("growth_high", [], [ActionScaling.MostGrowth])]);
        var (up, down) = (graph.Node("growth_up", "Exp", [growing]),
            graph.Node("growth_down", "Exp", [graph.Node("shrinking", "Neg", [growing])]));
        var sinh = graph.Node("sinh", "Mul", [graph.Node("growth_difference", "Sub", [up, down]), half]);
        var cosh = graph.Node("cosh", "Mul", [graph.Node("growth_sum", "Add", [up, down]), half]);
        var value = graph.Node("grown", "Add", [sinh, graph.Node("not_grown", "Mul", [reals, linear])]);
        return (value, graph.Node("log_slope", "Log", [cosh]));
    }

    static string ClipReals(OnnxGraphBuilder graph, string mean, ActionLayout actions)
    {
        int[] row = [actions.Reals];
        if (actions.Low.Any(float.IsFinite))
            mean = graph.Node("not_too_low", "Max", [mean, graph.Constant(ActionLow, row, actions.Low)]);
        return actions.High.Any(float.IsFinite)
            ? graph.Node("not_too_high", "Min", [mean, graph.Constant(ActionHigh, row, actions.High)])
            : mean;
    }

    /// <summary>Joins choices and real numbers, and puts them in the order of the space's parts.</summary>
    static void Arrange(OnnxGraphBuilder graph, List<string> flat, bool[] isChoice, int choices)
    {
        var (order, nextChoice, nextReal, inOrder) = (new long[isChoice.Length], 0, choices, true);
        for (var i = 0; i < order.Length; i++)
            inOrder &= (order[i] = isChoice[i] ? nextChoice++ : nextReal++) == i;
        if (flat.Count == 1)
            graph.Node(Action, "Identity", [flat[0]]);
        else
            graph.Node(inOrder ? Action : "unordered", "Concat", [.. flat], ("axis", 1L));
        if (!inOrder)
            graph.Node(Action, "Gather", ["unordered", graph.Constant("order", [order.Length], order)], ("axis", 1L));
    }

    static void CheckLengths(PolicyParts parts)
    {
        var (inputs, actions) = (parts.Description.Observations.Size, parts.Description.Actions);
        List<string> wrong = [];
        Require("Mean", parts.Mean.Length, inputs);
        Require("Scale", parts.Scale.Length, inputs);
        Require("LogStd", parts.LogStd.Length, actions.Reals);
        Require("Memory.Size", parts.Memory?.Size ?? 0, parts.Description.Memory);
        var read = parts.Description.Memory + inputs * parts.Description.History;
        Require("Policy.Inputs", parts.Policy.Shape.Inputs, read);
        Require("Policy.Outputs", parts.Policy.Shape.Outputs, actions.Logits + actions.Reals);
        Require("Value.Inputs", parts.Value.Shape.Inputs, read);
        Require("Value.Outputs", parts.Value.Shape.Outputs, 1);
        if (wrong.Count > 0)
            throw new ArgumentException($"These parts do not make a policy of {actions.Space}: {string.Join("; ", wrong)}.");

        void Require(string what, int came, int required)
        {
            if (came != required)
                wrong.Add($"{what} is {came}, but must be {required}");
        }
    }
}
