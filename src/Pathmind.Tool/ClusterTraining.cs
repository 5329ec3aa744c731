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
    /// <summary>Before a folder: for the state of a cluster of this process alone, and of a studio's relay.</summary>
    public const string LocalAt = ClusterOptions.Local + ":", RelayAt = "relay:";

    /// <exception cref="CommandException">Redis or the database cannot be used, or the secret is missing.</exception>
    public static ISliceRunner Begin(SliceSource source)
    {
        if (FolderAfter(RelayAt, source.Cluster) is { } relay)
            return new RelayedSlices(relay, source.Simulation, source.Reward, source.Options, source.Notify);
        var full = Path.GetFullPath(source.File);
        full = File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        var files = SubmittedFiles.Of(
            source.Files ?? (full.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) ? Path.GetDirectoryName(full)! : full));
        if (!files.Files.Contains(full))
            throw new CommandException($"'{source.File}' is not in the folder that --files names, '{source.Files}'.");
        var code = CodeBundle.Pack(files.Files.Select(file => (files.NameOf(file), file)));
        Clusters.Grains.ExperimentData data = new(
            ContentHash.Of(code), files.NameOf(full), source.Simulation, source.Reward, source.Options.Population!.Value, KitVersion.Here);
        var key = ClusterSlices.KeyOf(data, source.Options);
        if (source.Cluster == ClusterOptions.Local || FolderAfter(LocalAt, source.Cluster) is not null)
            return LocalCluster.Begin(key, data, code, source, FolderAfter(LocalAt, source.Cluster));
        var node = Task.Run(() => ClusterNode.StartAsync(Options(source.Cluster, source.Database), CancellationToken.None));
        return new ClusterSlices(node.GetAwaiter().GetResult(), key, data, code, source.Notify, source.Requires);
    }

    /// <summary>The full path after a word; null if it does not begin so. <c>local:6379</c> is a Redis.</summary>
    static string? FolderAfter(string word, string cluster) =>
        cluster.StartsWith(word, StringComparison.Ordinal) && Path.IsPathFullyQualified(cluster[word.Length..])
            ? cluster[word.Length..] : null;

    /// <summary>What command line and environment say.</summary>
    public static ClusterOptions Options(string redis, string? database) => new()
    {
        Redis = redis, Database = database ?? Variable(StudioCommand.DatabaseVariable), Secret = Variable("PATHMIND_CLUSTER_SECRET"),
    };

    /// <summary>Null for one that is not set, or empty.</summary>
    public static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
