namespace Pathmind.Commands;

/// <summary>A population that is to be trained on a cluster.</summary>
/// <param name="Cluster">Address of its Redis; or the word for this machine alone.</param>
/// <param name="Database">PostgreSQL of its state; null for what the environment says.</param>
/// <param name="File">The script.</param>
/// <param name="Simulation">Class in it.</param>
/// <param name="Reward">C# of the reward function; null for the terms' sum.</param>
/// <param name="Options">Valid ones, with a population.</param>
/// <param name="Notify">Shows the user a line.</param>
internal sealed record SliceSource(
    string Cluster, string? Database, string File, string Simulation, string? Reward, TrainingOptions Options, Action<string> Notify);
