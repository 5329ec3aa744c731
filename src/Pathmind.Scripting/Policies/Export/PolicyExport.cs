using System.IO.Compression;
using System.Text;
using Pathmind.Files;
using Pathmind.Policies;

namespace Pathmind;

/// <summary>Takes a trained policy to where it is needed: as C# source, as an ONNX file alone, as a zip of its
/// folder.</summary>
public static class PolicyExport
{
    /// <summary>Time of the entries of a .zip: the first that the format knows, so that one policy makes one
    /// file.</summary>
    static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes one .cs file that needs nothing but the base library (C# 8, so Unity and Godot take it too): the
    /// weights are inside, and a method <c>Decide</c> has a parameter for each observation. The class is named as the
    /// file, with Policy after it where the code calls something else so, as Math.</summary>
    /// <param name="policy">One that this kit trained.</param>
    /// <param name="path">The file; its folder is made if it is not there.</param>
    /// <exception cref="ArgumentException">The file cannot be written.</exception>
    /// <exception cref="NotSupportedException">The graph is not one that this kit writes.</exception>
    public static void ExportCSharp(this TrainedPolicy policy, string path)
    {
        var source = CSharpSource.Of(policy, CSharpNames.Type(Path.GetFileNameWithoutExtension(path)));
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(source)));
    }

    /// <summary>Writes the .onnx file alone; it suffices to decide.</summary>
    /// <inheritdoc cref="ExportCSharp" path="/param[@name='path']"/>
    /// <exception cref="ArgumentException">The file cannot be written.</exception>
    public static void ExportOnnx(this TrainedPolicy policy, string path) => Write(path, stream => stream.Write(policy.ToOnnx()));

    /// <summary>Writes policy.onnx and schema.yaml as one .zip, which <see cref="Policy.Local(string)"/>
    /// reads.</summary>
    /// <inheritdoc cref="ExportCSharp" path="/param[@name='path']"/>
    /// <exception cref="ArgumentException">The file cannot be written.</exception>
    public static void ExportZip(this TrainedPolicy policy, string path) => Write(path, stream =>
    {
        using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        Add(PolicyFolder.Schema, entry => PolicySchema.Write(entry, policy.Description));
        Add(PolicySource.FileName, entry => entry.Write(policy.ToOnnx()));

        void Add(string name, Action<Stream> write)
        {
            var entry = archive.CreateEntry(name);
            entry.LastWriteTime = NoTime;
            using var opened = entry.Open();
            write(opened);
        }
    });

    static void Write(string path, Action<Stream> write)
    {
        OutputFile.Require(path, nameof(path));
        using AtomicFile file = new(path);
        write(file.Stream);
        file.Commit();
    }
}
