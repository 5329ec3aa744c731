using Pathmind.Policies.Onnx;

namespace Pathmind.Tests.Policies;

/// <summary>Runs the standard's own test cases of our operators, which Debian's python3-onnx (1.12, opset 17) carries;
/// skipped where it is not installed. What they leave out is worked by hand below.</summary>
public sealed class OnnxOperatorTests : IDisposable
{
    /// <summary>Writes each case as a model that holds its inputs and, as <c>expected_…</c>, its outputs.</summary>
    const string Export =
        """
        import sys, onnx, numpy as np
        from onnx import numpy_helper
        np.float, np.int, np.bool, np.object = float, int, bool, object  # names that newer NumPys dropped
        from onnx.backend.test.case.node import collect_testcases
        folder, wanted, held = sys.argv[1], set(sys.argv[2].split(',')), (1, 6, 7, 9, 11)
        for case in collect_testcases(None):
            graph = case.model.graph
            if len(graph.node) != 1 or graph.node[0].op_type not in wanted:
                continue
            if any(v.type.tensor_type.elem_type not in held for v in [*graph.input, *graph.output]):
                continue
            inputs, outputs = case.data_sets[0]
            for prefix, values, arrays in [('', graph.input, inputs), ('expected_', graph.output, outputs)]:
                for value, array in zip(values, arrays):
                    graph.initializer.append(numpy_helper.from_array(np.array(array), prefix + value.name))
            onnx.save(case.model, f'{folder}/{case.name}.onnx')
        """;

    static readonly string[] Names =
    [
        "Abs", "Add", "ArgMax", "Cast", "Clip", "Concat", "Constant", "ConstantOfShape", "Div", "Elu", "Erf", "Exp", "Expand", "Flatten",
            "Gather", "Gemm", "Identity",
        "LayerNormalization", "LeakyRelu", "Log", "LogSoftmax", "MatMul", "Max", "Min", "Mul", "Neg", "ReduceLogSumExp", "ReduceMax",
        "ReduceMean", "ReduceMin", "ReduceSum",
        "Relu", "Reshape", "Selu", "Shape", "Sigmoid", "Slice", "Softmax", "Softplus", "Split", "Sqrt", "Squeeze", "Sub", "Tanh",
        "Transpose", "Unsqueeze", "Where",
    ];

    readonly string folder = Directory.CreateTempSubdirectory("operators-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_standards_test_cases_give_the_standards_answers()
    {
        Assert.SkipUnless(Python.HasOnnx, "python3-onnx is not installed");
        Python.Run("-c", Export, folder, string.Join(",", Names));
        List<string> wrong = [], right = [];
        foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
            try
            {
                AssertCase(OnnxFile.Read(File.ReadAllBytes(path)));
                right.Add(path);
            }
            catch (Exception exception)
            {
                wrong.Add($"{Path.GetFileNameWithoutExtension(path)}: {exception.Message.ReplaceLineEndings(" ")}");
            }
        Assert.True(wrong.Count == 0, $"{right.Count} right, {wrong.Count} wrong:\n{string.Join("\n", wrong)}");
        Assert.InRange(right.Count, 200, int.MaxValue);
    }

    [Fact]
    public void Gelu_is_x_times_the_normal_distribution()
    {
        // x·Φ(x): Φ(1) = 0.8413447, Φ(-2) = 0.0227501; by tanh: 0.5·(1 + tanh(0.7978846·1.044715)) = 0.8411920.
        Assert.Equal([0.8413447f, -0.0455003f], Compute(20, "Gelu", [1, -2]), Close);
        Assert.Equal([0.8411920f, -0.0454023f], Compute(20, "Gelu", [1, -2], ("approximate", "tanh")), Close);
    }

    [Fact]
    public void Older_operator_sets_keep_their_attributes_and_meanings()
    {
        Assert.Equal([-1f, 0.5f, 2], Compute(6, "Clip", [-3, 0.5f, 7], ("min", -1f), ("max", 2f)));
        Assert.Equal([3f], Compute(11, "ReduceSum", [1, 2], ("axes", new long[] { 1 })));
        Assert.Equal([1f, 2], Compute(11, "Squeeze", [1, 2], ("axes", new long[] { 0 })));
        Assert.Equal(
            [2f], Compute(9, "Slice", [1, 2, 3], ("starts", new long[] { 1 }), ("ends", new long[] { 2 }), ("axes", new long[] { 1 })));
        // [1, 3] from axis 0 on counts as one line before operator set 13, as three lines of one number since.
        Assert.Equal([0.0900306f, 0.2447285f, 0.6652410f], Compute(11, "Softmax", [1, 2, 3], ("axis", 0L)), Close);
        Assert.Equal([1f, 1, 1], Compute(13, "Softmax", [1, 2, 3], ("axis", 0L)));
    }

    static bool Close(float expected, float got) => Math.Abs(expected - got) < 5e-7;

    /// <summary>An operator applied to a row [1, n].</summary>
    static float[] Compute(long opset, string operation, float[] row, params (string Name, object Value)[] attributes)
    {
        OnnxGraphBuilder graph = new();
        graph.Node("y", operation, [graph.Input("x", row.Length)], attributes);
        OnnxSession session = new(OnnxPlan.Compile(graph.Build() with { Opset = opset }, "y"));
        session.Bind(1);
        row.CopyTo(session["x"].Floats, 0);
        session.Run();
        return session["y"].Floats;
    }

    static void AssertCase(OnnxModel model)
    {
        string[] outputs = [.. model.Outputs.Select(output => output.Name)];
        OnnxSession session = new(OnnxPlan.Compile(model, outputs));
        session.Bind(1);
        session.Run();
        foreach (var output in outputs)
        {
            var (expected, got) = (model.Initializers["expected_" + output], session[output]);
            Assert.Equal(expected.Shape, got.Shape);
            for (var i = 0; i < got.Count; i++)
                if (got.IsInteger)
                    Assert.Equal(expected.Integers[i], got.Integers[i]);
                else if (expected.Floats[i] != got.Floats[i])
                    Assert.Equal(expected.Floats[i], got.Floats[i], 1e-6 + 1e-5 * Math.Abs(expected.Floats[i]));
        }
    }
}
