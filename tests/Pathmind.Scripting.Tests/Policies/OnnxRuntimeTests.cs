using Pathmind.Networks;
using Pathmind.Policies;
using Pathmind.Policies.Onnx;

namespace Pathmind.Tests.Policies;

/// <summary>Needs ONNX Runtime's native library (.ci/run fetches it and sets PATHMIND_ONNXRUNTIME); what runs on it is skipped where it is not installed.</summary>
public sealed class OnnxRuntimeTests : IDisposable
{
    const int Observations = 1000;

    readonly string folder = Directory.CreateTempSubdirectory("runtime-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(PolicyCase.All), MemberType = typeof(PolicyCase))]
    public void OnnxRuntime_our_executor_and_a_plain_computation_agree_on_1000_observations(string space, bool masks)
    {
        Assert.SkipWhen(OnnxRuntime.Installed is null, "ONNX Runtime's native library is not installed");
        foreach (var (seed, activation, hidden) in new (int, Activation, int[])[] { (1, Activation.Tanh, [16, 9]), (2, Activation.Relu, [5]), (3, Activation.Tanh, [1]), (4, Activation.Relu, [33, 64, 2]) })
            AssertAgreement(PolicyCase.Of(space, masks, seed, activation, normalise: seed != 2, hidden));
    }

    [Fact]
    public void They_agree_on_a_wide_network_too()
    {
        Assert.SkipWhen(OnnxRuntime.Installed is null, "ONNX Runtime's native library is not installed");
        // Sums of 256 weights of deviation 0.5: some ± 8 before the tanh, so that float32 rounds at some 1e-6.
        AssertAgreement(PolicyCase.Of("one choice", seed: 5, hidden: [256, 128]));
    }

    [Fact]
    public void A_graph_with_a_foreign_operator_runs_on_OnnxRuntime_inside_an_ordinary_session()
    {
        Assert.SkipWhen(OnnxRuntime.Installed is null, "ONNX Runtime's native library is not installed");
        OnnxGraphBuilder graph = new();
        graph.Node("y", "HardSigmoid", [graph.Input("x", 2)]);            // max(0, min(1, 0.2 x + 0.5))
        graph.Output("y", 2);
        var model = graph.Build();
        OnnxSession session = new(OnnxPlan.Compile(NativeGraph.Wrap(model, OnnxFile.Write(model), ["y"]), "y"));
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
        Assert.SkipWhen(OnnxRuntime.Installed is null, "ONNX Runtime's native library is not installed");
        var error = Assert.Throws<InvalidDataException>(() => OnnxRuntime.Installed!.Load([1, 2, 3]));
        Assert.StartsWith("ONNX Runtime says: ", error.Message);
    }

    [Fact]
    public void The_library_is_looked_for_where_it_is_named_then_beside_the_program_then_in_the_cache()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "file names of Linux");
        var rid = $"linux-{System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        var (program, cache) = (Path.Combine(folder, "program"), Path.Combine(folder, "packages"));
        var old = Touch(cache, $"microsoft.ml.onnxruntime/1.9.0/runtimes/{rid}/native/libonnxruntime.so");

        Assert.Null(OnnxRuntimeLibrary.Find(null, program, Path.Combine(folder, "none")));
        Assert.Equal(old, OnnxRuntimeLibrary.Find(null, program, cache));
        var newer = Touch(cache, $"microsoft.ml.onnxruntime/1.20.1/runtimes/{rid}/native/libonnxruntime.so");
        Assert.Equal(newer, OnnxRuntimeLibrary.Find(null, program, cache));
        var native = Touch(program, $"runtimes/{rid}/native/libonnxruntime.so");
        Assert.Equal(native, OnnxRuntimeLibrary.Find(null, program, cache));
        var beside = Touch(program, "libonnxruntime.so");
        Assert.Equal(beside, OnnxRuntimeLibrary.Find(null, program, cache));
        var named = Touch(folder, "mine/libonnxruntime.so.1");
        Assert.Equal(named, OnnxRuntimeLibrary.Find(Path.Combine(folder, "mine"), program, cache));
        Assert.Equal(named, OnnxRuntimeLibrary.Find(named, program, cache));
        Assert.Equal($"PATHMIND_ONNXRUNTIME is '{program}/x', but there is no libonnxruntime.so or libonnxruntime.so.1",
            Assert.Throws<InvalidDataException>(() => OnnxRuntimeLibrary.Find(program + "/x", program, cache)).Message);
    }

    static void AssertAgreement(PolicyCase policy)
    {
        var bytes = policy.Trained.ToOnnx();
        var model = OnnxFile.Read(bytes);
        string[] outputs = [.. model.Outputs.Select(output => output.Name)];
        var ours = Bind(model, outputs);
        var native = Bind(NativeGraph.Whole(model, bytes, outputs), outputs);
        List<(double[] Action, double[] Logits, double[] Mean, double Value)> expected = [];
        for (var row = 0; row < Observations; row++)
        {
            var (values, mask) = (policy.RandomValues(), policy.RandomMask());
            expected.Add(policy.Reference(values, mask));
            foreach (var session in new[] { ours, native })
            {
                values.CopyTo(session["observations"].Floats, row * values.Length);
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

                void AssertRow(double[] numbers, string output)
                {
                    for (var i = 0; i < numbers.Length; i++)
                        Assert.Equal(numbers[i], session[output].Floats[row * numbers.Length + i], 1e-5 * Math.Max(1, Math.Abs(numbers[i])));
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

    static string Touch(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        return path;
    }
}
