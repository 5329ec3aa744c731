namespace Pathmind.Policies.Onnx;

/// <summary>Runs a plan: holds the buffers for batches of one size, which it allocates again when the size changes; a
/// run allocates nothing. One thread at a time.</summary>
internal sealed class OnnxSession(OnnxPlan plan)
{
    readonly Dictionary<string, Tensor> tensors = [];
    Action[] program = [];

    /// <summary>Rows of a batch; 0 before the first <see cref="Bind"/>.</summary>
    public int Rows { get; private set; }

    /// <summary>Makes the buffers for batches of this size; all tensors asked for earlier are void then.</summary>
    /// <param name="rows">At least 1.</param>
    /// <exception cref="InvalidDataException">The graph's shapes do not fit together; the message names the
    /// node.</exception>
    public void Bind(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        if (rows == Rows)
            return;
        Rows = 0;
        tensors.Clear();
        foreach (var (name, constant) in plan.Constants)
            tensors.Add(name, constant);
        foreach (var input in plan.Inputs)
            tensors[input.Name] = Allocate(input, rows);
        List<Action> steps = [];
        GraphCostLimit budget = new(rows);
        foreach (var step in plan.Steps)
            if (BindStep(step, rows, budget) is { } run)
                steps.Add(run);
        program = [.. steps];
        Rows = rows;
    }

    /// <summary>An input, to be written before a run, or an output, to be read after it.</summary>
    public Tensor this[string name] => tensors[name];

    /// <summary>Computes the outputs from the inputs.</summary>
    public void Run()
    {
        foreach (var step in program)
            step();
    }

    Action? BindStep(OnnxStep step, int batch, GraphCostLimit budget)
    {
        var node = step.Node;
        try
        {
            NodeContext binding =
                new(node, [.. node.Inputs.Select(name => name.Length == 0 ? null : tensors[name])], plan.Opset, budget);
            budget.Read(binding);
            var run = step.Operator(binding);
            if (binding.Outputs.Count < node.Outputs.Count(name => name.Length > 0))
                throw new InvalidDataException($"it makes {binding.Outputs.Count} outputs, not {node.Outputs.Length}");
            if (binding.IsKnown)
            {
                run?.Invoke();
                run = null;
            }
            for (var i = 0; i < Math.Min(node.Outputs.Length, binding.Outputs.Count); i++)
            {
                binding.Outputs[i].IsKnown |= binding.IsKnown;
                tensors[node.Outputs[i]] = binding.Outputs[i];
            }
            return run;
        }
        catch (Exception exception) when (exception is InvalidDataException or IndexOutOfRangeException or ArgumentException
            or OverflowException or DivideByZeroException)
        {
            throw new InvalidDataException($"{node.Operator} '{node.Name}': {exception.Message}", exception);
        }
    }

    static Tensor Allocate(OnnxValue input, int rows)
    {
        if (input.Type is not (OnnxType.Float or OnnxType.Double or OnnxType.Int32 or OnnxType.Int64 or OnnxType.Bool))
            throw new InvalidDataException($"the input '{input.Name}' holds numbers of the kind {input.Type}");
        var shape = new int[input.Shape.Length];
        for (var axis = 0; axis < shape.Length; axis++)
            shape[axis] = input.Shape[axis]
                ?? (axis == 0 ? rows : throw new InvalidDataException(
                    $"the input '{input.Name}' leaves the length of axis {axis} open; only the first may be"));
        if (shape.Length > 0 && shape[0] != rows)
            throw new InvalidDataException($"the input '{input.Name}' takes batches of {shape[0]} only, but {rows} rows came");
        return Tensor.Zeros(shape, integer: input.Type is not (OnnxType.Float or OnnxType.Double));
    }
}
