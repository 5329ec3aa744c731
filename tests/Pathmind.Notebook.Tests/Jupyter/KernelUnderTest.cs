using System.Diagnostics;
using Pathmind.Notebook.Jupyter;

namespace Pathmind.Tests;

/// <summary>The kernel of this build as Jupyter's own programs find it: a folder of kernel specifications, and Python
/// programs that use it.</summary>
public sealed class KernelUnderTest : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-jupyter-").FullName;

    public KernelUnderTest() => KernelSpecs.Install(Path.Combine(folder, "kernels"), Program);

    /// <summary>How the tool is started.</summary>
    public static string[] Program { get; } = [Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
        ? path : "dotnet", Path.Combine(AppContext.BaseDirectory, "pathmind.dll")];

    /// <summary>Runs a program of the folder data to its end, for four minutes at most.</summary>
    /// <returns>What it printed.</returns>
    public string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "data", program), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        start.Environment["JUPYTER_PATH"] = folder;
        start.Environment["JUPYTER_RUNTIME_DIR"] = Path.Combine(folder, "runtime");
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(TimeSpan.FromMinutes(4)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} did not end.");
        }
        Assert.True(Task.WhenAll(output, errors).Wait(TimeSpan.FromSeconds(30)), $"{program} ended, but what it started lives on.");
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{output.Result}\n{errors.Result}");
        return output.Result;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

/// <summary>Tests that use the kernel's process: one after the other, so that they do not disturb each other's
/// times.</summary>
[CollectionDefinition(nameof(KernelUnderTest))]
public sealed class KernelTestsInTurn : ICollectionFixture<KernelUnderTest>;
