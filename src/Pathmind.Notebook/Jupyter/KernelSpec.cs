namespace Pathmind.Notebook.Jupyter;

/// <summary>A kernel that Jupyter finds: a folder with a kernel.json.</summary>
/// <param name="Folder">Of the specification.</param>
/// <param name="Command">What Jupyter starts.</param>
internal sealed record KernelSpec(string Folder, IReadOnlyList<string> Command)
{
    /// <summary>Whether the program is still there: not after the tool was uninstalled or the build removed.</summary>
    public bool CanStart =>
        Command is [var program, ..] && Command.TakeWhile(word => word != "kernel").Skip(1).Prepend(program).All(File.Exists);
}
