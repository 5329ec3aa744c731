using Pathmind.Policies.Onnx;

namespace Pathmind.Benchmarks;

/// <summary>Graphs that mean no good; see <see cref="HostileFiles"/>. Small files that ask for much, each in another
/// way.</summary>
internal static class HostileGraphs
{
    const int Many = 4_000, Large = 2_000_000;

    public static IEnumerable<HostileFile> All()
    {
        yield return Of("a circle", graph =>
        {
            graph.Node("a", "Add", ["x", "b"]);
            graph.Node("b", "Relu", ["a"]);
            return "b";
        });
        yield return Of("an expansion to everything", graph => graph.Node("y", "Expand", ["x", Shape(graph, 60_000, 1000)]));
        yield return Of("growth in many steps", graph => Chain(graph, Ones(graph, 1, 5_000_000), "Add", both: true));
        yield return Of("many sums of much", graph => Each(graph, from: Ones(graph, 1, Large), "ReduceSum"));
        yield return Of("functions of many constants", graph => Chain(graph, Ones(graph, 1, Large), "Erf", both: false));
        yield return Of("a product of constants", graph => Ones(graph, 2000, 2000) is var square
            ? graph.Node("y", "MatMul", [square, square]) : "");
        yield return Of("a product below the limit of a row", graph => Chain(graph, Ones(graph, 200, 200), "MatMul", both: true));
        yield return Of("many products of the observations",
            graph => Chain(
                graph, graph.Node("wide", "MatMul", ["x", Ones(graph, 4, 2000)]), "MatMul", both: false, Ones(graph, 2000, 2000)));
        yield return Of("one matrix in many layers",
            graph => Chain(
                graph, graph.Node("wide", "MatMul", ["x", graph.Constant("first", [4, 1000], new float[4000])]), "MatMul", both: false,
            graph.Constant("shared", [1000, 1000], new float[1_000_000])));
        yield return Of("large layers that do not fit", graph =>
        {
            var wide = graph.Node(
                "wide", "Gemm", ["x", graph.Constant("w1", [4, 2800], new float[4 * 2800]), graph.Constant("b1", [2800], new float[2800])]);
            var hidden = graph.Node("hidden", "Gemm",
                [graph.Node("wide_active", "Tanh", [wide]), graph.Constant("w2", [2800, 2800], new float[2800 * 2800]),
                    graph.Constant("b2", [2800], new float[2800])]);
            return graph.Node("y", "Gemm",
                [graph.Node("hidden_active", "Tanh", [hidden]), graph.Constant("w3", [2799, 2], new float[2799 * 2]),
                    graph.Constant("b3", [2], new float[2])]);
        });
        yield return Of("many nodes", graph => Chain(graph, "x", "Neg", both: false));
        yield return Of(
            "a million axes", graph => graph.Node("y", "Reshape", ["x", graph.Constant("shape", [1_000_000], Repeat(1, 1_000_000))]));
        yield return Of("many shapes of many axes", graph =>
        {
            graph.Constant("shape", [1_000_000], Repeat(1, 1_000_000));
            return Chain(graph, "x", "Reshape", both: false, "shape");
        });
        yield return Of("a walk over nothing",
            graph => graph.Node("y", "Gather",
                [graph.Constant("empty", [5, 0], Array.Empty<float>()), graph.Node("indices", "Cast", [Ones(graph, Large)], ("to", 7L))]));
        yield return new("graph", "many outputs", () => Write(graph => Each(graph, "x", "Neg"), outputs: 3000));
    }

    static HostileFile Of(string name, Func<OnnxGraphBuilder, string> build) => new("graph", name, () => Write(build, outputs: 0));

    /// <summary>A graph whose input is x [N, 4] and whose output is what <paramref name="build"/> returns, claiming to
    /// be [N, 2]; with further outputs each_0, each_1, …</summary>
    static byte[] Write(Func<OnnxGraphBuilder, string> build, int outputs)
    {
        OnnxGraphBuilder graph = new();
        graph.Input("x", 4);
        var last = build(graph);
        string[] names = [last, .. Enumerable.Range(0, outputs).Select(i => $"each_{i}")];
        return OnnxFile.Write(graph.Build() with { Outputs = [.. names.Select(name => new OnnxValue(name, OnnxType.Float, [null, 2]))] });
    }

    /// <summary>The operator applied to its own output again and again.</summary>
    static string Chain(OnnxGraphBuilder graph, string from, string operation, bool both, params string[] others)
    {
        for (var i = 0; i < Many; i++)
            from = graph.Node($"chain_{i}", operation, both ? [from, from] : [from, .. others]);
        return from;
    }

    /// <summary>The operator applied to one tensor again and again; then the last result.</summary>
    static string Each(OnnxGraphBuilder graph, string from, string operation)
    {
        for (var i = 0; i < Many; i++)
            graph.Node($"each_{i}", operation, [from]);
        return graph.Node("y", "Concat", [.. Enumerable.Range(0, Many).Select(i => $"each_{i}")], ("axis", 0L));
    }

    /// <summary>Ones of a shape, from a file of some bytes.</summary>
    static string Ones(OnnxGraphBuilder graph, params long[] shape) =>
        graph.Node($"ones_{string.Join('_', shape)}", "Expand", [
            graph.Constant($"one_{string.Join('_', shape)}", [1], [1f]), Shape(graph, shape)]);

    static string Shape(OnnxGraphBuilder graph, params long[] lengths) =>
        graph.Constant($"shape_{string.Join('_', lengths)}", [lengths.Length], lengths);

    static long[] Repeat(long number, int count) => [.. Enumerable.Repeat(number, count)];
}
