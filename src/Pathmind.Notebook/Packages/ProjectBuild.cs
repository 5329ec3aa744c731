using System.Security;

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

    /// <summary>Builds a project with the kit that runs in the place of the package <c>Pathmind.Scripting</c>: it
    /// trains with that one in any case, and no feed needs to have it.</summary>
    /// <returns>Its assembly; what it needs lies beside.</returns>
    /// <exception cref="PackageException">Packages are missing, or it does not compile, in words of NuGet or of the
    /// compiler, once each, with paths that begin at the project.</exception>
    public static string Target(string project, CancellationToken cancellation)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(project))!;
        var kit = Path.Combine(folder, "obj", "pathmind.targets");
        Directory.CreateDirectory(Path.GetDirectoryName(kit)!);
        var assembly = SecurityElement.Escape(typeof(Simulation).Assembly.Location);
        File.WriteAllText(kit, $"""
            <Project>
              <ItemGroup>
                <PackageReference Remove="Pathmind.Scripting" />
                <Reference Include="Pathmind.Scripting" Private="false" HintPath="{assembly}" />
              </ItemGroup>
            </Project>
            """);
        var (code, output) = DotnetCommand.Run(folder,
            ["build", Path.GetFullPath(project), "-c", "Release", "-v:q", "-nologo", "-m:1", "-nr:false", "-tl:off",
                "-p:CopyLocalLockFileAssemblies=true", "-p:Optimize=true", $"-p:CustomAfterMicrosoftCommonTargets={kit}", "-t:Build",
                "-getProperty:TargetPath"], cancellation);
        var target = output.Trim().Split('\n')[^1].Trim();
        if (code == 0 && File.Exists(target))
            return target;
        string[] errors =
        [
            .. output.Split('\n').Where(line => line.Contains("error ", StringComparison.Ordinal)).Select(line => Readable(line, folder))
                .Distinct(),
        ];
        throw new PackageException(
            $"{Path.GetFileName(project)} does not build:\n{(errors.Length > 0 ? string.Join('\n', errors) : output.Trim())}",
            errors.Any(error => error.Contains("error NU", StringComparison.Ordinal)) ? PackageException.Packages
                : PackageException.Compilation);
    }

    /// <summary>Without the project's folder, and without the project's name in brackets at the end.</summary>
    static string Readable(string line, string folder)
    {
        var text = line.Trim().Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
        return text.EndsWith(']') && text.LastIndexOf(" [", StringComparison.Ordinal) is > 0 and var end ? text[..end] : text;
    }

    /// <summary>Whether a path names the project of the kit, which is running already.</summary>
    public static bool IsKit(string path) => Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(path)) is var name
        && (name == "Pathmind" ? Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) : name) == "Pathmind.Scripting";
}
