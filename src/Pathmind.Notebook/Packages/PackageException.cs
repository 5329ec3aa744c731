namespace Pathmind.Notebook.Packages;

/// <summary>A package or a project could not be restored or built; the message is NuGet's or the compiler's.</summary>
internal sealed class PackageException(string message) : Exception(message);
