namespace Pathmind.Commands;

/// <summary>A population that is to be trained on a cluster.</summary>
/// <param name="Cluster">Address of its Redis; the word for this machine alone, or that with a folder for its state; or
/// a folder in which a studio takes slices for its cluster.</param>
/// <param name="Database">PostgreSQL of its state; null for what the environment says.</param>
/// <param name="File">The script.</param>
/// <param name="Simulation">Class in it.</param>
/// <param name="Reward">C# of the reward function; null for the terms' sum.</param>
/// <param name="Options">Valid ones, with a population.</param>
/// <param name="Notify">Shows the user a line.</param>
internal sealed record SliceSource(
    string Cluster, string? Database, string File, string Simulation, string? Reward, TrainingOptions Options, Action<string> Notify)
{
    /// <summary>Folder of the script, all files of which workers get; null for the script with what it loads, or the
    /// folder of the project.</summary>
    public string? Files { get; init; }

    /// <summary>Labels that a worker must have to get a slice.</summary>
    public string[] Requires { get; init; } = [];
}
