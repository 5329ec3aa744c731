using System.IO.Compression;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pathmind.Tests;

/// <summary>A folder with a script's nuget.config, a feed of packages made by a test, and a package folder of its own.
/// No network.</summary>
internal sealed class LocalFeed : IDisposable
{
    public LocalFeed()
    {
        Directory.CreateDirectory(Feed);
        File.WriteAllText(Path.Combine(Folder, "nuget.config"), """
            <configuration>
              <config><add key="globalPackagesFolder" value="restored" /></config>
              <packageSources><clear /><add key="feed" value="feed" /></packageSources>
            </configuration>
            """);
    }

    /// <summary>Where the script stands.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("pathmind-feed-").FullName;

    public string Feed => Path.Combine(Folder, "feed");

    public string Cache => Path.Combine(Folder, "cache");

    /// <summary>Puts a package into the feed.</summary>
    /// <param name="name">Of the package and of its assembly.</param>
    /// <param name="version">Of both.</param>
    /// <param name="code">Its C#.</param>
    /// <param name="dependency">name/version of another package.</param>
    /// <param name="native">Name of a native library to add for this machine, which is a copy of one of the
    /// framework's.</param>
    /// <param name="folder">Of the feed; null: the one in nuget.config.</param>
    public void Add(string name, string version, string code, string? dependency = null, string? native = null, string? folder = null)
    {
        Directory.CreateDirectory(folder ?? Feed);
        using var package = ZipFile.Open(Path.Combine(folder ?? Feed, $"{name}.{version}.nupkg"), ZipArchiveMode.Create);
        var needs = dependency?.Split('/') is [var other, var its] ? $"<dependency id=\"{other}\" version=\"{its}\" />" : "";
        Write(package, $"{name}.nuspec", writer => writer.Write($"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
              <id>{name}</id><version>{version}</version><authors>test</authors><description>test</description>
              <dependencies><group targetFramework="net8.0">{needs}</group></dependencies>
            </metadata></package>
            """));
        using (var file = package.CreateEntry($"lib/net8.0/{name}.dll").Open())
            Compile(name, version, code, file);
        if (native is not null)
            package.CreateEntryFromFile(
                NativeFile, $"runtimes/{RuntimeInformation.RuntimeIdentifier}/native/{native}{Path.GetExtension(NativeFile)}");
    }

    /// <summary>Compiles a library against the framework.</summary>
    public static void Compile(string name, string version, string code, Stream image)
    {
        var frameworkFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = new[] { "System.Private.CoreLib.dll", "System.Runtime.dll", "System.Runtime.InteropServices.dll" }.Select(
            file => MetadataReference.CreateFromFile(Path.Combine(frameworkFolder, file)));
        var versioned = $"[assembly: System.Reflection.AssemblyVersion(\"{version.Split('-')[0]}\")]\n{code}";
        var result = CSharpCompilation.Create(
            name, [CSharpSyntaxTree.ParseText(versioned)], references, new(OutputKind.DynamicallyLinkedLibrary)).Emit(image);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())                            // loaded files cannot be removed there
            Directory.Delete(Folder, recursive: true);
    }

    static string NativeFile =>
        Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, OperatingSystem.IsWindows()
            ? "System.IO.Compression.Native.dll" : "libSystem.Native.*").Single(file => !file.EndsWith(".a", StringComparison.Ordinal));

    static void Write(ZipArchive package, string name, Action<StreamWriter> write)
    {
        using var writer = new StreamWriter(package.CreateEntry(name).Open());
        write(writer);
    }
}
