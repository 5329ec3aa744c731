namespace Pathmind.Policies.Onnx;

/// <summary>Runs whole graphs with any operators. The only implementation is in the package
/// Pathmind.OnnxRuntime.</summary>
internal interface IGraphRuntime
{
    /// <summary>Makes a model ready to run, on one thread, as a small network wants it.</summary>
    /// <param name="model">An .onnx file.</param>
    /// <param name="inputs">All of the model; their tensors are read at every run.</param>
    /// <param name="outputs">Names of those that are needed.</param>
    /// <exception cref="InvalidDataException">The runtime refuses the model.</exception>
    IGraphSession Load(byte[] model, GraphInput[] inputs, string[] outputs);
}

/// <summary>A model that is ready to run. One thread at a time; its memory is freed when it is collected.</summary>
internal interface IGraphSession
{
    /// <summary>Computes the outputs, in the order in which they were asked for.</summary>
    /// <param name="place">Gives the tensor that takes an output of this type and shape.</param>
    /// <exception cref="InvalidDataException">The runtime failed, or an output holds numbers that cannot be
    /// read.</exception>
    void Run(Func<OnnxType, int[], Tensor> place);
}

/// <summary>An input of a model and where its numbers are.</summary>
internal sealed record GraphInput(string Name, OnnxType Type, Tensor Tensor);
