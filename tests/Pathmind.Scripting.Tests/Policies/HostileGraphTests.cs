using System.IO.Compression;
using Pathmind.Policies;
using Pathmind.Policies.Onnx;

namespace Pathmind.Tests.Policies;

/// <summary>Files that ask for the machine's memory or time: refused before they get it.</summary>
public sealed class HostileGraphTests : IDisposable
{
    /// <summary>What a refusal may allocate; each of these files asks for hundreds of times more.</summary>
    const long Bytes = 200L << 20;

    readonly string folder = Directory.CreateTempSubdirectory("hostile-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Expanding_to_everything_is_refused() => AssertRefused("a tensor of shape [60000, 1000]", graph =>
        graph.Node("y", "Expand", ["x", graph.Constant("shape", [2], [60_000L, 1000])]));

    [Fact]
    public void Growing_in_many_steps_is_refused() => AssertRefused("the graph needs more than", graph =>
    {
        var y = graph.Node("y_0", "Expand", ["x", graph.Constant("shape", [2], [1000L, 5000])]);
        for (var i = 1; i < 100; i++)
            y = graph.Node($"y_{i}", "Add", [y, y]);
        graph.Node("y", "Identity", [y]);
    }, width: 1);

    [Fact]
    public void A_product_that_would_take_minutes_is_refused() => AssertRefused("multiplications for a batch of 1", graph =>
    {
        var square = graph.Node("square", "Expand", [graph.Constant("one", [1, 1], [1f]), graph.Constant("shape", [2], [1000L, 1000])]);
        graph.Node("y", "MatMul", [square, square]);
    });

    [Fact]
    public void Gemm_has_the_same_limit() => AssertRefused("multiplications for a batch of 1", graph =>
    {
        var square = graph.Node("square", "Expand", [graph.Constant("one", [1, 1], [1f]), graph.Constant("shape", [2], [1000L, 1000])]);
        graph.Node("y", "Gemm", [square, square]);
    });

    [Fact]
    public void A_circle_is_refused() => AssertRefused("reads 'b', which nothing before it makes", graph =>
    {
        graph.Node("a", "Add", ["x", "b"]);
        graph.Node("b", "Relu", ["a"]);
        graph.Node("y", "Identity", ["b"]);
    });

    [Fact]
    public void A_claim_of_2_GB_is_refused()
    {
        // A field of wire type 2 (graph) that claims 2 GB, and one that claims more than there can be.
        foreach (var claim in new byte[][] { [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07],
            [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F] })
            AssertRefusedWithin(() => TrainedPolicy.FromOnnx(claim, "claim"), "it is not an ONNX file, or a truncated one");
    }

    [Fact]
    public void A_bomb_of_a_zip_stops_at_the_limit_of_a_file()
    {
        var path = Path.Combine(folder, "bomb.zip");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        using (var stream = archive.CreateEntry("policy.onnx", CompressionLevel.Fastest).Open())
            for (var i = 0; i <= PolicySource.MaxBytes >> 20; i++)
                stream.Write(new byte[1 << 20]);

        Assert.InRange(new FileInfo(path).Length, 0, 8 << 20);
        AssertRefusedWithin(() => Policy.Local(path), "larger than 40 MB");
    }

    [Fact]
    public void Truncated_and_changed_zips_read_or_end_in_one_kind_of_error()
    {
        var path = Path.Combine(folder, "good.zip");
        PolicyCase.Of("one choice").Trained.ExportZip(path);
        var whole = File.ReadAllBytes(path);
        Random random = new(8);
        for (var i = 0; i < 300; i++)
        {
            var changed = i % 2 == 0 ? whole[..random.Next(whole.Length)] : (byte[])whole.Clone();
            for (var k = 0; k < i % 5 && changed.Length > 0; k++)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            var file = Path.Combine(folder, "changed.zip");
            File.WriteAllBytes(file, changed);
            var error = Record.Exception(() => Policy.Local(file));
            Assert.True(error is null or InvalidDataException, error?.ToString());
        }
    }

    static void AssertRefused(string reason, Action<OnnxGraphBuilder> build, int width = 1000)
    {
        OnnxGraphBuilder graph = new();
        graph.Input("x", width);
        build(graph);
        graph.Output("y", 1);
        var bytes = OnnxFile.Write(graph.Build());
        AssertRefusedWithin(() => new OnnxSession(OnnxPlan.Compile(OnnxFile.Read(bytes), "y")).Bind(1), reason);
    }

    static void AssertRefusedWithin(Action read, string reason)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(read).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Bytes);
    }
}
