using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Pathmind.Tests;

/// <summary>The tool as users get it: packed and installed from a fresh clone.</summary>
[Collection(nameof(FreshClone))]
public sealed class ToolPackageTests(FreshClone clone)
{
    [Fact]
    public void It_is_packed_installed_and_runs()
    {
        clone.Run("dotnet pack src/Pathmind.Tool -v q").Succeeded();
        Assert.True(HasMachineCode($"Pathmind.Tool.{RuntimeInformation.RuntimeIdentifier}"));
        Assert.False(HasMachineCode("Pathmind.Tool.any"));

        clone.Run("dotnet tool install --tool-path tools --add-source artifacts/packages Pathmind.Tool").Succeeded();
        Assert.StartsWith("0.1.0", clone.Run("tools/pathmind --version").Succeeded(), StringComparison.Ordinal);
        Assert.Contains("trained", clone.Run("tools/pathmind scripts/mouse.csx").Succeeded());
        clone.Run("tools/pathmind jupyter install --prefix env").Succeeded();
        // What stays when the tool is updated, not the folder of this version.
        Assert.Contains($"\"{clone.PathOf("tools/pathmind")}\"", File.ReadAllText(clone.PathOf("env/share/jupyter/kernels/pathmind/kernel.json")));
        File.Delete(clone.PathOf("output.csv"));
    }

    /// <summary>Whether the compiler in a package was compiled ahead of time: ReadyToRun code stands where native images keep their header.</summary>
    bool HasMachineCode(string package)
    {
        using var archive = ZipFile.OpenRead(clone.PathOf($"artifacts/packages/{package}.0.1.0.nupkg"));
        using var bytes = new MemoryStream();
        using (var content = archive.Entries.Single(entry => entry.Name == "Microsoft.CodeAnalysis.CSharp.dll").Open())
            content.CopyTo(bytes);
        bytes.Position = 0;
        using var image = new PEReader(bytes);
        return image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
