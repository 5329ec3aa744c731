using Microsoft.ML.OnnxRuntime;

namespace Pathmind.Policies.Onnx;

/// <summary>Runs graphs on ONNX Runtime. It is found by its name when a policy has operators that the kit does not
/// have.</summary>
internal sealed class OnnxRuntime : IGraphRuntime
{
    /// <inheritdoc/>
    public IGraphSession Load(byte[] model, GraphInput[] inputs, string[] outputs)
    {
        try
        {
            using SessionOptions options = new()
            {
                IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            };
            return new OnnxRuntimeSession(new(model, options), inputs, outputs);
        }
        catch (OnnxRuntimeException exception)
        {
            throw Refusal(exception);
        }
    }

    public static InvalidDataException Refusal(OnnxRuntimeException exception) =>
        new($"ONNX Runtime reports: {exception.Message.TrimEnd('.')}", exception);
}
