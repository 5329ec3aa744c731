namespace Pathmind.Policies;

/// <summary>Writes a policy folder: policy.onnx, schema.yaml, and what the training adds (progress.csv, training.json).</summary>
internal static class PolicyFolder
{
    public const string Schema = "schema.yaml", Progress = "progress.csv", Training = "training.json";

    /// <summary>Writes all files beside the old ones first, then puts them in place, policy.onnx last: a process killed at any time leaves the old
    /// policy or the new one, and an error leaves the old.</summary>
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
            foreach (var file in files)
                file.Commit();
        }
        finally
        {
            foreach (var file in files)
                file.Dispose();
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
