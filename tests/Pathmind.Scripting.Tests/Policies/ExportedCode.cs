using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Pathmind.Tests.Policies;

/// <summary>Compiles exported policies with the compiler of the SDK that runs the tests, as C# 8 and without warnings,
/// and calls them.</summary>
internal static class ExportedCode
{
    delegate void Plain(ReadOnlySpan<float> observations, Span<float> action);

    delegate void Masked(ReadOnlySpan<float> observations, ReadOnlySpan<bool> allowed, Span<float> action);

    delegate void Remembering(ReadOnlySpan<float> observations, Span<float> state, Span<float> action);

    delegate void MaskedRemembering(ReadOnlySpan<float> observations, Span<float> state, ReadOnlySpan<bool> allowed, Span<float> action);

    /// <param name="folder">Where to put the library.</param>
    /// <param name="files">The sources.</param>
    public static Assembly Compile(string folder, string[] files)
    {
        var output = Path.Combine(folder, "code.dll");
        var runtime = RuntimeEnvironment.GetRuntimeDirectory();
        var root = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        var compiler = Directory.GetDirectories(Path.Combine(root, "sdk")).Select(sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll"))
            .Last(File.Exists);
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(root, "dotnet"),
            [compiler, "-nologo", "-langversion:8", "-warnaserror", "-optimize", "-target:library", $"-out:{output}",
                $"-reference:{Path.Combine(runtime, "System.Private.CoreLib.dll")}",
                $"-reference:{Path.Combine(runtime, "System.Runtime.dll")}", .. files])
        { RedirectStandardOutput = true })!;
        var messages = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, messages);
        return new AssemblyLoadContext("exported").LoadFromStream(new MemoryStream(File.ReadAllBytes(output)));
    }

    /// <summary>A state with which an episode begins, of a policy that remembers.</summary>
    public static float[] NewState(Type type) => (float[])type.GetMethod("NewState")!.Invoke(null, [])!;

    /// <summary>The flat action.</summary>
    public static float[] Decide(Type type, float[] values, bool[]? mask, int size, float[]? state = null)
    {
        var action = new float[size];
        if (state is not null && mask is not null)
            Method<MaskedRemembering>(type)(values, state, mask, action);
        else if (state is not null)
            Method<Remembering>(type)(values, state, action);
        else if (type.GetField("MaskSize") is not null)
            Method<Masked>(type)(values, mask, action);
        else
            Method<Plain>(type)(values, action);
        return action;
    }

    static T Method<T>(Type type)
        where T : Delegate =>
        type.GetMethod(
            "Decide", [.. typeof(T).GetMethod("Invoke")!.GetParameters()
                .Select(parameter => parameter.ParameterType)])!.CreateDelegate<T>();
}
