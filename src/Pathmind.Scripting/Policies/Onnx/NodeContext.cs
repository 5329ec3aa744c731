namespace Pathmind.Policies.Onnx;

/// <summary>Fits an operator to the tensors it will work on: reads shapes, makes its outputs, and returns what to do at
/// every run; null if nothing is left to do, as for a mere change of shape.</summary>
internal delegate Action? Operator(NodeContext binding);

/// <summary>One node of a graph together with its input tensors, whose shapes are known now: the batch has its size.
/// The numbers come later, save those of known tensors.</summary>
internal sealed class NodeContext(OnnxNode node, Tensor?[] inputs, long opset, GraphCostLimit budget)
{
    readonly List<Tensor> outputs = [];

    /// <summary>Version of the operators' definitions: some changed their meaning.</summary>
    public long Opset => opset;

    /// <summary>What the graph may still cost.</summary>
    public GraphCostLimit Budget => budget;

    public int InputCount => inputs.Length;

    public int OutputCount => node.Outputs.Length;

    public IReadOnlyList<Tensor> Outputs => outputs;

    /// <summary>Whether all inputs are known, so that the operator need run only once.</summary>
    public bool IsKnown => inputs.All(input => input is null || input.IsKnown);

    /// <exception cref="InvalidDataException">The input is missing.</exception>
    public Tensor Input(int index) => Optional(index) ?? throw new InvalidDataException($"input {index} is missing");

    public Tensor? Optional(int index) => index < inputs.Length ? inputs[index] : null;

    /// <summary>An input whose numbers decide about shapes.</summary>
    /// <exception cref="InvalidDataException">Its numbers are known only at run time.</exception>
    public Tensor Known(int index) =>
        Input(index) is { IsKnown: true } known
        ? known
        : throw new InvalidDataException($"input {index} must be a constant here: it decides a shape");

    public bool Has(string attribute) => node.Attributes.ContainsKey(attribute);

    /// <exception cref="InvalidDataException">The attribute is of another kind.</exception>
    public T Attribute<T>(string name, T otherwise) => !node.Attributes.TryGetValue(name, out var value) ? otherwise
        : value is T typed ? typed : throw new InvalidDataException(
            $"the attribute '{name}' is a {value.GetType().Name}, but must be a {typeof(T).Name}");

    public int Integer(string attribute, int otherwise) =>
        (int)Math.Clamp(Attribute<long>(attribute, otherwise), int.MinValue, int.MaxValue);

    /// <summary>A list that older operator sets have as an attribute, newer ones as an input; null if neither is
    /// there.</summary>
    public long[]? List(string attribute, int input) =>
        Has(attribute) ? Attribute<long[]>(attribute, []) : Optional(input) is null ? null : Known(input).Integers;

    /// <summary>An axis counted from 0; negative ones count from the end.</summary>
    /// <exception cref="InvalidDataException">There is no such axis.</exception>
    public static int Axis(long axis, int rank) =>
        axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw new InvalidDataException($"there is no axis {axis} in a tensor of {rank} axes");

    /// <summary>The next output: float32.</summary>
    public Tensor Floats(params int[] shape) => Make(shape, integer: false);

    /// <summary>The next output: whole numbers.</summary>
    public Tensor Integers(params int[] shape) => Make(shape, integer: true);

    /// <summary>The next output: the same kind of numbers as another tensor.</summary>
    public Tensor Like(Tensor other, params int[] shape) => Make(shape, other.IsInteger);

    /// <summary>The next output, already computed or sharing an input's memory.</summary>
    public Tensor Add(Tensor output)
    {
        outputs.Add(output);
        return output;
    }

    Tensor Make(int[] shape, bool integer)
    {
        budget.Make(Tensor.CountOf(shape), IsKnown);
        return Add(Tensor.Zeros(shape, integer));
    }
}
