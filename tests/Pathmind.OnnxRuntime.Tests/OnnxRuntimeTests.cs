using Pathmind.Policies.Onnx;
using Pathmind.Simulations;

namespace Pathmind.Tests.Policies;

/// <summary>The real ONNX Runtime, as the package Pathmind.OnnxRuntime brings it.</summary>
public sealed class OnnxRuntimeTests
{
    const int Observations = 1000;

    [Theory]
    [MemberData(nameof(PolicyCase.All), MemberType = typeof(PolicyCase))]
    public void OnnxRuntime_our_executor_and_a_plain_computation_agree_on_1000_observations(string space, bool masks)
    {
        (int, Activation, int[])[] networks =
            [(1, Activation.Tanh, [16, 9]), (2, Activation.Relu, [5]), (3, Activation.Tanh, [1]), (4, Activation.Relu, [33, 64, 2])];
        foreach (var (seed, activation, hidden) in networks)
            AssertAgreement(PolicyCase.Of(space, masks, seed, activation, normalise: seed != 2, hidden));
        AssertAgreement(PolicyCase.Of(space, masks, history: 3));
        AssertAgreement(PolicyCase.Of(space, masks, memory: 7));
    }

    [Fact]
    public void They_agree_on_a_wide_network_too()
    {
        // Sums of 256 weights of deviation 0.5: some ± 8 before the tanh, so that float32 rounds at some 1e-6.
        AssertAgreement(PolicyCase.Of("one choice", seed: 5, hidden: [256, 128]));
    }

    [Fact]
    public void A_graph_with_a_foreign_operator_runs_on_OnnxRuntime_inside_an_ordinary_session()
    {
        OnnxGraphBuilder graph = new();
        graph.Node("y", "HardSigmoid", [graph.Input("x", 2)]);            // max(0, min(1, 0.2 x + 0.5))
        graph.Output("y", 2);
        var model = graph.Build();
        OnnxSession session = new(OnnxPlan.Compile(RuntimeGraph.Wrap(model, OnnxFile.Write(model), ["y"]), "y"));
        session.Bind(2);
        new[] { 1f, -5, 0, 2 }.CopyTo(session["x"].Floats, 0);
        session.Run();

        Assert.Equal([0.7f, 0, 0.5f, 0.9f], session["y"].Floats, (expected, got) => Math.Abs(expected - got) < 1e-6);
        session.Bind(1);                                                   // another batch
        session["x"].Floats[1] = 5;
        session.Run();
        Assert.Equal([0.5f, 1], session["y"].Floats);
    }

    [Fact]
    public void What_OnnxRuntime_refuses_is_said_in_its_words()
    {
        var error = Assert.Throws<InvalidDataException>(() => RuntimeGraph.Installed!.Load([1, 2, 3], [], []));
        Assert.StartsWith("ONNX Runtime reports: ", error.Message);
    }

    [Fact]
    public void A_policy_with_a_foreign_operator_decides_like_any_other()
    {
        OnnxGraphBuilder graph = new();                                    // HardSigmoid of (x, y): 1 at 3, 0.3 at -1
        graph.Node("logits", "HardSigmoid", [graph.Input("obs", 2)]);
        graph.Output("logits", 2);
        SimulationSchema schema = new("Other", 1, new(["x", "y"], [1, 1], [false, false]), new(new Discrete(2)), hasMask: false);
        var policy = TrainedPolicy.Adopt(OnnxFile.Write(graph.Build()), schema, "foreign");

        Assert.Equal([1f, 0.3f], policy.Evaluate([3, -1]).Logits, (expected, got) => Math.Abs(expected - got) < 1e-6);
        Assert.Equal([0f], policy.Evaluate([3, -1]).Action);
        Assert.Contains("copy its file", Assert.Throws<NotSupportedException>(policy.ToOnnx).Message);
    }

    static void AssertAgreement(PolicyCase policy)
    {
        var bytes = policy.Trained.ToOnnx();
        var model = OnnxFile.Read(bytes);
        string[] outputs = [.. model.Outputs.Select(output => output.Name)];
        var ours = Bind(model, outputs);
        var native = Bind(RuntimeGraph.Whole(model, bytes, outputs), outputs);
        List<(double[] Action, double[] Logits, double[] Mean, double Value, double[] Next)> expected = [];
        for (var row = 0; row < Observations; row++)
        {
            var (values, mask, state) = (policy.RandomValues(), policy.RandomMask(), policy.RandomState());
            expected.Add(policy.Reference(values, mask, state));
            foreach (var session in new[] { ours, native })
            {
                values.CopyTo(session["observations"].Floats, row * values.Length);
                state?.CopyTo(session["state"].Floats, row * state.Length);
                for (var i = 0; i < mask?.Length; i++)
                    session["action_mask"].Floats[row * mask.Length + i] = mask[i] ? 1 : 0;
            }
        }
        ours.Run();
        native.Run();
        foreach (var session in new[] { ours, native })
        {
            Assert.Equal(Observations, session["value"].Shape[0]);
            for (var row = 0; row < Observations; row++)
            {
                AssertRow(expected[row].Action, "action");
                AssertRow([expected[row].Value], "value");
                AssertRow(expected[row].Logits, "logits");
                AssertRow(expected[row].Mean, "mean");
                AssertRow(expected[row].Next, "state_out");

                void AssertRow(double[] numbers, string output)
                {
                    for (var i = 0; i < numbers.Length; i++)
                        Assert.Equal(numbers[i], session[output].Floats[row * numbers.Length + i], 1e-5
                            * Math.Max(1, Math.Abs(numbers[i])));
                }
            }
        }
    }

    static OnnxSession Bind(OnnxModel model, string[] outputs)
    {
        OnnxSession session = new(OnnxPlan.Compile(model, outputs));
        session.Bind(Observations);
        return session;
    }
}
