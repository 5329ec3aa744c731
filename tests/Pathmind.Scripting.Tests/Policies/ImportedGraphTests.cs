using Pathmind.Policies.Onnx;
using Pathmind.Simulations;

namespace Pathmind.Tests.Policies;

/// <summary>Graphs built by hand as the exports of other trainers look. One layer 2 → 2 with W = [[1, 0], [0, -1]], b =
/// [0, 1]: of (3, 2) it makes (3, -1).</summary>
public class ForeignGraphTests
{
    static readonly ObservationLayout Two = new(["x", "y"], [1, 1], [false, false]);

    [Fact]
    public void StableBaselines3_choices_are_read_with_their_logits_and_value()
    {
        // OnnxableSB3Policy returns actions, values and log_prob; the last one uses operators that nobody needs.
        OnnxGraphBuilder graph = new();
        var logits = Layer(graph, graph.Node("/Flatten_output_0", "Flatten", [graph.Input("input", 2)], ("axis", 1L)));
        var best = graph.Node("/ArgMax_output_0", "ArgMax", [logits], ("axis", 1L), ("keepdims", 0L));
        graph.Node("actions", "Reshape", [best, graph.Constant("flat", [1], [-1L])]);
        graph.Node("values", "Gemm", ["/Flatten_output_0", graph.Constant("vw", [1, 2], [10f, 1]), graph.Constant("vb", [1], [5f])],
            ("transB", 1L));
        graph.Node("log_prob", "GatherElements", [logits, best]);
        var policy = Adopt(graph, new Discrete(2), "actions", "values", "log_prob");

        var outputs = policy.Evaluate([3, 2]);
        Assert.Equal([0f], outputs.Action);
        Assert.Equal([3f, -1], outputs.Logits);
        Assert.Equal(37, outputs.Value);                                  // 10 · 3 + 2 + 5
        Assert.Equal([1f], policy.Evaluate([-3, -2]).Action);             // -3 against 3
        Assert.Equal([1f], Adopt(graph, new Discrete(2), mask: true, "actions", "values").Evaluate([3, 2], [false, true]).Action);
    }

    [Fact]
    public void Means_alone_are_actions_in_their_units_clipped_to_the_bounds()
    {
        // CleanRL's actor_mean, or Stable-Baselines3's continuous actions
        OnnxGraphBuilder graph = new();
        graph.Node("output", "Identity", [Layer(graph, graph.Input("obs", 2))]);
        var outputs = Adopt(graph, new Continuous(2, -0.5f, 4), "output").Evaluate([3, 2]);

        Assert.Equal([3f, -0.5f], outputs.Action);
        Assert.Equal([3f, -1], outputs.Mean);
        Assert.Equal([float.NaN, float.NaN], outputs.LogStd);              // not in the file
        Assert.True(float.IsNaN(outputs.Value));
    }

    [Fact]
    public void RLlib_puts_the_deviation_behind_the_mean_and_passes_the_state_through()
    {
        OnnxGraphBuilder graph = new();
        graph.Node("output", "Identity", [Layer(graph, graph.Input("obs", 2))]);
        graph.Node("state_outs", "Identity", [graph.Input("state_ins", 1)]);
        var policy = Adopt(graph, new Continuous(1), "output", "state_outs");

        Assert.Equal([3f], policy.Evaluate([3, 2]).Mean);
        Assert.Equal([-1f], policy.Evaluate([3, 2]).LogStd);
        Assert.NotNull(policy.Sampled(1));
    }

    [Fact]
    public void Saved_it_is_a_policy_of_the_kit()
    {
        OnnxGraphBuilder graph = new();
        graph.Node("output", "Identity", [Layer(graph, graph.Input("obs", 2))]);
        var policy = Adopt(graph, new Discrete(2), "output");
        var again = TrainedPolicy.FromOnnx(policy.ToOnnx(), "again");

        Assert.Equal(policy.Evaluate([3, 2]).Logits, again.Evaluate([3, 2]).Logits);
        Assert.Equal(["x", "y"], again.ObservationNames);
    }

    [Fact]
    public void What_does_not_fit_is_said_with_both_sides()
    {
        OnnxGraphBuilder graph = new();
        graph.Node("output", "Identity", [Layer(graph, graph.Input("obs", 2))]);
        var bytes = Bytes(graph, "output");

        Assert.Equal("its input 'obs' takes 2 numbers, but Other shows 3 (x, y, z)",
            Refusal(bytes, new(["x", "y", "z"], [1, 1, 1], new bool[3]), new Discrete(2)));
        Assert.Equal("none of its outputs (output) fits Discrete(5): 5 logits and means, or 1 number of an action, are "
            + "needed", Refusal(bytes, Two, new Discrete(5)));
        Assert.Contains(
            "Policy.Local(path, simulation)", Assert.Throws<InvalidDataException>(() => TrainedPolicy.FromOnnx(bytes, "x")).Message);
    }

    [Fact]
    public void An_operator_that_is_not_built_in_is_named_with_the_package_that_has_it()
    {
        OnnxGraphBuilder graph = new();
        graph.Node("output", "HardSigmoid", [Layer(graph, graph.Input("obs", 2))]);
        var error = Refusal(Bytes(graph, "output"), Two, new Discrete(2));

        Assert.StartsWith(
            "it needs operators that are not built in: HardSigmoid. The package Pathmind.OnnxRuntime runs them: add #r", error);
        Assert.Contains("#:package Pathmind.OnnxRuntime@0.", error);
    }

    static string Layer(OnnxGraphBuilder graph, string from) =>
        graph.Node("net", "Gemm", [from, graph.Constant("net.weight", [2, 2], [1f, 0, 0, -1]), graph.Constant("net.bias", [2], [0f, 1])],
            ("transB", 1L));

    static TrainedPolicy Adopt(OnnxGraphBuilder graph, ActionSpace space, params string[] outputs) =>
        Adopt(graph, space, mask: false, outputs);

    [Fact]
    public void Values_of_choices_are_not_taken_for_the_value_of_a_state()
    {
        OnnxGraphBuilder graph = new();                                    // a Q network: one number for each choice
        graph.Node("q_values", "Identity", [Layer(graph, graph.Input("observation", 2))]);

        Assert.Equal([0f], Adopt(graph, new Discrete(2), "q_values").Evaluate([3, 2]).Action);
        Assert.Equal([1f], Adopt(graph, new Discrete(2), "q_values").Evaluate([-3, -2]).Action);
    }

    [Fact]
    public void Of_MLAgents_outputs_the_deterministic_one_is_taken_and_named()
    {
        OnnxGraphBuilder graph = new();
        var mean = Layer(graph, graph.Input("obs_0", 2));
        graph.Node("version_number", "Identity", [graph.Constant("version", [1], [3f])]);
        graph.Node("continuous_actions", "Add", [mean, graph.Node("noise", "RandomNormalLike", [mean])]);
        graph.Node("deterministic_continuous_actions", "Identity", [mean]);
        string[] outputs = ["version_number", "continuous_actions", "deterministic_continuous_actions"];
        var policy = Adopt(graph, new Continuous(2), outputs);

        Assert.Equal([3f, -1], policy.Evaluate([3, 2]).Action);
        Assert.Equal("deterministic_continuous_actions", policy.Metadata["imported_output"]);
    }

    [Fact]
    public void Two_outputs_that_may_both_be_the_action_are_asked_for()
    {
        OnnxGraphBuilder graph = new();
        var two = Layer(graph, graph.Input("input", 2));
        graph.Node(["out0", "out1"], "Split", [two], ("axis", 1L));
        var bytes = Bytes(graph, "out0", "out1");

        Assert.Equal(
            "its outputs out0, out1 may all be the action: say which one is, with Policy.Local(path, simulation, output: \"out0\")",
            Refusal(bytes, Two, new Continuous(1)));
        var named = TrainedPolicy.Adopt(bytes, Schema(Two, new Continuous(1)), "x", path: null, "out1");
        Assert.Equal([-1f], named.Evaluate([3, 2]).Action);
        Assert.StartsWith("it has no output 'out2', but out0, out1",
            Assert.Throws<InvalidDataException>(
                () => TrainedPolicy.Adopt(bytes, Schema(Two, new Continuous(1)), "x", path: null, "out2")).Message);
    }

    [Fact]
    public void Weights_that_are_not_numbers_are_an_error()
    {
        OnnxGraphBuilder graph = new();
        graph.Node("logits", "MatMul", [graph.Input("obs", 2), graph.Constant("w", [2, 2], [1f, float.NaN, 0, 1])]);

        Assert.StartsWith("its tensor 'w' has numbers that are NaN", Refusal(Bytes(graph, "logits"), Two, new Discrete(2)));
    }

    [Fact]
    public void Inputs_named_as_observations_take_them_in_whatever_order()
    {
        OnnxGraphBuilder graph = new();                                    // (speed, x) = (5, 3): logits 3 and -5 + 1
        graph.Node("all", "Concat", [graph.Input("x", 1), graph.Input("speed", 1)], ("axis", 1L));
        graph.Node("logits", "Identity", [Layer(graph, "all")]);
        SimulationSchema schema = Schema(new(["speed", "x"], [1, 1], [false, false]), new Discrete(2));

        Assert.Equal([3f, -4], TrainedPolicy.Adopt(Bytes(graph, "logits"), schema, "x").Evaluate([5, 3]).Logits);
        Assert.StartsWith(
            "its inputs x, speed are not the observations of Other (x, y)", Refusal(Bytes(graph, "logits"), Two, new Discrete(2)));
    }

    [Fact]
    public void An_input_for_masks_takes_the_mask_or_allows_all()
    {
        OnnxGraphBuilder graph = new();                                    // forbidden: 100 less
        var less = graph.Node("less", "Mul",
            [graph.Node("no", "Sub", [graph.Input("action_masks", 2), graph.Constant("one", [1], [1f])]),
                graph.Constant("far", [1], [100f])]);
        var masked = graph.Node("masked", "Add", [Layer(graph, graph.Input("obs_0", 2)), less]);
        graph.Node("deterministic_discrete_actions", "ArgMax", [masked], ("axis", 1L), ("keepdims", 1L));
        var policy = Adopt(graph, new Discrete(2), mask: true, "deterministic_discrete_actions");

        Assert.Equal([0f], policy.Evaluate([3, 2], [true, true]).Action);
        Assert.Equal([1f], policy.Evaluate([3, 2], [false, true]).Action);
        Assert.Equal([0f], Adopt(graph, new Discrete(2), "deterministic_discrete_actions").Evaluate([3, 2]).Action);
    }

    [Fact]
    public void A_graph_of_a_fixed_batch_gets_copies_and_gives_its_first_row()
    {
        OnnxGraphBuilder graph = new();
        graph.Node("rows", "Concat", [graph.Input("obs", 2), graph.Constant("state", [32, 1], new float[32])], ("axis", 1L));
        graph.Node("logits", "Gemm", ["rows", graph.Constant("w", [3, 2], [1f, 0, 0, -1, 0, 0]), graph.Constant("b", [2], [0f, 1])]);
        var model = graph.Build() with
        {
            Outputs = [new("logits", OnnxType.Float, [32, 2])],
            Inputs = [new("obs", OnnxType.Float, [32, 2])]
        };
        var policy = TrainedPolicy.Adopt(OnnxFile.Write(model), Schema(Two, new Discrete(2)), "x");

        Assert.Equal([3f, -1], policy.Evaluate([3, 2]).Logits);
    }

    static TrainedPolicy Adopt(OnnxGraphBuilder graph, ActionSpace space, bool mask, params string[] outputs) =>
        TrainedPolicy.Adopt(Bytes(graph, outputs), Schema(Two, space, mask), "foreign");

    static byte[] Bytes(OnnxGraphBuilder graph, params string[] outputs) =>
        OnnxFile.Write(graph.Build() with { Outputs = [.. outputs.Select(output => new OnnxValue(output, OnnxType.Float, [null, 2]))] });

    static string Refusal(byte[] bytes, ObservationLayout observations, ActionSpace space) =>
        Assert.Throws<InvalidDataException>(() => TrainedPolicy.Adopt(bytes, Schema(observations, space), "x")).Message;

    static SimulationSchema Schema(ObservationLayout observations, ActionSpace space, bool mask = false) =>
        new("Other", 1, observations, new(space), mask);
}
