using Pathmind.Policies;
using Pathmind.Policies.Onnx;
using Pathmind.Simulations;

namespace Pathmind.Tests.Policies;

/// <summary>Graphs built by hand as the exports of other trainers look. One layer 2 → 2 with W = [[1, 0], [0, -1]], b = [0, 1]: of (3, 2) it makes (3, -1).</summary>
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
        graph.Node("values", "Gemm", ["/Flatten_output_0", graph.Constant("vw", [1, 2], [10f, 1]), graph.Constant("vb", [1], [5f])], ("transB", 1L));
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
        OnnxGraphBuilder graph = new();                                    // CleanRL's actor_mean, or Stable-Baselines3's continuous actions
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
        Assert.Equal("none of its outputs (output) fits Discrete(5): 5 logits and means, or 1 numbers of an action, are needed", Refusal(bytes, Two, new Discrete(5)));
        Assert.Contains("Policy.Local(path, simulation)", Assert.Throws<InvalidDataException>(() => TrainedPolicy.FromOnnx(bytes, "x")).Message);
    }

    [Fact]
    public void An_operator_that_is_not_built_in_runs_on_OnnxRuntime_or_is_named_with_what_to_do()
    {
        OnnxGraphBuilder graph = new();
        graph.Node("output", "HardSigmoid", [Layer(graph, graph.Input("obs", 2))]);
        var bytes = Bytes(graph, "output");
        if (OnnxRuntime.Installed is null)
            Assert.StartsWith("it needs operators that are not built in: HardSigmoid. With ONNX Runtime's native library it would run: add the package", Refusal(bytes, Two, new Discrete(2)));
        else
            Assert.Equal([1f, 0.3f], TrainedPolicy.Adopt(bytes, Schema(Two, new Discrete(2)), "x").Evaluate([3, 2]).Logits, (expected, got) => Math.Abs(expected - got) < 1e-6);
    }

    static string Layer(OnnxGraphBuilder graph, string from) =>
        graph.Node("net", "Gemm", [from, graph.Constant("net.weight", [2, 2], [1f, 0, 0, -1]), graph.Constant("net.bias", [2], [0f, 1])], ("transB", 1L));

    static TrainedPolicy Adopt(OnnxGraphBuilder graph, ActionSpace space, params string[] outputs) => Adopt(graph, space, mask: false, outputs);

    static TrainedPolicy Adopt(OnnxGraphBuilder graph, ActionSpace space, bool mask, params string[] outputs) =>
        TrainedPolicy.Adopt(Bytes(graph, outputs), Schema(Two, space, mask), "foreign");

    static byte[] Bytes(OnnxGraphBuilder graph, params string[] outputs) =>
        OnnxFile.Write(graph.Build() with { Outputs = [.. outputs.Select(output => new OnnxValue(output, OnnxType.Float, [null, 2]))] });

    static string Refusal(byte[] bytes, ObservationLayout observations, ActionSpace space) =>
        Assert.Throws<InvalidDataException>(() => TrainedPolicy.Adopt(bytes, Schema(observations, space), "x")).Message;

    static SimulationSchema Schema(ObservationLayout observations, ActionSpace space, bool mask = false) => new("Other", 1, observations, new(space), mask);
}
