namespace Pathmind.Notebook.Packages;

/// <summary>A package, or a project, cannot be had: in NuGet's own words, or in those of the compiler.</summary>
internal sealed class PackageException(string message) : Exception(message);
