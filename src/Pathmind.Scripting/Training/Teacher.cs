namespace Pathmind;

/// <summary>What a training starts from (<see cref="TrainingOptions.StartFrom"/>): a policy, that is a heuristic, a
/// trained policy, or one on a server; or a path: of a saved policy, or of a CSV file with the steps of a run
/// (<c>simulation.Run(policy).Steps.WriteCsv("steps.csv")</c>).</summary>
/// <example><code>simulation.Train(new() { StartFrom = Policy.From("order up to 20", o => 20 - o["stock"]) });
/// simulation.Train(new() { StartFrom = "policies/last-year" });</code></example>
public sealed class Teacher
{
    const string StepsFile = ".csv";

    Teacher(Policy? policy, string name, string? file = null) => (Policy, Name, File) = (policy, name, file);

    /// <summary>Of the policy, or of the file.</summary>
    public string Name { get; }

    /// <summary>The file with its steps; null if it is a policy.</summary>
    internal string? File { get; }

    /// <summary>Null if all that is known are steps in a file.</summary>
    internal Policy? Policy { get; }

    /// <summary>Any policy.</summary>
    public static implicit operator Teacher(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new(policy, policy.Name);
    }

    /// <summary>The path of a policy folder, its .zip, or an .onnx file; or of a .csv file with the steps of a
    /// run.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">The file is not a policy of this kit, or is damaged.</exception>
    public static implicit operator Teacher(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!path.EndsWith(StepsFile, StringComparison.OrdinalIgnoreCase))
            return Pathmind.Policy.Local(path);
        return System.IO.File.Exists(path)
            ? new(null, Path.GetFileName(path), Path.GetFullPath(path))
            : throw new FileNotFoundException(
                $"There is no file {path}: write one by simulation.Run(policy).Steps.WriteCsv(\"{path}\").", path);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
