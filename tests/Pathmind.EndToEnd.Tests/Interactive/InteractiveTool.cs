namespace Pathmind.Tests;

/// <summary>The tool of .NET Interactive, as users install it, and a folder with the package of this build as its only
/// feed. One for all tests of its collection, which run one after the other.</summary>
public sealed class InteractiveTool : IDisposable
{
    /// <summary>Name of its C# kernel in Jupyter.</summary>
    internal const string Kernel = ".net-csharp";

    /// <summary>Path of the program, if it is not in PATH.</summary>
    const string Variable = "PATHMIND_DOTNET_INTERACTIVE";

    readonly string folder = Directory.CreateTempSubdirectory("pathmind-interactive-").FullName;

    /// <summary>Packs, and installs the kernels for Jupyter into a folder of their own.</summary>
    public InteractiveTool(KitPackages packages)
    {
        if (!IsInstalled)
            return;
        packages.Put("Pathmind.Scripting", Feed);
        Directory.CreateDirectory(Jupyter.Kernels);
        Jupyter.Run(folder, """
            cached=${NUGET_SHARED:-$HOME/.nuget/packages}
            mkdir packages
            for package in "$cached"/*; do case "$(basename "$package")" in pathmind.*) ;; *) ln -s "$package" packages/ ;; esac; done
            dotnet-interactive jupyter install --path share/jupyter/kernels
            """).Succeeded();
    }

    /// <summary>The program; null if it is not installed.</summary>
    internal static string? Program { get; } = Environment.GetEnvironmentVariable(Variable)
        ?? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(path => Path.Combine(path, "dotnet-interactive")).FirstOrDefault(File.Exists);

    internal static bool IsInstalled => Program is not null && File.Exists(Program);

    /// <summary>Where the tool's own assemblies are: the ceiling of what packages can load.</summary>
    internal static string Assemblies => Directory.EnumerateFiles(
        Path.Combine(Path.GetDirectoryName(Program)!, ".store"), "Microsoft.DotNet.Interactive.App.dll", SearchOption.AllDirectories)
        .Select(file => Path.GetDirectoryName(file)!).First();

    internal string Folder => folder;

    /// <summary>The folder of the package.</summary>
    internal string Feed => Path.Combine(folder, "feed");

    /// <summary>The Jupyter that finds the tool's kernels; what they need to know, and no settings of the
    /// user's.</summary>
    internal JupyterHome Jupyter => new(folder)
    {
        Further = new Dictionary<string, string>
        {
            ["PATH"] = $"{Path.GetDirectoryName(Program)}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
            ["NUGET_PACKAGES"] = Path.Combine(folder, "packages"),
            ["NUGET_SHARED"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? "",
            ["DOTNET_TRY_CLI_TELEMETRY_OPTOUT"] = "1",
        },
    };

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Skips a test where the tool is not installed, or Jupyter if that is needed, too.</summary>
    internal static void Require(bool alsoJupyter = false)
    {
        Assert.SkipUnless(IsInstalled, "The tool dotnet-interactive is not installed.");
        Assert.SkipUnless(!alsoJupyter || File.Exists(JupyterHome.Nbconvert), "Jupyter is not installed.");
    }
}

/// <summary>Tests that share the tool.</summary>
[CollectionDefinition(nameof(InteractiveTool))]
public sealed class InteractiveToolTests : ICollectionFixture<InteractiveTool>;
