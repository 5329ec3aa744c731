using Pathmind.Comparisons;
using Pathmind.Policies;
using Pathmind.Reporting;
using Pathmind.Studios.Engines;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Analyses;

/// <summary>Runs an analysis: a command of the tool on copies of the code and of the policy, in a folder of its own
/// that is gone afterwards.</summary>
/// <param name="tool">Runs the process.</param>
/// <param name="code">The code of experiments.</param>
/// <param name="submissions">Makes folders for a while.</param>
internal sealed class AnalysisRun(ToolRun tool, CodeStore code, Submissions submissions)
{
    /// <summary>Longest in all, beside the time that episodes are played: packages may have to be fetched, a project
    /// built, an episode played to its end.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Runs it.</summary>
    /// <param name="experiment">A submitted one.</param>
    /// <param name="policy">Folder of its policy.</param>
    /// <param name="order">What to find out.</param>
    /// <param name="onLine">Gets progress and notices.</param>
    /// <param name="keep">Gets the result and the folder with its files.</param>
    /// <param name="cancellation">Ends the process.</param>
    /// <exception cref="InvalidDataException">It failed; the message says why.</exception>
    public async Task RunAsync(
        Experiment experiment, string policy, AnalysisOrder order, Action<MeasuredLine> onLine, Action<MeasuredLine, string> keep,
        CancellationToken cancellation)
    {
        using var place = submissions.Open();
        var (digest, file) = CodeStore.Split(experiment.Source!);
        var (source, copy) = (Path.Combine(place.Folder, "tried", file), Path.Combine(place.Folder, "policy"));
        FolderCopy.Make(code.FolderOf(digest), Path.Combine(place.Folder, "tried"));
        Directory.CreateDirectory(copy);
        foreach (var name in new[] { PolicySource.FileName, PolicyFolder.Schema })
            if (File.Exists(Path.Combine(policy, name)))
                File.Copy(Path.Combine(policy, name), Path.Combine(copy, name));
        MeasuredLine? last = null;
        try
        {
            var answer = await tool.RunAsync(
                new()
                {
                    Own = place.Folder, Folder = Path.GetDirectoryName(source)!, Longest = TimeSpan.FromSeconds(order.Seconds) + Grace,
                    Arguments = Arguments(experiment, source, copy, place.Folder, order),
                    OnLine = line =>
                    {
                        if (MeasuredLine.TryParse(line) is not { } read)
                            return;
                        if (read.Event is MeasuredLine.Result or MeasuredLine.End)
                            last = Named(read, copy);
                        else
                            onLine(read);
                    },
                },
                cancellation);
            keep(Require(last, answer, place.Folder), place.Folder);
        }
        catch (ToolRunException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    static string[] Arguments(Experiment experiment, string source, string policy, string folder, AnalysisOrder order) => order.Kind switch
    {
        AnalysisKind.Episode =>
        [
            "run", source, experiment.Simulation, "--policy", policy, "--episodes", "1", $"--seed={order.Seed}", "--json",
            "--replay", Path.Combine(folder, AnalysisFiles.Replay), "--out-csv", Path.Combine(folder, AnalysisFiles.Steps),
        ],
        var kind =>
        [
            kind == AnalysisKind.Comparison ? "compare" : "importance", source, experiment.Simulation, policy,
            "--time", $"{order.Seconds}s", $"--seed={order.Seed}", "--json",
        ],
    };

    static MeasuredLine Require(MeasuredLine? last, ToolAnswer answer, string folder) =>
        last is { Event: MeasuredLine.Result } ? last
        : throw new InvalidDataException((last?.Message is { Length: > 0 } message ? message
            : $"The process ended with exit code {answer.Code}: {answer.Said ?? "it said nothing"}")
            .Replace($"{folder}{Path.DirectorySeparatorChar}", "", StringComparison.Ordinal));

    /// <summary>The result in which the policy is not called by the path of its copy.</summary>
    static MeasuredLine Named(MeasuredLine line, string path) => line with
    {
        Comparison = line.Comparison is { } comparison ? comparison with
        {
            Policies =
            [
                .. comparison.Policies.Select(policy => policy.Name == path ? policy with { Name = "this policy" } : policy),
            ],
        } : null,
        Importance = line.Importance is { } importance
            ? importance with { Advice = importance.Advice.Replace(path, "this policy", StringComparison.Ordinal) } : null,
    };
}
