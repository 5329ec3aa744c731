using System.Diagnostics;
using Pathmind.Clusters.Work;
using Pathmind.Commands;
using Pathmind.Training;

namespace Pathmind.Tool;

/// <summary><c>train --workers …</c>: processes run the simulations of a training.</summary>
internal static class RolloutTraining
{
    /// <summary>Workers on this machine; they begin with the first rollout.</summary>
    public static IWorkerHost Begin(SliceSource source)
    {
        string[] reward = source.Reward is null ? [] : [$"--reward={source.Reward}"];
        string[] command = [.. StudioCommand.Tool, RolloutsCommand.Verb, source.File, source.Simulation, .. reward];
        return new ProcessWorkers(source.Options.Workers!.Value, () => new ProcessStartInfo(command[0], command.Skip(1)));
    }
}
