using System.Runtime.InteropServices;

namespace Pathmind.Policies.Onnx;

/// <summary>Runs a whole graph on ONNX Runtime as if it were one operator: what has operators that are not built in goes this way, and everything around it
/// (the plan, the session, the policy) stays as it is.</summary>
internal sealed class NativeGraph : IDisposable
{
    /// <summary>Name of the one node; its domain and the attribute's kind, bytes, cannot come from a file.</summary>
    public const string Domain = "pathmind", Model = "model", Types = "types", InputNames = "inputs", OutputNames = "outputs";

    readonly OnnxRuntime runtime;
    readonly OnnxType[] types;
    readonly Tensor[] inputs;
    readonly nint[] inputNames, outputNames, values;
    nint session;

    NativeGraph(OnnxRuntime runtime, byte[] model, OnnxType[] types, Tensor[] inputs, string[] inputNames, string[] outputNames)
    {
        (this.runtime, this.types, this.inputs) = (runtime, types, inputs);
        session = runtime.Load(model);
        this.inputNames = Array.ConvertAll(inputNames, Marshal.StringToCoTaskMemUTF8);
        this.outputNames = Array.ConvertAll(outputNames, Marshal.StringToCoTaskMemUTF8);
        values = [.. inputs.Select((input, i) => runtime.MakeTensor(types[i], input.Shape))];
    }

    /// <summary>Frees the native memory of a session that nobody holds any more.</summary>
    ~NativeGraph() => Free();

    /// <summary>The model itself if all operators are built in; else one with a single node, which runs all of it on ONNX Runtime.</summary>
    /// <param name="model">As read.</param>
    /// <param name="bytes">The file that it was read from.</param>
    /// <param name="outputs">Those that are needed.</param>
    /// <exception cref="InvalidDataException">Operators are missing, and so is the library; the message names the operators and where to get the library.</exception>
    public static OnnxModel Wrap(OnnxModel model, byte[] bytes, string[] outputs)
    {
        var foreign = OnnxPlan.Foreign(model, outputs);
        if (foreign.Length == 0)
            return model;
        if (OnnxRuntime.Installed is null)
            throw new InvalidDataException($"it needs operators that are not built in: {string.Join(", ", foreign)}. {OnnxRuntimeLibrary.Advice}");
        return Whole(model, bytes, outputs);
    }

    /// <summary>A model with a single node that runs all of another on ONNX Runtime, whatever its operators.</summary>
    /// <inheritdoc cref="Wrap"/>
    public static OnnxModel Whole(OnnxModel model, byte[] bytes, string[] outputs)
    {
        var names = model.Inputs.Select(input => input.Name).ToArray();
        Dictionary<string, object> attributes = new()
        {
            [Model] = bytes, [Types] = model.Inputs.Select(input => input.Type).ToArray(), [InputNames] = names, [OutputNames] = outputs,
        };
        return model with
        {
            Nodes = [new("OnnxRuntime", names, outputs) { Domain = Domain, Attributes = attributes }],
            Initializers = [],
            Outputs = [.. model.Outputs.Where(output => outputs.Contains(output.Name))],
        };
    }

    /// <summary>The operator of a node that <see cref="Wrap"/> made.</summary>
    public static Operator Bind(OnnxNode node) => binding =>
    {
        var (inputNames, outputNames) = ((string[])node.Attributes[InputNames], (string[])node.Attributes[OutputNames]);
        NativeGraph graph = new(OnnxRuntime.Installed!, (byte[])node.Attributes[Model], (OnnxType[])node.Attributes[Types],
            [.. Enumerable.Range(0, node.Inputs.Length).Select(binding.Input)], inputNames, outputNames);
        List<Tensor> outputs = [];
        graph.Run((type, shape) =>
        {
            var output = type is OnnxType.Float or OnnxType.Double ? binding.Floats(shape) : binding.Integers(shape);
            outputs.Add(output);
            return output;
        });
        return () =>
        {
            var next = 0;
            graph.Run((_, shape) => outputs[next++] is var output && output.Shape.AsSpan().SequenceEqual(shape) ? output
                : throw new InvalidOperationException($"An output of the graph changed its shape from {Tensor.Describe(output.Shape)} to {Tensor.Describe(shape)} between two runs: policies must keep theirs."));
        };
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <param name="place">Gives the tensor that takes an output of this type and shape.</param>
    void Run(Func<OnnxType, int[], Tensor> place)
    {
        for (var i = 0; i < inputs.Length; i++)
            Write(inputs[i], types[i], runtime.Numbers(values[i]));
        foreach (var output in runtime.Run(session, inputNames, values, outputNames))
        {
            var (type, shape) = runtime.Describe(output);
            Read(runtime.Numbers(output), type, place(type, shape));
            runtime.ReleaseValue(output);
        }
        GC.KeepAlive(this);
    }

    static void Write(Tensor from, OnnxType type, nint to)
    {
        switch (type)
        {
            case OnnxType.Float:
                Marshal.Copy(from.Floats, 0, to, from.Count);
                break;
            case OnnxType.Double:
                Marshal.Copy(Array.ConvertAll(from.Floats, number => (double)number), 0, to, from.Count);
                break;
            case OnnxType.Int64:
                Marshal.Copy(from.Integers, 0, to, from.Count);
                break;
            case OnnxType.Int32:
                Marshal.Copy(Array.ConvertAll(from.Integers, number => (int)number), 0, to, from.Count);
                break;
            default:
                Marshal.Copy(Array.ConvertAll(from.Integers, number => number != 0 ? (byte)1 : (byte)0), 0, to, from.Count);
                break;
        }
    }

    static void Read(nint from, OnnxType type, Tensor to)
    {
        switch (type)
        {
            case OnnxType.Float:
                Marshal.Copy(from, to.Floats, 0, to.Count);
                break;
            case OnnxType.Double:
                var doubles = new double[to.Count];
                Marshal.Copy(from, doubles, 0, to.Count);
                for (var i = 0; i < to.Count; i++)
                    to.Floats[i] = (float)doubles[i];
                break;
            case OnnxType.Int64:
                Marshal.Copy(from, to.Integers, 0, to.Count);
                break;
            case OnnxType.Int32:
                for (var i = 0; i < to.Count; i++)
                    to.Integers[i] = Marshal.ReadInt32(from, sizeof(int) * i);
                break;
            case OnnxType.Bool:
                for (var i = 0; i < to.Count; i++)
                    to.Integers[i] = Marshal.ReadByte(from, i);
                break;
            default:
                throw new InvalidDataException($"an output holds numbers of the kind {type}; float32, double, int32, int64 and bool can be read");
        }
    }

    void Free()
    {
        if (session == 0)
            return;
        foreach (var value in values ?? [])
            runtime.ReleaseValue(value);
        foreach (var name in (inputNames ?? []).Concat(outputNames ?? []))
            Marshal.FreeCoTaskMem(name);
        runtime.ReleaseSession(session);
        session = 0;
    }
}
