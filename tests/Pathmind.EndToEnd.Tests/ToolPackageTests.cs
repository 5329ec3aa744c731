using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Pathmind.Tests;

/// <summary>The tool as users get it: packed and installed from a fresh clone.</summary>
[Collection(nameof(FreshClone))]
public sealed class ToolPackageTests(FreshClone clone)
{
    const uint OthersGenericCode = 0x80;                                 // READYTORUN_FLAG_UNRELATED_R2R_CODE

    static readonly string[] NeededForTheFirstAnswer =
    [
        "Microsoft.CodeAnalysis.dll", "Microsoft.CodeAnalysis.CSharp.dll", "System.CommandLine.dll",
        "Pathmind.Scripting.dll", "Pathmind.Commands.dll", "Pathmind.Notebook.dll", "pathmind.dll",
    ];

    [Fact]
    public void It_is_packed_installed_and_runs()
    {
        clone.Run("dotnet pack src/Pathmind.Tool -v q", TimeSpan.FromMinutes(15)).Succeeded();
        var native = $"Pathmind.Tool.{RuntimeInformation.RuntimeIdentifier}";
        Assert.All(NeededForTheFirstAnswer, file => Assert.True(HasGenericCode(native, file), file));
        Assert.False(HasGenericCode(native, "Microsoft.CodeAnalysis.Features.dll"));                     // its size would double
        Assert.Null(Flags("Pathmind.Tool.any", "Microsoft.CodeAnalysis.CSharp.dll"));

        clone.Run("dotnet tool install --tool-path tools --add-source artifacts/packages Pathmind.Tool").Succeeded();
        Assert.StartsWith("0.1.0", clone.Run("tools/pathmind --version").Succeeded(), StringComparison.Ordinal);
        Assert.Contains("trained", clone.Run("tools/pathmind scripts/mouse.csx").Succeeded());
        clone.Run("tools/pathmind jupyter install --prefix env").Succeeded();
        // What stays when the tool is updated, not the folder of this version.
        Assert.Contains(
            $"\"{clone.PathOf("tools/pathmind")}\"", File.ReadAllText(clone.PathOf("env/share/jupyter/kernels/pathmind/kernel.json")));
        File.Delete(clone.PathOf("output.csv"));
    }

    bool HasGenericCode(string package, string file) =>
        (Assert.NotNull(Flags(package, file)) & OthersGenericCode) != 0;

    /// <summary>Flags of the code that a file of a package was compiled into ahead of time; null if it has none.
    /// ReadyToRun code stands where native images keep their header: signature, version, flags (readytorun-format.md in
    /// dotnet/runtime).</summary>
    uint? Flags(string package, string file)
    {
        using var archive = ZipFile.OpenRead(clone.PathOf($"artifacts/packages/{package}.0.1.0.nupkg"));
        using var bytes = new MemoryStream();
        using (var content = archive.Entries.Single(entry => entry.Name == file).Open())
            content.CopyTo(bytes);
        bytes.Position = 0;
        using var image = new PEReader(bytes);
        var code = image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory;
        if (code.Size == 0)
            return null;
        var header = image.GetSectionData(code.RelativeVirtualAddress).GetReader();
        Assert.Equal("RTR\0", header.ReadUTF8(4));
        header.ReadUInt32();                                             // version
        return header.ReadUInt32();
    }
}
