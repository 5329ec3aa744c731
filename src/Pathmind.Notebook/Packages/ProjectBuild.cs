namespace Pathmind.Notebook.Packages;

/// <summary>Builds the project that a script refers to.</summary>
internal static class ProjectBuild
{
    /// <summary>The assemblies that the build puts next to the project's own, optimised.</summary>
    /// <param name="path">A project file, or the folder of the only one.</param>
    /// <param name="cancellation">Ends the build.</param>
    /// <exception cref="PackageException">It does not build, in the compiler's words.</exception>
    public static IReadOnlyList<string> Assemblies(string path, CancellationToken cancellation)
    {
        var file = File.Exists(path) ? path
            : Directory.Exists(path) && Directory.GetFiles(path, "*.*proj") is [var only] ? only
            : throw new PackageException($"#:project {path}: there is no such project file, nor a folder with exactly one.");
        var (code, output) = DotnetCommand.Run(Path.GetDirectoryName(file)!,
            ["build", file, "-c", "Release", "-v:q", "-nologo", "-m:1", "-nr:false", "-tl:off", "-p:CopyLocalLockFileAssemblies=true",
                "-t:Build", "-getProperty:TargetPath"], cancellation);
        var target = output.Trim().Split('\n')[^1].Trim();
        if (code != 0 || !File.Exists(target))
            throw new PackageException($"#:project {path} does not build:\n{output.Trim()}");
        return Directory.GetFiles(Path.GetDirectoryName(target)!, "*.dll");
    }

    /// <summary>Whether a path names the project of the kit, which is running already.</summary>
    public static bool IsKit(string path) => Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(path)) is var name
        && (name == "Pathmind" ? Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) : name) == "Pathmind.Scripting";
}
