using Pathmind.Policies.Onnx;
using Pathmind.Simulations;

namespace Pathmind.Policies;

/// <summary>Makes a policy's graph of one that another trainer exported (Stable-Baselines3, CleanRL, RLlib), which says nothing of names and spaces: those are
/// the simulation's. The foreign nodes stay; nodes around them give the kit's inputs and outputs.</summary>
/// <remarks>Understood are outputs of logits, of means (in units of the action), of both one behind the other, with or without as many log_std behind them
/// (RLlib), and of actions (Stable-Baselines3, whose ArgMax is taken away, so that masks and samples work). What the file does not tell (value, logits,
/// log_std) is NaN.</remarks>
internal static class ForeignGraph
{
    const string Prefix = "graph/";

    static readonly string[] ObservationNames = ["observations", "observation", "obs", "input", "state", "x"], NoActions = ["value", "vf", "critic", "log_prob", "logp", "log_std", "state_out"];

    enum Form
    {
        None,

        /// <summary>Logits of all choices, then means of all real numbers.</summary>
        Raw,

        /// <summary>As <see cref="Raw"/>, then the log_std.</summary>
        RawWithLogStd,

        /// <summary>The flat action itself.</summary>
        Action,
    }

    /// <param name="model">As read.</param>
    /// <param name="bytes">The file that it was read from.</param>
    /// <param name="schema">The simulation's.</param>
    /// <exception cref="InvalidDataException">The graph does not fit the simulation, or cannot be executed; the message says why.</exception>
    public static OnnxModel Adopt(OnnxModel model, byte[] bytes, SimulationSchema schema)
    {
        var (actions, observations) = (schema.Actions, FindObservations(model, schema));
        var output = FindOutput(model, bytes, actions, out var form);
        if (form == Form.Action && actions.IsSingleChoice && LogitsBehind(model, output) is { } logits && FormsOf(model, bytes, [logits], actions) is [Form.Raw])
            (output, form) = (logits, Form.Raw);
        if (form == Form.Raw && actions.IsSingleChoice)
            output = LogitsOf(model, output);
        if (schema.HasMask && form == Form.Action)
            throw new InvalidDataException($"its output '{output}' is a decision without logits, so the action masks of {schema.Simulation} cannot be respected");
        var value = model.Outputs.FirstOrDefault(named => named.Name.Contains("value", StringComparison.OrdinalIgnoreCase) || named.Name is "vf")?.Name;
        string[] needed = value is null ? [output] : [output, value];
        OnnxGraphBuilder graph = new();
        graph.Input(PolicyGraph.Observations, schema.Observations.Size);
        Insert(graph, NativeGraph.Wrap(model, bytes, needed), needed, observations, schema.Observations.Size);
        var raw = graph.Reshape("raw", Prefix + output, RowOf(form, actions));
        if (form == Form.Action)
            PolicyGraph.FinishAction(graph, actions, raw);
        else
            PolicyGraph.Finish(graph, actions, schema.HasMask, raw, withLogStd: form == Form.RawWithLogStd);
        if (value is null)
            PolicyGraph.Unknown(graph, PolicyGraph.Value, 1);
        else
            graph.Reshape(PolicyGraph.Value, Prefix + value, 1);
        PolicyGraph.DeclareOutputs(graph, actions);
        return graph.Build() with { Opset = model.Opset, IrVersion = Math.Max(7, model.IrVersion) };
    }

    /// <summary>The foreign nodes under names that cannot meet ours.</summary>
    static void Insert(OnnxGraphBuilder graph, OnnxModel model, string[] needed, OnnxValue observations, int size)
    {
        var others = OnnxPlan.InputsOf(model, needed).Where(name => name != observations.Name).ToArray();
        if (others.Length > 0)
            throw new InvalidDataException($"it needs the inputs {string.Join(", ", others)} besides '{observations.Name}': policies with memory or other inputs cannot be run here");
        var from = PolicyGraph.Observations;
        if (observations.Type is not (OnnxType.Float or OnnxType.Double))
            from = graph.Node("observations_cast", "Cast", [from], ("to", (long)OnnxType.Int64));
        if (observations.Shape.Length == 2)
            graph.Node(Prefix + observations.Name, "Identity", [from]);
        else
            graph.Node(Prefix + observations.Name, "Reshape", [from, graph.Constant("observations_shape", [observations.Shape.Length], [.. observations.Shape.Select(length => (long)(length ?? -1))])]);
        foreach (var (name, constant) in model.Initializers)
            graph.Constant(Prefix + name, constant);
        foreach (var node in OnnxPlan.Needed(model, needed))
            graph.Node(node with { Name = Prefix + node.Name, Inputs = Renamed(node.Inputs), Outputs = Renamed(node.Outputs) });

        static string[] Renamed(string[] names) => Array.ConvertAll(names, name => name.Length == 0 ? name : Prefix + name);
    }

    static OnnxValue FindObservations(OnnxModel model, SimulationSchema schema)
    {
        var input = model.Inputs.Count == 1 ? model.Inputs[0]
            : ObservationNames.Select(name => model.Inputs.FirstOrDefault(input => input.Name == name)).FirstOrDefault(input => input is not null)
                ?? throw new InvalidDataException($"none of its inputs ({string.Join(", ", model.Inputs.Select(input => input.Name))}) is named {string.Join(" or ", ObservationNames)}");
        var size = input.Shape.Skip(input.Shape.Length > 1 ? 1 : 0).Aggregate(1L, (product, length) => product * (length ?? -1));
        return size == schema.Observations.Size ? input
            : throw new InvalidDataException($"its input '{input.Name}' takes {(size < 0 ? "a length that it leaves open" : $"{size} numbers")}, but {schema.Simulation} shows {schema.Observations.Size} "
                + $"({string.Join(", ", schema.Observations.ColumnNames())})");
    }

    static string FindOutput(OnnxModel model, byte[] bytes, ActionLayout actions, out Form form)
    {
        var names = model.Outputs.Select(output => output.Name).Where(name => !NoActions.Any(other => name.Contains(other, StringComparison.OrdinalIgnoreCase))).ToArray();
        var candidates = FormsOf(model, bytes, names, actions).Select((form, i) => (Name: names[i], Form: form)).ToArray();
        foreach (var wanted in new[] { Form.Raw, Form.RawWithLogStd, Form.Action })
            if (candidates.FirstOrDefault(candidate => candidate.Form == wanted) is { Name: { } name })
            {
                form = wanted;
                return name;
            }
        throw new InvalidDataException($"none of its outputs ({string.Join(", ", model.Outputs.Select(output => output.Name))}) fits {actions.Space}: "
            + $"{actions.Logits + actions.Reals} logits and means, or {actions.Size} numbers of an action, are needed");
    }

    /// <summary>What outputs must be by the numbers that they have for one row.</summary>
    static Form[] FormsOf(OnnxModel model, byte[] bytes, string[] outputs, ActionLayout actions)
    {
        OnnxSession session = new(OnnxPlan.Compile(NativeGraph.Wrap(model, bytes, outputs), outputs));
        session.Bind(rows: 1);
        return Array.ConvertAll(outputs, output => FormOf(session[output], actions));
    }

    static Form FormOf(Tensor tensor, ActionLayout actions) =>
        tensor.IsInteger ? tensor.Count == actions.Size && actions.Reals == 0 ? Form.Action : Form.None
            : tensor.Count == RowOf(Form.Raw, actions) ? Form.Raw
            : tensor.Count == RowOf(Form.RawWithLogStd, actions) ? Form.RawWithLogStd
            : tensor.Count == actions.Size ? Form.Action : Form.None;

    static int RowOf(Form form, ActionLayout actions) =>
        form == Form.Action ? actions.Size : actions.Logits + actions.Reals * (form == Form.RawWithLogStd ? 2 : 1);

    /// <summary>What a Softmax over the choices makes its probabilities of; else the tensor itself.</summary>
    static string LogitsOf(OnnxModel model, string choices) =>
        model.Nodes.FirstOrDefault(node => node.Outputs.Contains(choices)) is { Operator: "Softmax", Inputs: [{ } logits] } softmax
            && softmax.Attributes.GetValueOrDefault("axis", -1L) is -1L or 1L ? logits : choices;

    /// <summary>The logits that an action is the best of, if it is; nodes that change only shape or kind may stand between.</summary>
    static string? LogitsBehind(OnnxModel model, string action)
    {
        for (var steps = 0; steps < 8 && model.Nodes.FirstOrDefault(node => node.Outputs.Contains(action)) is { Inputs.Length: > 0 } maker; steps++)
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
