using Pathmind.Clusters;
using Pathmind.Clusters.Nodes;
using Pathmind.Clusters.Stores;
using Pathmind.Clusters.Work;
using Pathmind.Commands;
using Pathmind.Reporting;
using Pathmind.Training;

namespace Pathmind.Tool;

/// <summary><c>train --cluster …</c>: this process joins a cluster, and lets workers train the members of a
/// population.</summary>
internal static class ClusterTraining
{
    /// <exception cref="CommandException">Redis or the database cannot be used, or the secret is missing.</exception>
    public static ISliceRunner Begin(SliceSource source)
    {
        var full = Path.GetFullPath(source.File);
        full = File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        var files = SubmittedFiles.Of(full.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) ? Path.GetDirectoryName(full)! : full);
        var code = CodeBundle.Pack(files.Files.Select(file => (files.NameOf(file), file)));
        Clusters.Grains.ExperimentData data = new(
            ContentHash.Of(code), files.NameOf(full), source.Simulation, source.Reward, source.Options.Population!.Value, KitVersion.Here);
        var key = ClusterSlices.KeyOf(data, source.Options);
        if (source.Cluster == ClusterOptions.Local)
            return LocalCluster.Begin(key, data, code, source);
        var node = Task.Run(() => ClusterNode.StartAsync(Options(source.Cluster, source.Database), CancellationToken.None));
        return new ClusterSlices(node.GetAwaiter().GetResult(), key, data, code, source.Notify);
    }

    /// <summary>What command line and environment say.</summary>
    public static ClusterOptions Options(string redis, string? database) => new()
    {
        Redis = redis, Database = database ?? Variable(StudioCommand.DatabaseVariable), Secret = Variable("PATHMIND_CLUSTER_SECRET"),
    };

    /// <summary>Null for one that is not set, or empty.</summary>
    public static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
