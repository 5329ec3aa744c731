using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Pathmind.Policies.Onnx;

/// <summary>ONNX Runtime's native library, used through its C API: a table of functions, of which only entries of the API's first version are taken, so that
/// every release since 1.0 fits. It is part of no package of ours; where it is looked for: <see cref="OnnxRuntimeLibrary"/>.</summary>
/// <remarks>https://github.com/microsoft/onnxruntime/blob/main/include/onnxruntime/core/session/onnxruntime_c_api.h; the indices count its struct OrtApi.</remarks>
internal sealed class OnnxRuntime
{
    const int ErrorsOnly = 3;

    static readonly Lazy<OnnxRuntime?> OfThisMachine = new(() => OnnxRuntimeLibrary.Find() is { } path ? new(path) : null);

    readonly nint table, environment, allocator;
    readonly ConcurrentDictionary<(int Index, Type Type), Delegate> functions = [];

    /// <exception cref="InvalidDataException">The file is no ONNX Runtime.</exception>
    public OnnxRuntime(string path)
    {
        try
        {
            var getBase = Marshal.GetDelegateForFunctionPointer<GetBase>(NativeLibrary.GetExport(NativeLibrary.Load(path), "OrtGetApiBase"));
            table = Marshal.GetDelegateForFunctionPointer<GetApi>(Marshal.ReadIntPtr(getBase()))(1);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new InvalidDataException($"'{path}' is no ONNX Runtime library for this machine: {exception.Message}", exception);
        }
        if (table == 0)
            throw new InvalidDataException($"the ONNX Runtime '{path}' does not offer the first version of its C API");
        Require(Call<CreateEnvironment>(3)(ErrorsOnly, "pathmind", out environment));
        Require(Call<Make>(78)(out allocator));
    }

    public delegate nint GetBase();

    public delegate nint GetApi(uint version);

    public delegate nint Text(nint status);

    public delegate nint Make(out nint made);

    public delegate nint CreateEnvironment(int level, [MarshalAs(UnmanagedType.LPUTF8Str)] string id, out nint environment);

    public delegate nint CreateSession(nint environment, byte[] model, nuint length, nint options, out nint session);

    public delegate nint SetNumber(nint options, int number);

    public delegate nint RunSession(nint session, nint options, nint[] inputNames, nint[] inputs, nuint inputCount, nint[] outputNames, nuint outputCount, [In, Out] nint[] outputs);

    public delegate nint CreateTensor(nint allocator, long[] shape, nuint rank, int type, out nint tensor);

    public delegate nint Take(nint of, out nint taken);

    public delegate nint TakeNumber(nint of, out int number);

    public delegate nint Lengths(nint info, [In, Out] long[] lengths, nuint rank);

    public delegate void Release(nint what);

    /// <summary>Null where the library is not installed.</summary>
    public static OnnxRuntime? Installed => OfThisMachine.Value;

    /// <summary>Makes a model ready to run, on one thread, as a small network wants it.</summary>
    /// <exception cref="InvalidDataException">ONNX Runtime refuses the model.</exception>
    public nint Load(byte[] model)
    {
        Require(Call<Make>(10)(out var options));
        try
        {
            Require(Call<SetNumber>(24)(options, 1));
            Require(Call<SetNumber>(25)(options, 1));
            Require(Call<CreateSession>(8)(environment, model, (nuint)model.Length, options, out var session));
            return session;
        }
        finally
        {
            Call<Release>(100)(options);
        }
    }

    public void ReleaseSession(nint session) => Call<Release>(95)(session);

    public void ReleaseValue(nint value) => Call<Release>(96)(value);

    /// <summary>A tensor in native memory.</summary>
    public nint MakeTensor(OnnxType type, int[] shape)
    {
        Require(Call<CreateTensor>(48)(allocator, Array.ConvertAll(shape, length => (long)length), (nuint)shape.Length, (int)type, out var tensor));
        return tensor;
    }

    /// <summary>Where a tensor's numbers are.</summary>
    public nint Numbers(nint tensor)
    {
        Require(Call<Take>(51)(tensor, out var numbers));
        return numbers;
    }

    public (OnnxType Type, int[] Shape) Describe(nint tensor)
    {
        Require(Call<Take>(65)(tensor, out var info));
        try
        {
            Require(Call<TakeNumber>(60)(info, out var type));
            Require(Call<Take>(61)(info, out var rank));
            var lengths = new long[(int)rank];
            Require(Call<Lengths>(62)(info, lengths, (nuint)lengths.Length));
            return ((OnnxType)type, Array.ConvertAll(lengths, length => checked((int)length)));
        }
        finally
        {
            Call<Release>(99)(info);
        }
    }

    /// <returns>New tensors, to be released.</returns>
    public nint[] Run(nint session, nint[] inputNames, nint[] inputs, nint[] outputNames)
    {
        var outputs = new nint[outputNames.Length];
        Require(Call<RunSession>(9)(session, 0, inputNames, inputs, (nuint)inputs.Length, outputNames, (nuint)outputs.Length, outputs));
        return outputs;
    }

    /// <summary>A status is 0, or a message to be released.</summary>
    void Require(nint status)
    {
        if (status == 0)
            return;
        var message = Marshal.PtrToStringUTF8(Call<Text>(2)(status));
        Call<Release>(93)(status);
        throw new InvalidDataException($"ONNX Runtime says: {message}");
    }

    T Call<T>(int index)
        where T : Delegate =>
        (T)functions.GetOrAdd((index, typeof(T)), _ => Marshal.GetDelegateForFunctionPointer<T>(Marshal.ReadIntPtr(table, index * nint.Size)));
}
