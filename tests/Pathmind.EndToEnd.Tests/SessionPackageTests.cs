using System.Text.Json;

namespace Pathmind.Tests;

/// <summary>The packages that add to the kit, in sessions of the tool: one line with <c>#r</c>, and nothing to
/// call.</summary>
[Collection(nameof(PackedKit))]
public sealed class SessionPackageTests(PackedKit kit)
{
    const string Walk = """
        class Walk : Simulation
        {
            int t;
            public override ActionSpace ActionSpace(int agent) => new Discrete(2);
            public override void Reset() => t = 0;
            public override void Step() => t++;
            public override Observation GetObservation(int agent) => new() { ["t"] = t };
            public override Reward GetReward(int agent) => new() { ["second"] = Action[0].Choice };
            public override bool IsDone(int agent) => t == 10;
        }
        """;

    /// <remarks>Of the choices' values, HardSwish(−t) and HardSwish(t), the second is larger from t = 1 on: −3 / 6 · …
    /// ≤ 0 below.</remarks>
    const string Graph = """
        import onnx, numpy
        from onnx import helper, numpy_helper, TensorProto
        weights = numpy_helper.from_array(numpy.array([[-1., 1.]], dtype=numpy.float32), "w")
        nodes = [helper.make_node("MatMul", ["observations", "w"], ["a"]), helper.make_node("HardSwish", ["a"], ["logits"])]
        given = helper.make_tensor_value_info("observations", TensorProto.FLOAT, ["N", 1])
        wanted = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 2])
        graph = helper.make_graph(nodes, "g", [given], [wanted], [weights])
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=7), "swish.onnx")
        """;

    static string Tool => $"dotnet '{Path.Combine(AppContext.BaseDirectory, "pathmind.dll")}'";

    [Fact]
    public void A_line_for_OnnxRuntime_lets_a_script_run_a_graph_that_the_kit_cannot_and_without_it_the_error_names_the_line()
    {
        kit.Pack("Pathmind.OnnxRuntime");
        File.WriteAllText(Path.Combine(kit.Folder, "graph.py"), Graph);
        kit.Run("/usr/bin/python3 graph.py");
        const string use = """
            var log = new Walk().Run(Policy.Local("swish.onnx", new Walk()), episodes: 1, display: Display.None);
            Console.WriteLine($"reward {log.Reward.Mean}");

            """;
        File.WriteAllText(Path.Combine(kit.Folder, "without.csx"), use + Walk);
        File.WriteAllText(Path.Combine(kit.Folder, "with.csx"), $"#r \"nuget: Pathmind.OnnxRuntime, 0.1.0\"\n{use}{Walk}");

        var without = kit.TryRun($"{Tool} without.csx");
        Assert.Equal(1, without.ExitCode);
        Assert.Contains("HardSwish", without.Output);
        Assert.Contains("#r \"nuget: Pathmind.OnnxRuntime\"", without.Output);
        Assert.Contains("reward 9", kit.Run($"{Tool} with.csx"));        // all steps but the first, where both are 0
    }

    [Fact]
    public void A_line_for_Plotly_shows_a_history_as_a_chart_in_the_kernel()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/jupyter-nbconvert"), "Jupyter is not installed.");
        kit.Pack("Pathmind.Plotly");
        string[] cells =
        [
            Walk, "#r \"nuget: Pathmind.Plotly, 0.1.0\"",
            "var training = new Walk().Train(new() { Steps = 5_000 });\ntraining.History.ToChart()",
            "new Walk().Run(training.Policy, display: Display.None).Episodes.Count",
        ];
        File.WriteAllText(Path.Combine(kit.Folder, "chart.ipynb"), JsonSerializer.Serialize(new
        {
            cells = cells.Select((source, index) => new
            {
                cell_type = "code", id = $"cell-{index}", metadata = new { }, source, execution_count = (int?)null,
                outputs = Array.Empty<object>(),
            }),
            metadata = new { kernelspec = new { name = "pathmind", display_name = "C#", language = "csharp" } },
            nbformat = 4, nbformat_minor = 5,
        }));
        kit.Run($"""
            {Tool} jupyter install --prefix jupyter
            export JUPYTER_PATH=$PWD/jupyter/share/jupyter JUPYTER_CONFIG_DIR=$PWD/jupyter/config JUPYTER_RUNTIME_DIR=$PWD/jupyter/runtime
            /usr/bin/jupyter-nbconvert --to notebook --execute --ExecutePreprocessor.timeout=300 --output shown.ipynb chart.ipynb
            """);

        NotebookFile shown = new(Path.Combine(kit.Folder, "shown.ipynb"));
        var chart = Assert.Single(shown.Cells[2].Outputs, output => output.Kind == "execute_result").Forms;
        Assert.Contains("Plotly.newPlot(", chart["text/html"]);
        Assert.Contains("mean reward per episode", chart["text/html"]);
        using var figure = JsonDocument.Parse(chart["application/vnd.plotly.v1+json"]);
        Assert.Contains(figure.RootElement.GetProperty("data").EnumerateArray(), trace => trace.GetProperty("name")
            .GetString() == "mean reward");
        Assert.DoesNotContain(shown.Cells.SelectMany(cell => cell.Outputs), output => output.Kind == "error");
    }
}
