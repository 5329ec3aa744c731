using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Pathmind.Policies.Onnx;

/// <summary>A model loaded by ONNX Runtime. Its inputs are read where the kit's tensors are; other kinds of numbers are
/// converted at every run.</summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "Policies are not disposed of; ONNX Runtime's objects free themselves when they are collected.")]
internal sealed class OnnxRuntimeSession : IGraphSession
{
    readonly InferenceSession session;
    readonly RunOptions options = new();
    readonly string[] inputNames, outputNames;
    readonly OrtValue[] values;
    readonly Action[] conversions;

    public OnnxRuntimeSession(InferenceSession session, GraphInput[] inputs, string[] outputs)
    {
        (this.session, outputNames, inputNames) = (session, outputs, [.. inputs.Select(input => input.Name)]);
        List<Action> converting = [];
        values = [.. inputs.Select(input => ValueOf(input, converting))];
        conversions = [.. converting];
    }

    /// <inheritdoc/>
    public void Run(Func<OnnxType, int[], Tensor> place)
    {
        foreach (var convert in conversions)
            convert();
        try
        {
            using var outputs = session.Run(options, inputNames, values, outputNames);
            foreach (var output in outputs)
                Read(output, place);
        }
        catch (OnnxRuntimeException exception)
        {
            throw OnnxRuntime.Refusal(exception);
        }
    }

    static OrtValue ValueOf(GraphInput input, List<Action> converting)
    {
        var (tensor, shape) = (input.Tensor, Array.ConvertAll(input.Tensor.Shape, length => (long)length));
        return input.Type switch
        {
            OnnxType.Float => OrtValue.CreateTensorValueFromMemory(tensor.Floats, shape),
            OnnxType.Int64 => OrtValue.CreateTensorValueFromMemory(tensor.Integers, shape),
            OnnxType.Double => Converted(tensor.Floats, number => (double)number),
            OnnxType.Int32 => Converted(tensor.Integers, number => (int)number),
            OnnxType.Bool => Converted(tensor.Integers, number => number != 0),
            var type => throw new InvalidDataException($"the input '{input.Name}' holds numbers of the kind {type}"),
        };

        OrtValue Converted<TFrom, TTo>(TFrom[] from, Func<TFrom, TTo> convert)
            where TTo : unmanaged
        {
            var to = new TTo[from.Length];
            converting.Add(() =>
            {
                for (var i = 0; i < from.Length; i++)
                    to[i] = convert(from[i]);
            });
            return OrtValue.CreateTensorValueFromMemory(to, shape);
        }
    }

    static void Read(OrtValue output, Func<OnnxType, int[], Tensor> place)
    {
        var info = output.GetTensorTypeAndShape();
        var shape = Array.ConvertAll(info.Shape, length => checked((int)length));
        switch (info.ElementDataType)
        {
            case TensorElementType.Float:
                output.GetTensorDataAsSpan<float>().CopyTo(place(OnnxType.Float, shape).Floats);
                break;
            case TensorElementType.Double:
                Convert<double, float>(place(OnnxType.Double, shape).Floats, number => (float)number);
                break;
            case TensorElementType.Int64:
                output.GetTensorDataAsSpan<long>().CopyTo(place(OnnxType.Int64, shape).Integers);
                break;
            case TensorElementType.Int32:
                Convert<int, long>(place(OnnxType.Int32, shape).Integers, number => number);
                break;
            case TensorElementType.Bool:
                Convert<bool, long>(place(OnnxType.Bool, shape).Integers, flag => flag ? 1 : 0);
                break;
            default:
                throw new InvalidDataException(
                    $"an output holds numbers of the kind {info.ElementDataType}; float32, double, int32, int64 and bool can be read");
        }

        void Convert<TFrom, TTo>(TTo[] to, Func<TFrom, TTo> convert)
            where TFrom : unmanaged
        {
            var from = output.GetTensorDataAsSpan<TFrom>();
            for (var i = 0; i < to.Length; i++)
                to[i] = convert(from[i]);
        }
    }
}
