using System.Runtime.InteropServices;

namespace Pathmind.Policies.Onnx;

/// <summary>Where ONNX Runtime's native library is: what the environment variable names; else beside the program, as a publish lays it there, plain or under
/// runtimes/&lt;rid&gt;/native; else in the NuGet cache, the newest version. The working folder is not searched: a library found there could be anybody's.</summary>
internal static class OnnxRuntimeLibrary
{
    public const string Variable = "PATHMIND_ONNXRUNTIME";

    /// <summary>What to do where there is none.</summary>
    public const string Advice = "With ONNX Runtime's native library it would run: add the package Microsoft.ML.OnnxRuntime to the program, or name the library's file or folder in the environment variable " + Variable;

    static string[] FileNames => OperatingSystem.IsWindows() ? ["onnxruntime.dll"] : OperatingSystem.IsMacOS() ? ["libonnxruntime.dylib"] : ["libonnxruntime.so", "libonnxruntime.so.1"];

    static string Native => Path.Combine("runtimes", $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}", "native");

    /// <exception cref="InvalidDataException">The environment variable names nothing.</exception>
    public static string? Find() => Find(Environment.GetEnvironmentVariable(Variable), AppContext.BaseDirectory,
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"));

    /// <param name="named">File or folder that the user names; null or empty for none.</param>
    /// <param name="program">The program's folder.</param>
    /// <param name="cache">The folder of NuGet's packages.</param>
    /// <exception cref="InvalidDataException">There is no library where the user says.</exception>
    public static string? Find(string? named, string program, string cache)
    {
        if (!string.IsNullOrEmpty(named))
            return File.Exists(named) ? Path.GetFullPath(named) : In(named) ?? throw new InvalidDataException($"{Variable} is '{named}', but there is no {string.Join(" or ", FileNames)}");
        return In(program) ?? In(Path.Combine(program, Native)) ?? Versions(Path.Combine(cache, "microsoft.ml.onnxruntime")).Select(folder => In(Path.Combine(folder, Native))).FirstOrDefault(file => file is not null);
    }

    static string? In(string folder) => FileNames.Select(name => Path.GetFullPath(Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>The newest first.</summary>
    static IEnumerable<string> Versions(string package) => !Directory.Exists(package) ? []
        : Directory.GetDirectories(package).OrderByDescending(folder => Version.TryParse(Path.GetFileName(folder).Split('-')[0], out var version) ? version : new());
}
