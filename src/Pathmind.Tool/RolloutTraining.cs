using System.Diagnostics;
using Pathmind.Clusters.Work;
using Pathmind.Commands;
using Pathmind.Training;

namespace Pathmind.Tool;

/// <summary><c>train --workers …</c>: processes of this machine, or of a cluster's workers, run the simulations of a
/// training. They begin with the first rollout.</summary>
internal static class RolloutTraining
{
    /// <exception cref="CommandException">The cluster cannot be used.</exception>
    public static IWorkerHost Begin(SliceSource source) =>
        ClusterTraining.IsElsewhere(source) ? OnCluster(source) : OnThisMachine(source);

    static ClusterWorkers OnCluster(SliceSource source)
    {
        var (data, code) = ClusterTraining.Pack(source, trials: 1);
        return new(ClusterTraining.Join(source), data, code, source.Options.Workers!.Value, source.Notify, source.Requires);
    }

    static ProcessWorkers OnThisMachine(SliceSource source)
    {
        string[] reward = source.Reward is null ? [] : [$"--reward={source.Reward}"];
        string[] command = [.. StudioCommand.Tool, SliceProgram.Rollouts, source.File, source.Simulation, .. reward];
        return new ProcessWorkers(source.Options.Workers!.Value, () => new ProcessStartInfo(command[0], command.Skip(1)));
    }
}
