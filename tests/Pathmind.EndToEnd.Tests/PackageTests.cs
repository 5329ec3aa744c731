using System.IO.Compression;
using System.Reflection.PortableExecutable;

namespace Pathmind.Tests;

/// <summary>The package that users restore: complete, managed, light.</summary>
public sealed class PackageTests : IDisposable
{
    const long Light = 3_000_000;                                            // bytes, with its dependencies

    static readonly string[] Dependencies = ["YamlDotNet.dll"];

    readonly string folder = Directory.CreateTempSubdirectory("pathmind-package-").FullName;

    public PackageTests() => Shell.Run(Repository.Root, $"dotnet pack src/Pathmind.Scripting -c Release -o '{folder}' -v q").Succeeded();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void It_holds_readme_documentation_and_managed_code_only_and_is_light()
    {
        using var package = ZipFile.OpenRead(Directory.EnumerateFiles(folder, "Pathmind.Scripting.*.nupkg").Single());
        var files = package.Entries.Select(entry => entry.FullName).ToArray();
        Assert.Contains("README.md", files);
        Assert.Contains("lib/net10.0/Pathmind.Scripting.xml", files);
        Assert.Equal(
            ["Pathmind.Commands.dll", "Pathmind.Interactive.dll"],
            package.Entries.Where(entry => entry.FullName.StartsWith("interactive-extensions/dotnet/", StringComparison.Ordinal)).Select(entry => entry.Name).Order());
        Assert.DoesNotContain(files, file => file.StartsWith("runtimes/", StringComparison.Ordinal));
        Assert.All(package.Entries.Where(entry => Path.GetExtension(entry.Name) is ".dll" or ".exe" or ".so" or ".dylib"), entry => Assert.True(IsManaged(entry), entry.FullName));

        var output = Path.GetDirectoryName(typeof(Simulation).Assembly.Location)!;
        var size = package.Entries.Sum(entry => entry.Length) + Dependencies.Sum(file => new FileInfo(Path.Combine(output, file)).Length);
        Assert.True(size < Light, $"Package and dependencies unpack to {size} bytes.");

        using var symbols = ZipFile.OpenRead(Directory.EnumerateFiles(folder, "Pathmind.Scripting.*.snupkg").Single());
        Assert.Contains(symbols.Entries, entry => entry.FullName == "lib/net10.0/Pathmind.Scripting.pdb");
    }

    /// <remarks>A cache of packages of its own, so that a package of the same version from an earlier day cannot stand in; the others come from the user's.</remarks>
    [Fact]
    public void A_script_outside_of_the_repository_uses_the_package_as_the_readme_says()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var start = readme.IndexOf("```csharp\n", readme.IndexOf("a script outside of this repository -->", StringComparison.Ordinal), StringComparison.Ordinal) + "```csharp\n".Length;
        var head = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];
        var mouse = File.ReadAllText(Path.Combine(Repository.Root, "scripts/mouse.cs"));
        File.WriteAllText(Path.Combine(folder, "mouse.cs"), head + mouse[mouse.IndexOf("var simulation", StringComparison.Ordinal)..]);
        File.Copy(Path.Combine(Repository.Root, "nuget.config"), Path.Combine(folder, "nuget.config"));

        var output = Shell.Run(folder, """
            cached=${NUGET_PACKAGES:-$HOME/.nuget/packages}
            mkdir -p packages artifacts/packages
            for package in "$cached"/*; do [ "$(basename "$package")" = pathmind.scripting ] || ln -s "$package" packages/; done
            cp *.nupkg artifacts/packages/
            NUGET_PACKAGES=$PWD/packages dotnet run mouse.cs
            """).Succeeded();

        Assert.Contains("trained", output);
        Assert.True(File.Exists(Path.Combine(folder, "policies/mouse/policy.onnx")), output);
    }

    /// <summary>Whether it is an assembly of IL only: no native code inside.</summary>
    static bool IsManaged(ZipArchiveEntry entry)
    {
        using var bytes = new MemoryStream();
        using (var content = entry.Open())
            content.CopyTo(bytes);
        bytes.Position = 0;
        using var reader = new PEReader(bytes);
        return reader is { HasMetadata: true, PEHeaders.CorHeader.Flags: var flags } && flags.HasFlag(CorFlags.ILOnly);
    }
}
