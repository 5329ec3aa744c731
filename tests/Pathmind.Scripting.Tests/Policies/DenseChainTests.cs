using Pathmind.Policies.Onnx;

namespace Pathmind.Tests.Policies;

public class DenseChainTests
{
    [Fact]
    public void A_policy_runs_as_one_network_for_its_actions_and_one_for_its_value()
    {
        var model = OnnxFile.Read(PolicyCase.Of("one choice").Trained.ToOnnx());

        Assert.Equal(["dense layers", "ArgMax", "Cast", "Identity"], Steps(model, "action"));
        Assert.Equal(["dense layers"], Steps(model, "value"));
        // Both networks read the normalised observations: they are computed once.
        Assert.Equal(["Sub", "Mul", "Clip", "dense layers", "dense layers"], Steps(model, "logits", "value"));
    }

    // x = 1, 2; h = tanh or relu of x·[[1, 0], [0, -1]] + [1, 3]; y = h·[1, 10] + 100
    [Theory]
    [InlineData("Relu", 112)]                                              // h = 2, 1
    [InlineData("Tanh", 100 + 0.9640276 + 7.6159416)]                      // tanh 2, 10 tanh 1
    [InlineData("Sigmoid", 100 + 0.8807970 + 7.3105858)]
    public void MatMul_and_Add_make_layers_too(string activation, float expected)
    {
        var model = Layers(activation, readTwice: false);
        Assert.Equal(activation == "Sigmoid" ? ["MatMul", "Add", "Sigmoid", "Gemm"] : ["dense layers"], Steps(model, "y"));
        Assert.Equal(expected, Run(model, "y")[0], 1e-5);
    }

    [Fact]
    public void What_others_read_between_layers_is_not_fused_away()
    {
        var model = Layers("Relu", readTwice: true);

        Assert.Equal(["MatMul", "Add", "Relu", "Gemm", "Neg"], Steps(model, "y", "z"));
        Assert.Equal([-2f, -1f], Run(model, "y", "z"));
        Assert.Equal(["MatMul", "Add", "Relu", "Gemm"], Steps(model, "h", "y"));
    }

    [Fact]
    public void Operators_that_are_not_built_in_are_all_named()
    {
        OnnxGraphBuilder graph = new();
        graph.Node("y", "Conv", [graph.Node("h", "Attention", [graph.Input("x", 2)])]);
        graph.Output("y", 2);

        Assert.Equal("it needs operators that are not built in: Attention, Conv",
            Assert.Throws<InvalidDataException>(() => OnnxPlan.Compile(graph.Build(), "y")).Message);
    }

    [Fact]
    public void Shapes_that_do_not_fit_name_the_node()
    {
        OnnxGraphBuilder graph = new();
        graph.Node("sum", "Add", [graph.Input("x", 2), graph.Constant("three", [3], [1f, 2, 3])]);
        OnnxSession session = new(OnnxPlan.Compile(graph.Build(), "sum"));

        Assert.Equal("Add 'sum': tensors of shapes [1, 2] and [3] do not fit together",
            Assert.Throws<InvalidDataException>(() => session.Bind(1)).Message);
    }

    static OnnxModel Layers(string activation, bool readTwice)
    {
        OnnxGraphBuilder graph = new();
        var product = graph.Node("p", "MatMul", [graph.Input("x", 2), graph.Constant("w", [2, 2], [1f, 0, 0, -1])]);
        var hidden = graph.Node("h", activation, [graph.Node("s", "Add", [graph.Constant("b", [2], [1f, 3]), product])]);
        graph.Node("y", "Gemm", [hidden, graph.Constant("v", [2, 1], [1f, 10]), graph.Constant("c", [1], [100f])]);
        if (readTwice)
            graph.Node("z", "Neg", [hidden]);
        return graph.Build();
    }

    static float[] Run(OnnxModel model, params string[] outputs)
    {
        OnnxSession session = new(OnnxPlan.Compile(model, outputs));
        session.Bind(1);
        session["x"].Floats[0] = 1;
        session["x"].Floats[1] = 2;
        session.Run();
        return session[outputs[^1]].Floats;
    }

    static string[] Steps(OnnxModel model, params string[] outputs) =>
        [.. OnnxPlan.Compile(model, outputs).Steps.Select(step => step.Node.Operator)];
}
