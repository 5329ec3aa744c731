using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pathmind.Numerics;

namespace Pathmind.Networks;

/// <summary>A fully connected network: hidden layers h = activation(x · W + b), then linear outputs. Reading is safe
/// from several threads at once, each with its own workspace.</summary>
/// <remarks>Weights are stored as the kernels read them: [inputs, outputs] for hidden layers (and a transposed copy,
/// for the gradient with respect to the input), [outputs, inputs] for the output layer, which is mostly too narrow to
/// fill vectors.</remarks>
internal sealed class Network
{
    readonly Kernels kernels;
    readonly ParameterLayout layout;
    readonly AlignedBuffer parameters;
    readonly AlignedBuffer transposed, noBias;
    readonly float[] one = [1];

    /// <summary>All parameters zero.</summary>
    public Network(NetworkShape shape)
        : this(shape, Kernels.Best)
    {
    }

    /// <summary>Makes a network whose kernels use a chosen vector width.</summary>
    public Network(NetworkShape shape, Kernels kernels)
    {
        this.kernels = kernels;
        layout = new(shape);
        parameters = new(layout.Size);
        (transposed, noBias) = (new(layout.TransposedSize), new(shape.Inputs));
    }

    public NetworkShape Shape => layout.Shape;

    /// <summary>Weights and biases.</summary>
    public int ParameterCount => layout.Count;

    public ParameterLayout Layout => layout;

    public Kernels Kernels => kernels;

    /// <summary>Parameters in padded order; call <see cref="Refresh"/> after writing them.</summary>
    public Span<float> Padded => parameters.Span;

    /// <summary>A network to learn from: orthogonal weights, of gain √2 in hidden layers, and biases 0
    /// (arXiv:1312.6120; the gains of CleanRL's PPO).</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="random">Source of the weights.</param>
    /// <param name="outputGain">Gain of the output layer: small for a policy that begins undecided, 1 for
    /// values.</param>
    public static Network Orthogonal(NetworkShape shape, RandomStream random, float outputGain)
    {
        var network = new Network(shape);
        var canonical = new float[network.ParameterCount];
        var next = canonical.AsSpan();
        foreach (var layer in network.layout.Layers)
        {
            OrthogonalMatrix.Fill(next[..(layer.Outputs * layer.Inputs)], layer.Outputs, layer.Inputs, layer.IsOutput ? outputGain
                : MathF.Sqrt(2), random);
            next = next[(layer.Outputs * (layer.Inputs + 1))..];
        }
        network.Load(canonical);
        return network;
    }

    /// <summary>A copy of the parameters in canonical order: per layer W [outputs, inputs] row by row, then the
    /// biases.</summary>
    public float[] ToArray()
    {
        var canonical = new float[ParameterCount];
        layout.Export(parameters.Span, canonical);
        return canonical;
    }

    /// <summary>Takes parameters in canonical order.</summary>
    /// <param name="canonical">[ParameterCount].</param>
    public void Load(ReadOnlySpan<float> canonical)
    {
        layout.Import(canonical, parameters.Span);
        Refresh();
    }

    /// <summary>Computes workspace.Outputs. A row's outputs are the same bit for bit in a batch of any size.</summary>
    /// <param name="inputs">[rows, Inputs].</param>
    /// <param name="rows">In 1 .. workspace.RowStride.</param>
    /// <param name="workspace">Receives hidden activations and outputs.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Forward(ReadOnlySpan<float> inputs, int rows, Workspace workspace)
    {
        Require(inputs, rows, workspace);
        if (rows == 1)
        {
            ForwardRow(ref MemoryMarshal.GetReference(inputs), workspace);
            return;
        }
        var product = Inputs(inputs, rows);
        for (var i = 0; i < layout.Layers.Length - 1; i++)
        {
            ref readonly var layer = ref layout.Layers[i];
            product.B = ref parameters[layer.WeightStart];
            product.BRow = (nuint)layer.WeightStride;
            product.C = ref workspace.Hidden(i);
            product.CRow = (nuint)layer.OutputStride;
            (product.Columns, product.Steps) = (layer.Outputs, layer.Inputs);
            kernels.Activate(Shape.Activation, product, ref parameters[layer.BiasStart]);
            product.A = ref product.C;
            (product.ARow, product.AStep) = (product.CRow, 1);
        }
        ref readonly var last = ref layout.Layers[^1];
        kernels.Output(
            ref product.A, product.ARow, ref parameters[last.WeightStart], ref parameters[last.BiasStart], last, rows,
            ref workspace.OutputStart, (nuint)workspace.RowStride);
    }

    /// <summary>Adds to the gradient the derivatives of the loss whose derivatives by the outputs are
    /// workspace.OutputGradients, summed over rows. Uses up what Forward left in the workspace: one Backward a
    /// Forward.</summary>
    /// <param name="inputs">[rows, Inputs] as given to Forward.</param>
    /// <param name="rows">The rows given to Forward.</param>
    /// <param name="workspace">Forward's result, with the derivatives with respect to the outputs.</param>
    /// <param name="gradient">Of this network's shape; null if only <see cref="DifferentiateInputs"/> follows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Backward(ReadOnlySpan<float> inputs, int rows, Workspace workspace, Gradient? gradient)
    {
        Require(inputs, rows, workspace);
        if (gradient is not null)
            RequireShape(gradient.Shape, Shape, "gradient");
        BackwardOutput(rows, workspace, gradient);
        for (var i = layout.Layers.Length - 2; i >= 0; i--)
        {
            ref readonly var layer = ref layout.Layers[i];
            // The derivatives by this layer's sums, [rows, Outputs], have taken the place of its activations.
            if (gradient is not null)
                AddLayer(
                    i == 0 ? Inputs(inputs, rows) : Rows(ref workspace.Hidden(i - 1), layer.InputStride), i, rows, workspace, gradient);
            if (i == 0)
                return;
            var input = Rows(ref workspace.Hidden(i), layer.OutputStride);
            input.B = ref transposed[layer.TransposedStart];
            input.BRow = (nuint)layer.InputStride;
            input.C = ref workspace.Hidden(i - 1);
            input.CRow = (nuint)layer.InputStride;
            (input.Rows, input.Columns, input.Steps) = (rows, layer.Inputs, layer.Outputs);
            kernels.Differentiate(Shape.Activation, input);
        }
    }

    /// <summary>Derivatives of the loss by some of the inputs, after <see cref="Backward"/>.</summary>
    /// <param name="rows">The rows given to Backward.</param>
    /// <param name="workspace">As Backward left it.</param>
    /// <param name="first">First of these inputs.</param>
    /// <param name="slopes">[inputs, workspace.RowStride] receives the derivative by input first + i of row r at i ·
    /// RowStride + r; as many inputs as there is room for.</param>
    public void DifferentiateInputs(int rows, Workspace workspace, int first, AlignedBuffer slopes)
    {
        RequireShape(workspace.Shape, Shape, "workspace");
        var (count, layer) = (slopes.Length / workspace.RowStride, layout.Layers[0]);
        if (first < 0 || count < 1 || first + count > Shape.Inputs)
            throw new ArgumentException($"Inputs {first} .. {first + count - 1} of a network of {Shape.Inputs}: ask for those it has.");
        LayerLayout backwards = new(layer.Outputs, count, IsOutput: true, 0, 0, 0);                  // products with rows of weights
        kernels.Output(
            ref workspace.Hidden(0), (nuint)layer.OutputStride, ref parameters[layer.WeightStart + first * layer.WeightStride],
            ref noBias[0], backwards, rows, ref slopes[0], (nuint)workspace.RowStride);
    }

    /// <summary>Multiplies all outputs, by the weights and biases of the last layer.</summary>
    public void ScaleOutputs(double factor)
    {
        ref readonly var layer = ref layout.Layers[^1];
        foreach (ref var parameter in parameters.Span[layer.WeightStart..(layer.BiasStart + layer.Outputs)])
            parameter = (float)(parameter * factor);
    }

    /// <summary>Brings the transposed copies up to date with the parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Refresh()
    {
        for (var i = 1; i < layout.Layers.Length - 1; i++)
        {
            ref readonly var layer = ref layout.Layers[i];
            Transposition.Run(
                ref parameters[layer.WeightStart],
                (nuint)layer.WeightStride,
                ref transposed[layer.TransposedStart],
                (nuint)layer.InputStride,
                (nuint)ParameterLayout.RoundUpToFour(layer.Inputs),
                (nuint)ParameterLayout.RoundUpToFour(layer.Outputs));
        }
    }

    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static void RequireShape(NetworkShape actual, NetworkShape expected, string what)
    {
        if (!actual.Equals(expected))
            throw new ArgumentException(
                $"The {what} is of shape {actual}, the network of shape {expected}: make it with the network's Shape.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void ForwardRow(ref float row, Workspace workspace)
    {
        var layers = layout.Layers;
        for (var i = 0; i < layers.Length - 1; i++)
        {
            ref readonly var layer = ref layers[i];
            ref var output = ref workspace.Hidden(i);
            kernels.ActivateRow(
                Shape.Activation, ref row, ref parameters[layer.WeightStart], ref parameters[layer.BiasStart], layer, ref output);
            row = ref output;
        }
        ref readonly var last = ref layers[^1];
        kernels.OutputRow(
            ref row, ref parameters[last.WeightStart], ref parameters[last.BiasStart], last, ref workspace.OutputStart,
            (nuint)workspace.RowStride);
    }

    /// <summary>Adds the derivatives by weights and biases of a hidden layer.</summary>
    /// <param name="weights">A product whose A is the layer's input.</param>
    /// <param name="index">Of the layer.</param>
    /// <param name="rows">As in <see cref="Backward"/>.</param>
    /// <param name="workspace">With the derivatives by the layer's sums.</param>
    /// <param name="gradient">Receives them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void AddLayer(GemmOperands weights, int index, int rows, Workspace workspace, Gradient gradient)
    {
        ref readonly var layer = ref layout.Layers[index];
        (weights.ARow, weights.AStep) = (weights.AStep, weights.ARow);                               // the input, transposed
        weights.B = ref workspace.Hidden(index);
        weights.BRow = (nuint)layer.OutputStride;
        weights.C = ref gradient.At(layer.WeightStart);
        weights.CRow = (nuint)layer.WeightStride;
        (weights.Rows, weights.Columns, weights.Steps) = (layer.Inputs, layer.Outputs, rows);
        kernels.Accumulate(weights);

        var biases = weights;
        biases.A = ref one[0];
        (biases.ARow, biases.AStep, biases.Rows) = (0, 0, 1);
        biases.C = ref gradient.At(layer.BiasStart);
        kernels.Accumulate(biases);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void BackwardOutput(int rows, Workspace workspace, Gradient? gradient)
    {
        ref readonly var layer = ref layout.Layers[^1];
        var last = layout.Layers.Length - 2;
        var rowStride = (nuint)workspace.RowStride;
        var input = Rows(ref workspace.OutputGradientStart, workspace.RowStride);
        input.Columns = layer.Inputs;
        if (gradient is not null)
        {
            for (var j = 0; j < layer.Outputs; j++)
                gradient.At(layer.BiasStart + j) += kernels.Sum(workspace.OutputGradients.Slice(j * workspace.RowStride, rows));

            var weights = input;
            weights.B = ref workspace.Hidden(last);
            weights.BRow = (nuint)layer.InputStride;
            weights.C = ref gradient.At(layer.WeightStart);
            weights.CRow = (nuint)layer.WeightStride;
            (weights.Rows, weights.Steps) = (layer.Outputs, rows);
            kernels.Accumulate(weights);
        }

        (input.ARow, input.AStep) = (1, rowStride);
        input.B = ref parameters[layer.WeightStart];
        input.BRow = (nuint)layer.WeightStride;
        input.C = ref workspace.Hidden(last);
        input.CRow = (nuint)layer.InputStride;
        (input.Rows, input.Steps) = (rows, layer.Outputs);
        kernels.Differentiate(Shape.Activation, input);
    }

    /// <summary>A product whose A is the input of the network, read only.</summary>
    GemmOperands Inputs(ReadOnlySpan<float> inputs, int rows)
    {
        var product = Rows(ref MemoryMarshal.GetReference(inputs), Shape.Inputs);
        product.Rows = rows;
        return product;
    }

    static GemmOperands Rows(ref float start, int stride)
    {
        var product = new GemmOperands(ref start);
        (product.ARow, product.AStep) = ((nuint)stride, 1);
        return product;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Require(ReadOnlySpan<float> inputs, int rows, Workspace workspace)
    {
        if (rows < 1 || rows > workspace.RowStride)
            throw new ArgumentOutOfRangeException(nameof(rows), rows, $"The workspace takes 1 .. {workspace.RowStride} rows.");
        if (inputs.Length < (long)rows * Shape.Inputs)
            throw new ArgumentException(
                $"{inputs.Length} numbers for {rows} rows of {Shape.Inputs} inputs: give all rows.", nameof(inputs));
        RequireShape(workspace.Shape, Shape, "workspace");
    }
}
