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
                AssertClose(expected, ExportedCode.Decide(code.GetType(name)!, values, mask, policy.Actions.Size));
            }
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(1, 7)]
    public void The_exported_code_of_a_policy_that_remembers_keeps_its_state_over_episodes(int history, int memory)
    {
        PolicyCase[] cases = [.. PolicyCase.All.Select(row => row.Data).Select((data, i) => PolicyCase.Of(
            data.Item1, data.Item2, activation: i % 2 == 0 ? Activation.Tanh : Activation.Relu, history: history, memory: memory))];
        foreach (var (i, policy) in cases.Index())
            policy.Trained.ExportCSharp(Path.Combine(folder, $"Case{i}.cs"));
        var code = ExportedCode.Compile(folder, Directory.GetFiles(folder, "*.cs"));
        foreach (var (i, policy) in cases.Index())
            for (var episode = 0; episode < 20; episode++)
            {
                var (state, before) = (ExportedCode.NewState(code.GetType($"Case{i}")!), Array.Empty<float>());
                for (var step = 0; step < 5; step++)
                {
                    var (values, mask) = (policy.RandomValues(), policy.RandomMask());
                    var expected = policy.Reference(values, mask, step == 0 ? policy.FirstState(values) : before);
                    var got = ExportedCode.Decide(code.GetType($"Case{i}")!, values, mask, policy.Actions.Size, state);
                    AssertClose(expected.Action, got);
                    AssertClose(expected.Next, state);
                    before = Array.ConvertAll(expected.Next, number => (float)number);
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

    [Theory]
    [InlineData("buffer", 1)]
    [InlineData("layers", 3)]
    [InlineData("math", 1)]
    [InlineData("decide", 3)]
    public void A_file_and_observations_may_be_called_as_what_the_code_calls_something_else(string file, int history)
    {
        var policy = PolicyCase.Of("one choice", history: history);
        string[] names = ["Decide", "ActionSize", "ObservationSize", "nameof", "state"];
        Assert.Equal(policy.Parts.Description.Observations.Size, names.Length);
        var parts = policy.Parts with
        {
            Description = policy.Parts.Description with { Observations = new(names, [1, 1, 1, 1, 1], new bool[5]) },
        };
        var path = Path.Combine(folder, file + ".cs");
        TrainedPolicy.From(parts).ExportCSharp(path);
        var type = ExportedCode.Compile(folder, [path]).GetTypes().Single(type => type.IsPublic && !type.IsNested);
        Assert.Equal(char.ToUpperInvariant(file[0]) + file[1..] + "Policy", type.Name);
        var named = type.GetMethods().Single(method => method.Name == "Decide" && method.ReturnType == typeof(int));
        Assert.Equal(["Decide_2", "ActionSize_2", "ObservationSize_2", "nameof_2"], named.GetParameters().Select(of => of.Name!).Take(4));
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

    static void AssertClose(double[] expected, float[] got)
    {
        Assert.Equal(expected.Length, got.Length);
        for (var i = 0; i < got.Length; i++)
            Assert.Equal(expected[i], got[i], 1e-5 * Math.Max(1, Math.Abs(expected[i])));
    }
}
