namespace Pathmind.Notebook.Packages;

/// <summary>A package or a project could not be restored or built; the message is NuGet's or the compiler's.</summary>
internal sealed class PackageException(string message, string kind = PackageException.Packages) : Exception(message)
{
    /// <summary>What failed: packages could not be had, or a project does not compile.</summary>
    public const string Packages = "PackageError", Compilation = "CompilationError";

    public string Kind => kind;
}
