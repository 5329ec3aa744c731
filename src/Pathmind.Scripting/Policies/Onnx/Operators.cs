namespace Pathmind.Policies.Onnx;

/// <summary>The operators that dense policies consist of, by their names in the standard
/// (https://onnx.ai/onnx/operators).</summary>
internal static class Operators
{
    /// <summary>The operator of a node; null if this kit does not have it.</summary>
    public static Operator? Find(OnnxNode node) => node.Domain switch
    {
        "" or "ai.onnx" => Find(node.Operator),
        RuntimeGraph.Domain when node.Attributes.GetValueOrDefault(RuntimeGraph.Model) is byte[] => RuntimeGraph.Bind(node),
        _ => null,
    };

    static Operator? Find(string name) => name switch
    {
        "Abs" => Elementwise.Abs,
        "Add" => Pairwise.Add,
        "ArgMax" => Reductions.ArgMax,
        "Cast" => Elementwise.Cast,
        "Clip" => Elementwise.Clip,
        "Concat" => Movement.Concat,
        "Constant" => Reshaping.Constant,
        "ConstantOfShape" => Movement.ConstantOfShape,
        "Div" => Pairwise.Divide,
        "Dropout" => Reshaping.Identity,
        "Elu" => Elementwise.Elu,
        "Erf" => Elementwise.Erf,
        "Exp" => Elementwise.Exp,
        "Expand" => Movement.Expand,
        "Flatten" => Reshaping.Flatten,
        "Gather" => Movement.Gather,
        "Gelu" => Elementwise.Gelu,
        "Gemm" => Products.Gemm,
        "Identity" => Reshaping.Identity,
        "LayerNormalization" => Reductions.LayerNormalization,
        "LeakyRelu" => Elementwise.LeakyRelu,
        "Log" => Elementwise.Log,
        "LogSoftmax" => Reductions.LogSoftmax,
        "MatMul" => Products.MatMul,
        "Max" => Pairwise.Maximum,
        "Min" => Pairwise.Minimum,
        "Mul" => Pairwise.Multiply,
        "Neg" => Elementwise.Negate,
        "ReduceLogSumExp" => Reductions.LogSumExp,
        "ReduceMax" => Reductions.Maximum,
        "ReduceMean" => Reductions.Mean,
        "ReduceMin" => Reductions.Minimum,
        "ReduceSum" => Reductions.Sum,
        "Relu" => Elementwise.Relu,
        "Reshape" => Reshaping.Reshape,
        "Selu" => Elementwise.Selu,
        "Shape" => Reshaping.Shape,
        "Sigmoid" => Elementwise.Sigmoid,
        "Slice" => Movement.Slice,
        "Softmax" => Reductions.Softmax,
        "Softplus" => Elementwise.Softplus,
        "Split" => Movement.Split,
        "Sqrt" => Elementwise.Sqrt,
        "Squeeze" => Reshaping.Squeeze,
        "Sub" => Pairwise.Subtract,
        "Tanh" => Elementwise.Tanh,
        "Transpose" => Movement.Transpose,
        "Unsqueeze" => Reshaping.Unsqueeze,
        "Where" => Elementwise.Where,
        _ => null,
    };
}
