using System.Collections.Concurrent;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Lists;

/// <summary>The lines of all experiments, which all pages share: one page or twenty, an experiment is taken apart once
/// per change.</summary>
internal sealed class ExperimentLines(ExperimentBoard board)
{
    readonly ConcurrentDictionary<int, ExperimentLine> lines = new();

    /// <summary>As they are now, the newest first.</summary>
    public IReadOnlyList<ExperimentLine> Read()
    {
        var all = board.All;
        if (lines.Count > all.Count)
            foreach (var gone in lines.Keys.Except(all.Select(experiment => experiment.Number)).ToArray())
                lines.TryRemove(gone, out _);
        return [.. all.Select(LineOf)];
    }

    ExperimentLine LineOf(Experiment experiment)
    {
        var known = lines.GetValueOrDefault(experiment.Number);
        return known is not null && ReferenceEquals(known.Experiment, experiment) ? known
            : lines[experiment.Number] = new(experiment, known);
    }
}
