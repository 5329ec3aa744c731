using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Files;

namespace Pathmind.Notebook.Jupyter;

/// <summary>Registers this kernel with Jupyter, by files in the folders where it looks for kernels.</summary>
internal static class KernelSpecs
{
    /// <summary>The kernel's name: <c>jupyter console --kernel pathmind</c>.</summary>
    public const string Name = "pathmind";

    const string File = "kernel.json";

    static readonly string[] Logos = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];
    static readonly JsonSerializerOptions Json =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where the kernels of the current user are.</summary>
    public static string OfUser => Path.Combine(UserData(), "kernels");

    /// <summary>Where the kernels are of an environment: <c>/usr/local</c>, or a virtual environment of
    /// Python.</summary>
    public static string OfPrefix(string prefix) => Path.Combine(Path.GetFullPath(prefix), "share", "jupyter", "kernels");

    /// <summary>The command line that starts this process again.</summary>
    /// <remarks>An installed tool is an executable, a build may also be run by <c>dotnet pathmind.dll</c>.</remarks>
    public static IReadOnlyList<string> ThisProgram() => Environment.ProcessPath is not { } program
        ? throw new InvalidOperationException("The operating system does not report the path of this program.")
        : Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Assembly.GetEntryAssembly()!.Location] : [Outside(program)];

    /// <summary>The command that <c>dotnet tool install</c> puts next to its .store, which stays the same when the tool
    /// is updated; else the program itself.</summary>
    static string Outside(string program)
    {
        var store = program.IndexOf($"{Path.DirectorySeparatorChar}.store{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
        return store > 0 && Path.Combine(program[..store], Path.GetFileName(program)) is var command && System.IO.File.Exists(command)
            ? command : program;
    }

    /// <summary>Writes the specification, over one that is there.</summary>
    /// <param name="kernels">Folder of kernels: <see cref="OfUser"/> or <see cref="OfPrefix"/>.</param>
    /// <param name="program">What is started, with <c>kernel CONNECTION_FILE</c> behind it.</param>
    /// <returns>The folder that was written.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write there.</exception>
    public static string Install(string kernels, IEnumerable<string> program)
    {
        var folder = Directory.CreateDirectory(Path.Combine(kernels, Name)).FullName;
        JsonObject specification = new()
        {
            ["argv"] = new JsonArray([.. program.Append("kernel").Append("{connection_file}").Select(word => (JsonNode)word)]),
            ["display_name"] = "C# (Pathmind)",
            ["language"] = "csharp",
            ["interrupt_mode"] = "message",
        };
        // A framework in an unusual folder is found by this variable, which a desktop's Jupyter may not have.
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root)
            specification["env"] = new JsonObject { ["DOTNET_ROOT"] = root };
        foreach (var logo in Logos)
        {
            using var picture = typeof(KernelSpecs).Assembly.GetManifestResourceStream(logo)!;
            using AtomicFile file = new(Path.Combine(folder, logo));
            picture.CopyTo(file.Stream);
            file.Commit();
        }
        using AtomicFile kernel = new(Path.Combine(folder, File));       // last: Jupyter shows what has this file
        kernel.Stream.Write(Encoding.UTF8.GetBytes(specification.ToJsonString(Json) + "\n"));
        kernel.Commit();
        return folder;
    }

    /// <summary>Removes the specification from a folder of kernels.</summary>
    /// <returns>The folder that was removed; null if there was none.</returns>
    public static string? Uninstall(string kernels)
    {
        var folder = Path.Combine(kernels, Name);
        if (!Directory.Exists(folder))
            return null;
        Directory.Delete(folder, recursive: true);
        return folder;
    }

    /// <summary>Specifications of this kernel where Jupyter looks for kernels, in its order.</summary>
    public static IReadOnlyList<KernelSpec> List() =>
    [
        .. Folders().Distinct().Select(kernels => Path.Combine(kernels, Name))
            .Where(folder => System.IO.File.Exists(Path.Combine(folder, File))).Select(folder => new KernelSpec(folder, Command(folder))),
    ];

    static string[] Command(string folder)
    {
        try
        {
            return [.. JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(folder, File)))!["argv"]!.AsArray()
                .Select(word => word!.GetValue<string>())];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NullReferenceException or IOException)
        {
            return [];                                                   // no kernel.json that Jupyter could use either
        }
    }

    /// <summary>Folders in the order of jupyter_core. The prefix of the Python that runs Jupyter is not known here,
    /// except for an environment that is active.</summary>
    static IEnumerable<string> Folders()
    {
        foreach (var data in (Environment.GetEnvironmentVariable("JUPYTER_PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return Path.Combine(data, "kernels");
        yield return OfUser;
        foreach (var variable in new[] { "VIRTUAL_ENV", "CONDA_PREFIX" })
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } prefix)
                yield return OfPrefix(prefix);
        if (OperatingSystem.IsWindows())
            yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter", "kernels");
        else
            foreach (var prefix in new[] { "/usr/local", "/usr" })
                yield return OfPrefix(prefix);
    }

    static string UserData()
    {
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } given)
            return given;
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
            return Path.Combine(home, "Library", "Jupyter");
        return Path.Combine(Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? data
            : Path.Combine(home, ".local", "share"), "jupyter");
    }
}

/// <summary>A kernel that Jupyter finds: a folder with a kernel.json.</summary>
/// <param name="Folder">Folder of the specification.</param>
/// <param name="Command">The command line that Jupyter starts.</param>
internal sealed record KernelSpec(string Folder, IReadOnlyList<string> Command)
{
    /// <summary>Whether the program is still there: not after the tool was uninstalled or the build removed.</summary>
    public bool CanStart =>
        Command is [var program, ..] && Command.TakeWhile(word => word != "kernel").Skip(1).Prepend(program).All(File.Exists);
}
