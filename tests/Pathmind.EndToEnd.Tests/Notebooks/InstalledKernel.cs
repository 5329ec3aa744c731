namespace Pathmind.Tests;

/// <summary>The kernel of this build, installed for Jupyter by its own command, and a copy of the folder notebooks to work in.
/// One for all tests of its collection, which run one after the other.</summary>
public sealed class InstalledKernel : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-jupyter-").FullName;

    /// <summary>Installs.</summary>
    public InstalledKernel()
    {
        Notebooks = Directory.CreateDirectory(Path.Combine(folder, "notebooks")).FullName;
        foreach (var file in Directory.EnumerateFiles(NotebookFile.Committed, "*.ipynb"))
            File.Copy(file, Path.Combine(Notebooks, Path.GetFileName(file)));
        Shell.Run(folder, $"dotnet '{Path.Combine(AppContext.BaseDirectory, "pathmind.dll")}' jupyter install --prefix '{folder}'").Succeeded();
    }

    /// <summary>The copy of the notebooks.</summary>
    public string Notebooks { get; }

    /// <summary>What makes Jupyter find this kernel, and no settings of the user's.</summary>
    internal IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["JUPYTER_PATH"] = Path.Combine(folder, "share", "jupyter"),
        ["JUPYTER_CONFIG_DIR"] = Path.Combine(folder, "config"),
        ["JUPYTER_DATA_DIR"] = Path.Combine(folder, "data"),
        ["JUPYTER_RUNTIME_DIR"] = Path.Combine(folder, "runtime"),
    };

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    internal ShellResult Run(string script) =>
        Shell.Run(Notebooks, string.Concat(Environment.Select(variable => $"export {variable.Key}='{variable.Value}'\n")) + script, TimeSpan.FromMinutes(5));
}

/// <summary>Tests that share the kernel.</summary>
[CollectionDefinition(nameof(InstalledKernel))]
public sealed class InstalledKernelTests : ICollectionFixture<InstalledKernel>;
