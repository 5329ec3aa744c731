namespace Pathmind.Tests;

/// <summary>The folders that Jupyter uses, inside a test's own folder: where it finds kernels, and none of the user's
/// settings.</summary>
internal sealed class JupyterHome(string folder)
{
    /// <summary>The command line of Debian's nbconvert.</summary>
    public const string Nbconvert = "/usr/bin/jupyter-nbconvert";

    /// <summary>Where kernels are installed.</summary>
    public string Kernels => Path.Combine(folder, "share", "jupyter", "kernels");

    /// <summary>What Jupyter, and the kernels that it starts, find in their environment.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>(Further)
    {
        ["JUPYTER_PATH"] = Path.Combine(folder, "share", "jupyter"),
        ["JUPYTER_CONFIG_DIR"] = Path.Combine(folder, "config"),
        ["JUPYTER_DATA_DIR"] = Path.Combine(folder, "data"),
        ["JUPYTER_RUNTIME_DIR"] = Path.Combine(folder, "runtime"),
    };

    /// <summary>What a kernel needs besides.</summary>
    public IReadOnlyDictionary<string, string> Further { get; init; } = new Dictionary<string, string>();

    /// <summary>Runs a bash script that finds these folders.</summary>
    public ShellResult Run(string workingFolder, string script) => Shell.Run(
        workingFolder, string.Concat(Variables.Select(variable => $"export {variable.Key}='{variable.Value}'\n")) + script,
        TimeSpan.FromMinutes(5));

    /// <summary>Executes a notebook as nbconvert does.</summary>
    /// <param name="workingFolder">The folder of the notebook.</param>
    /// <param name="name">Its file's name.</param>
    /// <param name="kernel">The kernel to use; null for the one that the notebook names.</param>
    /// <returns>The notebook as it was executed.</returns>
    public NotebookFile Execute(string workingFolder, string name, string? kernel = null)
    {
        var chosen = kernel is null ? "" : $"--ExecutePreprocessor.kernel_name={kernel} ";
        Run(workingFolder,
            $"{Nbconvert} --to notebook --execute {chosen}--ExecutePreprocessor.timeout=120 --output 'executed-{name}' '{name}'")
            .Succeeded();
        return new(Path.Combine(workingFolder, $"executed-{name}"));
    }
}
