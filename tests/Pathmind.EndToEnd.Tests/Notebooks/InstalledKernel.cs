namespace Pathmind.Tests;

/// <summary>The kernel of this build, installed for Jupyter by its own command, and a copy of the folder notebooks to
/// work in. One for all tests of its collection, which run one after the other.</summary>
public sealed class InstalledKernel : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-jupyter-").FullName;

    /// <summary>Installs.</summary>
    public InstalledKernel()
    {
        Notebooks = Directory.CreateDirectory(Path.Combine(folder, "notebooks")).FullName;
        foreach (var file in Directory.EnumerateFiles(NotebookFile.Committed, "*.ipynb"))
            File.Copy(file, Path.Combine(Notebooks, Path.GetFileName(file)));
        Shell.Run(folder, $"dotnet '{Path.Combine(AppContext.BaseDirectory, "pathmind.dll")}' jupyter install --prefix '{folder}'")
            .Succeeded();
    }

    /// <summary>The copy of the notebooks.</summary>
    public string Notebooks { get; }

    /// <summary>The Jupyter that finds this kernel.</summary>
    internal JupyterHome Jupyter => new(folder);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);
}

/// <summary>Tests that share the kernel.</summary>
[CollectionDefinition(nameof(InstalledKernel))]
public sealed class InstalledKernelTests : ICollectionFixture<InstalledKernel>;
