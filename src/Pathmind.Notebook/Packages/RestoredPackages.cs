namespace Pathmind.Notebook.Packages;

/// <summary>What a restore brought.</summary>
/// <param name="Versions">Package → version, with those that packages depend on.</param>
/// <param name="CompileFiles">Assemblies to compile with.</param>
/// <param name="RuntimeFiles">Assemblies to run with.</param>
/// <param name="NativeFiles">Native libraries for this machine.</param>
/// <param name="Warnings">NuGet's warnings: another version than the one asked for.</param>
internal sealed record RestoredPackages(
    IReadOnlyDictionary<string, string> Versions,
    IReadOnlyList<string> CompileFiles,
    IReadOnlyList<string> RuntimeFiles,
    IReadOnlyList<string> NativeFiles,
    IReadOnlyList<string> Warnings);
