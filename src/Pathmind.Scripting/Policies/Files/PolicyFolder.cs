using Pathmind.Files;

namespace Pathmind.Policies;

/// <summary>Writes a policy folder: policy.onnx, schema.yaml, and what the training adds (progress.csv,
/// training.json).</summary>
internal static class PolicyFolder
{
    public const string Schema = "schema.yaml", Progress = "progress.csv", Training = "training.json";

    /// <summary>Bytes of the largest record that is kept with a policy: a progress.csv of some hundred thousand
    /// iterations.</summary>
    const int MaxRecord = 16 << 20;

    /// <summary>The files that a training wrote next to the policy at a path, a policy folder or its policy.onnx: kept
    /// in memory, to be written again where the policy is saved. A file that cannot be read, or is larger than any, is
    /// left out.</summary>
    public static IReadOnlyDictionary<string, Action<Stream>> Records(string path)
    {
        Dictionary<string, Action<Stream>> records = [];
        var folder = Directory.Exists(path) ? path : Path.GetFileName(path) == PolicySource.FileName ? Path.GetDirectoryName(path)! : null;
        foreach (var name in folder is null ? [] : (string[])[Progress, Training])
            if (Read(Path.Combine(folder!, name)) is { } bytes)
                records.Add(name, stream => stream.Write(bytes));
        return records;
    }

    static byte[]? Read(string file)
    {
        try
        {
            return new FileInfo(file) is { Exists: true, Length: <= MaxRecord } ? File.ReadAllBytes(file) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes all files next to the old ones first, then puts them in place, policy.onnx last: a process
    /// killed at any time leaves the old policy or the new one, and an error leaves the old. The record of an earlier
    /// policy does not stay next to one that has none.</summary>
    /// <param name="folder">Made if it is not there.</param>
    /// <param name="policy">What to save.</param>
    /// <param name="otherFiles">Plain file names, and what writes them.</param>
    /// <exception cref="ArgumentException">The folder cannot be written to.</exception>
    /// <exception cref="IOException">A file cannot be written: the disk is full, say.</exception>
    public static void Save(string folder, TrainedPolicy policy, IReadOnlyDictionary<string, Action<Stream>> otherFiles)
    {
        OutputFile.RequireFolder(folder, nameof(folder));
        List<AtomicFile> files = [];
        try
        {
            foreach (var (name, write) in otherFiles)
                Add(name, write);
            Add(Schema, stream => PolicySchema.Write(stream, policy.Description));
            Add(PolicySource.FileName, stream => stream.Write(policy.ToOnnx()));
            foreach (var file in files[..^1])
                file.Commit();
            foreach (var name in (string[])[Progress, Training])
                if (!otherFiles.ContainsKey(name))
                    Remove(RealPath.Of(Path.Combine(folder, name)));     // the record of the policy that is replaced
            files[^1].Commit();
        }
        finally
        {
            foreach (var file in files)
                file.Dispose();
        }

        static void Remove(string record)
        {
            if (!FileKind.IsPipeOrDevice(record))
                File.Delete(record);
        }

        void Add(string name, Action<Stream> write)
        {
            if (name != Path.GetFileName(name))
                throw new ArgumentException($"'{name}' is not a plain file name.");
            AtomicFile file = new(Path.Combine(folder, name));
            files.Add(file);
            write(file.Stream);
            file.Finish();
        }
    }
}
