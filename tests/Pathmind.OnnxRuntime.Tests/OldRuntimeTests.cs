using System.Diagnostics;
using System.Text.Json.Nodes;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Policies.Onnx;

namespace Pathmind.Tests.Policies;

/// <summary>ONNX Runtime 1.16.3 of autumn 2023, through node, as people run policies in JavaScript: .ci/run fetches it
/// from npm.</summary>
public sealed class OldRuntimeTests : IDisposable
{
    const int Rows = 1000;

    readonly string folder = Directory.CreateTempSubdirectory("old-runtime-").FullName;

    static string Runtime => Environment.GetEnvironmentVariable("PATHMIND_OLD_ONNXRUNTIME")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "pathmind", "onnxruntime-node-1.16.3");

    public static bool IsInstalled => Directory.Exists(Path.Combine(Runtime, "node_modules", "onnxruntime-node"));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact(SkipUnless = nameof(IsInstalled), Skip = "onnxruntime-node 1.16.3 is not installed: .ci/run fetches it.")]
    public void A_runtime_of_three_years_ago_gives_the_answers_of_our_executor_for_all_spaces_and_scripts()
    {
        var prices = Factory.ReadPrices(Path.Combine(Repository.Root, "scripts", "factory_prices.csv"));
        TrainedPolicy[] policies =
        [
            .. PolicyCase.All.Select(row => row.Data).Select(data => PolicyCase.Of(data.Item1, data.Item2).Trained),
            .. PolicyCase.All.Select(row => row.Data).Select(data => PolicyCase.Of(data.Item1, data.Item2, history: 3).Trained),
            .. PolicyCase.All.Select(row => row.Data).Select(data => PolicyCase.Of(data.Item1, data.Item2, memory: 7).Trained),
            Trained<MouseAndCheese>(), Trained<ThreeMice>(), Trained<CartPole>(), Trained<Pendulum>(), Trained<Inventory>(),
            Trained<JobShop>(),
            Trainer.Train(() => new Factory(prices), Short).Policy,
        ];
        JsonArray requests = [];
        List<OnnxSession> expected = [];
        foreach (var (i, policy) in policies.Index())
        {
            var session = Answered(policy, seed: i);
            expected.Add(session);
            var file = Path.Combine(folder, $"{i}.onnx");
            policy.ExportOnnx(file);
            requests.Add((JsonNode)new JsonObject { ["model"] = file, ["rows"] = Rows, ["inputs"] = Inputs(policy, session) });
        }

        var answers = JsonNode.Parse(RunNode(requests.ToJsonString()))!.AsArray();

        Assert.Equal(policies.Length, answers.Count);
        foreach (var (i, policy) in policies.Index())
            foreach (var output in policy.Model.Outputs.Select(output => output.Name))
                AssertClose(expected[i][output].Floats, [.. answers[i]![output]!.AsArray().Select(number => (float)number!)],
                    $"{policy.Simulation}: {output}");
    }

    static TrainingOptions Short => new() { Steps = 2_000, Seed = 3, Display = Display.None };

    static TrainedPolicy Trained<T>()
        where T : Simulation, new() => Trainer.Train(() => new T(), Short).Policy;

    static OnnxSession Answered(TrainedPolicy policy, int seed)
    {
        OnnxSession session = new(policy.Plan());
        session.Bind(Rows);
        RandomStream random = new(seed, 0);
        foreach (var input in policy.Model.Inputs.Where(input => input.Name != PolicyGraph.Mask))
            foreach (ref var number in session[input.Name].Floats.AsSpan())
                number = 2 * random.NextNormal();
        if (policy.Description.HasMask)
            Array.Fill(session[PolicyGraph.Mask].Floats, 1);
        session.Run();
        return session;
    }

    static JsonObject Inputs(TrainedPolicy policy, OnnxSession session)
    {
        JsonObject inputs = [];
        foreach (var input in policy.Model.Inputs.Select(input => input.Name))
            inputs[input] = new JsonArray([.. session[input].Floats.Select(number => (JsonNode)number)]);
        return inputs;
    }

    static string RunNode(string requests)
    {
        ProcessStartInfo start = new("node", [Path.Combine(AppContext.BaseDirectory, "runtime.mjs"), Runtime])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        using var node = Process.Start(start)!;
        node.StandardInput.Write(requests);
        node.StandardInput.Close();
        var answers = node.StandardOutput.ReadToEnd();
        Assert.True(node.WaitForExit(60_000));
        Assert.Equal(0, node.ExitCode);
        return answers;
    }

    /// <summary>Float32 rounds in units of the largest numbers that are added: the output's largest stands for
    /// them.</summary>
    static void AssertClose(float[] expected, float[] got, string what)
    {
        Assert.Equal(expected.Length, got.Length);
        var tolerance = 1e-5f * Math.Max(1, expected.Where(number => number > float.MinValue).Max(Math.Abs));
        for (var i = 0; i < got.Length; i++)
            Assert.True(Math.Abs(expected[i] - got[i]) <= tolerance, $"{what}[{i}] is {got[i]}, not {expected[i]}");
    }
}
