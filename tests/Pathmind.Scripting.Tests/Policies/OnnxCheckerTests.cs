using Pathmind.Policies;

namespace Pathmind.Tests.Policies;

/// <summary>Needs Debian's python3-onnx (apt-get install python3-onnx); skipped where it is not installed.</summary>
public sealed class OnnxCheckerTests : IDisposable
{
    const string Check =
        """
        import sys, onnx
        for path in sys.argv[1:]:
            model = onnx.load(path)
            onnx.checker.check_model(model, full_check=True)
            inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
            names = lambda values: ' '.join(v.name + str([d.dim_param or d.dim_value for d in v.type.tensor_type.shape.dim]) for v in values)
            print(model.ir_version, model.opset_import[0].version, names(inferred.graph.input), names(inferred.graph.output))
        """;

    readonly string folder = Directory.CreateTempSubdirectory("checker-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_standards_own_checker_accepts_the_files_of_all_spaces()
    {
        Assert.SkipUnless(Python.HasOnnx, "python3-onnx is not installed");
        List<string> paths = [];
        foreach (var row in PolicyCase.All)
        {
            var (space, masks) = row.Data;
            paths.Add(Path.Combine(folder, $"{paths.Count}"));
            PolicyCase.Of(space, masks).Trained.Save(paths[^1]);
        }
        foreach (var policy in new[] { PolicyCase.Of("one choice", history: 3), PolicyCase.Of("one choice", memory: 7) })
        {
            paths.Add(Path.Combine(folder, $"{paths.Count}"));
            policy.Trained.Save(paths[^1]);
        }
        var output = Python.Run(["-c", Check, .. paths.Select(path => Path.Combine(path, PolicySource.FileName))]);

        var lines = output.Trim().Split('\n');
        Assert.Equal(paths.Count, lines.Length);
        Assert.Equal("7 13 observations['N', 5] action['N', 1] logits['N', 4] value['N', 1]", lines[0]);
        Assert.Equal(
            "7 13 observations['N', 5] action_mask['N', 7] action['N', 6] logits['N', 7] mean['N', 3] log_std['N', 3] value['N', 1]",
            lines[^3]);
        Assert.Equal("7 13 observations['N', 5] state['N', 10] action['N', 1] logits['N', 4] value['N', 1] state_out['N', 10]", lines[^2]);
        Assert.Equal("7 13 observations['N', 5] state['N', 7] action['N', 1] logits['N', 4] value['N', 1] state_out['N', 7]", lines[^1]);
    }
}
