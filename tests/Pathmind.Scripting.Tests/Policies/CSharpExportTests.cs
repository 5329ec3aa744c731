namespace Pathmind.Tests.Policies;

/// <summary>Compiles the written C# with the compiler of the SDK that runs the tests, as C# 8, and calls it.</summary>
public sealed class CSharpExportTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("csharp-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_exported_code_decides_as_the_policy_over_all_spaces_and_sizes()
    {
        Dictionary<string, PolicyCase> cases = [];
        foreach (var row in PolicyCase.All)
            foreach (var (seed, activation, hidden) in new (
                int, Activation, int[])[] { (1, Activation.Tanh, [16, 9]), (2, Activation.Relu, [40]), (3, Activation.Tanh, [1]) })
            {
                var policy = PolicyCase.Of(row.Data.Item1, row.Data.Item2, seed, activation, normalise: seed == 1, hidden);
                var name = $"Case{cases.Count}";
                policy.Trained.ExportCSharp(Path.Combine(folder, name + ".cs"));
                cases.Add(name, policy);
            }
        var code = ExportedCode.Compile(folder, Directory.GetFiles(folder, "*.cs"));
        foreach (var (name, policy) in cases)
            for (var i = 0; i < 1000; i++)
            {
                var (values, mask) = (policy.RandomValues(), policy.RandomMask());
                var expected = policy.Reference(values, mask).Action;
                var got = ExportedCode.Decide(code.GetType(name)!, values, mask, policy.Actions.Size);
                for (var k = 0; k < expected.Length; k++)
                    Assert.Equal(expected[k], got[k], 1e-5 * Math.Max(1, Math.Abs(expected[k])));
            }
    }

    [Fact]
    public void The_exported_code_of_a_policy_with_a_history_keeps_its_state_over_episodes()
    {
        foreach (var (i, (space, masks)) in PolicyCase.All.Select(row => row.Data).Index())
            PolicyCase.Of(space, masks, history: 3).Trained.ExportCSharp(Path.Combine(folder, $"Case{i}.cs"));
        var code = ExportedCode.Compile(folder, Directory.GetFiles(folder, "*.cs"));
        foreach (var (i, (space, masks)) in PolicyCase.All.Select(row => row.Data).Index())
        {
            var (policy, type) = (PolicyCase.Of(space, masks, history: 3), code.GetType($"Case{i}")!);
            for (var episode = 0; episode < 20; episode++)
            {
                var (state, before) = (ExportedCode.NewState(type), Array.Empty<float>());
                for (var step = 0; step < 5; step++)
                {
                    var (values, mask) = (policy.RandomValues(), policy.RandomMask());
                    before = before.Length == 0 ? [.. values, .. values] : before;
                    var expected = policy.Reference(values, mask, before).Action;
                    var got = ExportedCode.Decide(type, values, mask, policy.Actions.Size, state);
                    for (var k = 0; k < expected.Length; k++)
                        Assert.Equal(expected[k], got[k], 1e-5 * Math.Max(1, Math.Abs(expected[k])));
                    before = [.. before[5..], .. values];
                    Assert.Equal(before, state);
                }
            }
        }
    }

    [Fact]
    public void Each_observation_is_a_parameter_whatever_its_name()
    {
        var policy = PolicyCase.Of("one choice");
        var parts = policy.Parts with
        {
            Description = policy.Parts.Description with
            {
                Observations = new(
            ["class", "2 of\nthese\u2028*/ } evil", "x y"], [1, 3, 1], [false, true, false]),
                Simulation = "A<B>\n#error"
            }
        };
        TrainedPolicy.From(parts).ExportCSharp(Path.Combine(folder, "lean-inventory.cs"));
        var type = ExportedCode.Compile(folder, [Path.Combine(folder, "lean-inventory.cs")]).GetType("LeanInventory")!;
        var named = type.GetMethods().Single(method => method.Name == "Decide" && method.ReturnType == typeof(int));

        Assert.Equal(["class", "_2_of_these______evil", "x_y"], named.GetParameters().Select(parameter => parameter.Name!));
    }

    [Fact]
    public void What_the_kit_did_not_train_is_refused()
    {
        var policy = PolicyCase.Of("one choice").Trained;
        policy.Model.Initializers.Remove("policy_2_weights");

        var error = Assert.Throws<NotSupportedException>(() => policy.ExportCSharp(Path.Combine(folder, "x.cs")));
        Assert.StartsWith("Only policies that this kit trained can be exported to C#", error.Message);
        Assert.False(File.Exists(Path.Combine(folder, "x.cs")));
    }

    [Fact]
    public void A_zip_and_a_file_hold_the_same_policy_and_the_same_bytes_each_time()
    {
        var policy = PolicyCase.Of("bounded").Trained;
        var (zip, again, onnx) = (Path.Combine(folder, "a.zip"), Path.Combine(folder, "b.zip"), Path.Combine(folder, "c.onnx"));
        policy.ExportZip(zip);
        policy.ExportZip(again);
        policy.ExportOnnx(onnx);

        Assert.Equal(File.ReadAllBytes(zip), File.ReadAllBytes(again));
        Assert.Equal(policy.ToOnnx(), File.ReadAllBytes(onnx));
        Assert.Equal(policy.ToOnnx(), Policy.Local(zip).ToOnnx());
    }
}
