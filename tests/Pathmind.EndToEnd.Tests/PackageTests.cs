using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Pathmind.Tests;

/// <summary>The package that users restore: complete, managed, light.</summary>
public sealed class PackageTests : IDisposable
{
    const long Light = 3_200_000;                                            // bytes, with its dependencies

    static readonly string[] Dependencies = ["YamlDotNet.dll"];

    readonly string folder = Directory.CreateTempSubdirectory("pathmind-package-").FullName;

    public PackageTests(KitPackages packages) => packages.Put("Pathmind.Scripting", folder);

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
            package.Entries.Where(entry => entry.FullName.StartsWith("interactive-extensions/dotnet/", StringComparison.Ordinal))
                .Select(entry => entry.Name).Order());
        Assert.DoesNotContain(files, file => file.StartsWith("runtimes/", StringComparison.Ordinal));
        Assert.All(package.Entries.Where(entry => Path.GetExtension(entry.Name) is ".dll" or ".exe" or ".so" or ".dylib"),
            entry => Assert.True(IsManaged(entry), entry.FullName));

        var output = Path.GetDirectoryName(typeof(Simulation).Assembly.Location)!;
        var size = package.Entries.Sum(entry => entry.Length) + Dependencies.Sum(file => new FileInfo(Path.Combine(output, file)).Length);
        Assert.True(size < Light, $"Package and dependencies unpack to {size} bytes.");

        using var symbols = ZipFile.OpenRead(Directory.EnumerateFiles(folder, "Pathmind.Scripting.*.snupkg").Single());
        Assert.Contains(symbols.Entries, entry => entry.FullName == "lib/net10.0/Pathmind.Scripting.pdb");
    }

    [Fact]
    public void Its_documentation_is_of_public_types_only_and_has_each_of_them()
    {
        using var package = ZipFile.OpenRead(Directory.EnumerateFiles(folder, "Pathmind.Scripting.*.nupkg").Single());
        using var xml = package.GetEntry("lib/net10.0/Pathmind.Scripting.xml")!.Open();
        string[] documented = [.. XDocument.Load(xml).Descendants("member").Select(member => member.Attribute("name")!.Value[2..])];
        var all = typeof(Simulation).Assembly.GetTypes();
        var (seen, hidden) = (all.Where(type => type.IsVisible), all.Where(type => !type.IsVisible));
        string[] inside = [.. hidden.Select(type => type.Namespace).Except(seen.Select(type => type.Namespace)).OfType<string>()];

        Assert.Empty(seen.Select(type => type.FullName!.Replace('+', '.')).Except(documented));
        Assert.DoesNotContain(documented, member => inside.Any(space => member.StartsWith(space + ".", StringComparison.Ordinal)));
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
