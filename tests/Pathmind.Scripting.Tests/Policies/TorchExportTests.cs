using System.Runtime.InteropServices;
using Pathmind.Policies.Onnx;

namespace Pathmind.Tests.Policies;

/// <summary>Networks shaped as those of Stable-Baselines3 and CleanRL, exported by torch.onnx.export, beside what torch
/// computes (exported/README.md).</summary>
public sealed class TorchExportTests
{
    const int Observations = 1000, Size = 4;

    static readonly ActionSpace Choice = new Discrete(3), Box = new Continuous([-1f, -0.5f], [1f, 2f]);

    public static TheoryData<string, int> All =>
        [.. new[] { "sb3_choice", "sb3_logits", "sb3_box", "cleanrl_choice", "cleanrl_box" }.SelectMany(
            name => new[] { 11, 14, 17 }.Select(opset => (name, opset)))];

    [Theory]
    [MemberData(nameof(All))]
    public void An_exported_network_says_what_torch_says_on_1000_observations(string name, int opset)
    {
        var space = name.EndsWith("choice", StringComparison.Ordinal) || name.EndsWith("logits", StringComparison.Ordinal) ? Choice : Box;
        var policy = Policy.Local(PathOf($"{name}.opset{opset}.onnx"), Robot(space));
        Assert.DoesNotContain(policy.Model.Nodes, node => node.Domain == RuntimeGraph.Domain);

        OnnxSession session = new(policy.Plan());
        session.Bind(Observations);
        Numbers("observations").CopyTo(session["observations"].Floats, 0);
        session.Run();
        var (action, distribution, value) = (session["action"], session[space == Choice ? "logits" : "mean"], session["value"]);
        var expected = Numbers(name);                                    // [N, action, logits or mean, value]
        var next = 0;
        for (var row = 0; row < Observations; row++)
        {
            AssertRow(action);
            AssertRow(distribution);
            AssertRow(value);

            void AssertRow(Tensor output)
            {
                var width = output.Count / Observations;
                for (var i = 0; i < width; i++, next++)
                    Assert.Equal(expected[next], output.Floats[row * width + i], 1e-5f);
            }
        }
        Assert.Equal(expected.Length, next);
    }

    static float[] Numbers(string name) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(PathOf($"{name}.f32"))).ToArray();

    static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Policies", "exported", file);

    static TestSimulation Robot(ActionSpace space) =>
        new() { Space = space, Observation = (_, _) => new() { ["sensors"] = new float[Size] } };
}
