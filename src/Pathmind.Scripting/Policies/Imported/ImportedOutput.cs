using Pathmind.Policies.Onnx;
using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind.Policies;

/// <summary>The output of another trainer's graph that decides, and what its numbers are. Never guessed: if two could
/// be meant, the user says which.</summary>
/// <param name="Name">The output.</param>
/// <param name="Form">What its numbers are.</param>
/// <param name="Batch">Rows that the graph takes: 1, or the number that its export fixed.</param>
/// <param name="Value">The output that estimates the value; null if there is none.</param>
internal sealed record ImportedOutput(string Name, ImportedForm Form, int Batch, string? Value)
{
    /// <summary>Never a decision; such outputs often need operators that nothing else needs.</summary>
    static readonly string[] NoActions = ["log_prob", "logp", "log_std", "state_out"];

    /// <summary>Names by which the deciding output is chosen among several that fit: first those of Unity's ML-Agents,
    /// then other common ones.</summary>
    static readonly string[][] Decisions =
    [
        ["deterministic_continuous_actions", "deterministic_discrete_actions"],
        ["logits", "action_logits", "action_dist_inputs", "policy", "q_values", "mean", "mu", "action_mean", "output"],
        ["action", "actions", "continuous_actions", "discrete_actions"],
    ];

    static readonly string[] Draws = ["RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Multinomial", "Bernoulli"];

    /// <param name="model">As read.</param>
    /// <param name="bytes">The file that it was read from.</param>
    /// <param name="actions">What must be decided.</param>
    /// <param name="wanted">The output that the user names; null to find it.</param>
    /// <exception cref="InvalidDataException">No output fits, or more than one; the message says which.</exception>
    public static ImportedOutput Of(OnnxModel model, byte[] bytes, ActionLayout actions, string? wanted)
    {
        if (wanted is not null && model.Outputs.All(output => output.Name != wanted))
            throw new InvalidDataException(
                $"it has no output '{wanted}', but {List(model.Outputs.Select(output => output.Name))}: name one of these");
        List<ImportedOutput> fitting = [];
        List<(string Name, InvalidDataException Reason)> failed = [];
        foreach (var name in model.Outputs.Select(output => output.Name)
            .Where(name => wanted is null ? MayDecide(model, name) : name == wanted))
            try
            {
                if (Try(model, bytes, actions, name) is { Form: not ImportedForm.None } output
                    && (wanted is not null || !IsValue(name, output.Width)))
                    fitting.Add(new(name, output.Form, output.Batch, Value: null));
            }
            catch (InvalidDataException exception)
            {
                failed.Add((name, exception));
            }
        if (fitting.Count == 0 && failed.Count > 0)
            throw failed[0].Reason;
        if (fitting.Count == 0)
            throw new InvalidDataException(
                $"none of its outputs ({List(model.Outputs.Select(output => output.Name))}) fits {actions.Space}: "
                + $"{actions.Logits + actions.Reals} logits and means, or {Counted.Of(actions.Size, "number")} of an action, are needed");
        return Best(model, fitting, wanted is not null) with { Value = ValueOf(model) };
    }

    /// <summary>The numbers of a row in each form.</summary>
    public static int WidthOf(ImportedForm form, ActionLayout actions) =>
        form == ImportedForm.Action ? actions.Size : actions.Logits + actions.Reals * (form == ImportedForm.RawWithLogStd ? 2 : 1);

    static ImportedOutput Best(OnnxModel model, List<ImportedOutput> fitting, bool isNamed)
    {
        var drawn = fitting.Where(output => !isNamed && IsDrawn(model, output.Name)).ToArray();
        var sure = fitting.Except(drawn).ToArray();
        if (sure.Length == 1)
            return sure[0];
        foreach (var names in Decisions)
            if (sure.Where(output => names.Contains(output.Name, StringComparer.OrdinalIgnoreCase)).ToArray() is [var only])
                return only;
        throw new InvalidDataException(sure.Length == 0
            ? $"its output '{drawn[0].Name}' is drawn at each call, so one seed does not give one run: export the deterministic output "
            + "as well, "
                + $"or take it as it is with Policy.Local(path, simulation, output: \"{drawn[0].Name}\")"
            : $"its outputs {List(sure.Select(output => output.Name))} may all be the action: "
                + $"say which one is, with Policy.Local(path, simulation, output: \"{sure[0].Name}\")");
    }

    /// <summary>Constants, such as the version of ML-Agents, and what is known to be something else are left
    /// out.</summary>
    static bool MayDecide(OnnxModel model, string name) =>
        !NoActions.Any(other => name.Contains(other, StringComparison.OrdinalIgnoreCase)) && OnnxPlan.InputsOf(model, [name]).Any();

    /// <summary>One number that is called a value; q_values are as many as there are choices.</summary>
    static bool IsValue(string name, int width) =>
        width == 1 && (name.Contains("value", StringComparison.OrdinalIgnoreCase)
            || name.Contains("critic", StringComparison.OrdinalIgnoreCase) || IsShort(name));

    static string? ValueOf(OnnxModel model) => model.Outputs.FirstOrDefault(output =>
        (output.Name.StartsWith("value", StringComparison.OrdinalIgnoreCase) || IsShort(output.Name))
        && OnnxPlan.Foreign(model, [output.Name]).Length == 0)?.Name;

    static bool IsShort(string name) => name is "vf" or "vf_preds";

    static bool IsDrawn(OnnxModel model, string name) => OnnxPlan.Needed(model, [name]).Any(node => Draws.Contains(node.Operator));

    /// <summary>What an output must be by the numbers that it has for one row, or for the rows that the export
    /// fixed.</summary>
    static (ImportedForm Form, int Batch, int Width) Try(OnnxModel model, byte[] bytes, ActionLayout actions, string name)
    {
        var wrapped = RuntimeGraph.Wrap(model, bytes, [name]);
        OnnxSession session = new(OnnxPlan.Compile(wrapped, name));
        var batch = BatchOf(wrapped);
        session.Bind(batch);
        session.Run();
        var tensor = session[name];
        if (!tensor.IsInteger && tensor.Floats.Any(float.IsNaN))
            throw new InvalidDataException(
                $"its output '{name}' is NaN for an observation of zeros: the training went wrong, so export an earlier state");
        return tensor.Count % batch == 0 ? (FormOf(tensor, tensor.Count / batch, actions), batch, tensor.Count / batch) : default;
    }

    /// <summary>Rows that an export fixed at its inputs.</summary>
    static int BatchOf(OnnxModel model) =>
        model.Inputs.Select(input => input.Shape.Length > 1 ? input.Shape[0] ?? 1 : 1).DefaultIfEmpty(1).Max() is >= 1 and <= 1024
        and var rows ? rows
        : throw new InvalidDataException("it takes more than 1024 rows at once: export it with a batch of 1, or of any size");

    static ImportedForm FormOf(Tensor tensor, int width, ActionLayout actions) =>
        tensor.IsInteger ? width == actions.Size && actions.Reals == 0 ? ImportedForm.Action : ImportedForm.None
            : width == WidthOf(ImportedForm.Raw, actions) ? ImportedForm.Raw
            : width == WidthOf(ImportedForm.RawWithLogStd, actions) ? ImportedForm.RawWithLogStd
            : width == actions.Size ? ImportedForm.Action : ImportedForm.None;

    static string List(IEnumerable<string> names) => string.Join(", ", names);
}

/// <summary>What the numbers of an output are.</summary>
internal enum ImportedForm
{
    None,

    /// <summary>Logits of all choices (or their values, of a Q network), then means of all real numbers.</summary>
    Raw,

    /// <summary>The same as <see cref="Raw"/>, followed by the log_std.</summary>
    RawWithLogStd,

    /// <summary>The flat action itself.</summary>
    Action,
}
