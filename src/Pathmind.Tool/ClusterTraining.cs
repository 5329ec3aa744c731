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
        var (data, code) = Pack(source, source.Options.Population!.Value);
        var key = ClusterSlices.KeyOf(data, source.Options);
        return IsElsewhere(source) ? new ClusterSlices(Join(source), key, data, code, source.Notify, source.Requires)
            : LocalCluster.Begin(key, data, code, source, FolderAfter(LocalAt, source.Cluster));
    }

    /// <summary>Whether it is to run on other machines.</summary>
    public static bool IsElsewhere(SliceSource source) => source.Cluster != ClusterOptions.Local
        && FolderAfter(LocalAt, source.Cluster) is null && FolderAfter(RelayAt, source.Cluster) is null;

    /// <summary>Joins the cluster.</summary>
    public static ClusterNode Join(SliceSource source) => Task.Run(
        () => ClusterNode.StartAsync(Options(source.Cluster, source.Database), CancellationToken.None)).GetAwaiter().GetResult();

    /// <summary>What workers need of a training.</summary>
    public static (Clusters.Grains.ExperimentData Data, byte[] Code) Pack(SliceSource source, int trials)
    {
        var full = Path.GetFullPath(source.File);
        full = File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        var files = SubmittedFiles.Of(
            source.Files ?? (full.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) ? Path.GetDirectoryName(full)! : full));
        if (!files.Files.Contains(full))
            throw new CommandException($"'{source.File}' is not in the folder that --files names, '{source.Files}'.");
        var code = CodeBundle.Pack(files.Files.Select(file => (files.NameOf(file), file)));
        return (new(ContentHash.Of(code), files.NameOf(full), source.Simulation, source.Reward, trials, KitVersion.Here), code);
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
