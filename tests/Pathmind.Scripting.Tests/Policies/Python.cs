using System.Diagnostics;

namespace Pathmind.Tests.Policies;

/// <summary>Debian's Python, whose python3-onnx (apt-get install python3-onnx) knows the standard better than we
/// do.</summary>
internal static class Python
{
    public const string Path = "/usr/bin/python3";

    public static bool HasOnnx => Has("onnx");

    public static bool Has(string module) => File.Exists(Path) && Start("-c", $"import {module}").ExitCode == 0;

    public static bool HasNumpy => File.Exists(Path) && Start("-c", "import numpy").ExitCode == 0;

    /// <returns>What it wrote to its standard output.</returns>
    public static string Run(params string[] arguments)
    {
        var (exitCode, output, error) = Start(arguments);
        Assert.True(exitCode == 0, error);
        return output;
    }

    static (int ExitCode, string Output, string Error) Start(params string[] arguments)
    {
        using var process =
            Process.Start(new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
