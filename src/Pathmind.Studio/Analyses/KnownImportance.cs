using Pathmind.Comparisons;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Analyses;

/// <summary>What is known of how much the observations of an experiment matter, before it has a policy: from that whose
/// copy it is, or from the newest one of its project that was measured.</summary>
internal sealed class KnownImportance(ExperimentBoard board, AnalysisFiles files, PolicyAnalyses analyses)
{
    /// <summary>What was measured of each observation, by its name.</summary>
    public IReadOnlyDictionary<string, KnownLoss> Of(Experiment experiment)
    {
        Dictionary<string, KnownLoss> found = [];
        foreach (var other in Relatives(experiment))
            if (files.Read(other.Number, AnalysisKind.Importance)?.Line.Importance is { SaysNothing: false } importance)
                foreach (var one in importance.Observations)
                    found.TryAdd(one.Name, new(other.Number, one.Loss.ToEstimate(), one.Words));
        return found;
    }

    /// <summary>The experiment whose policy tells it; null if there is none.</summary>
    public Experiment? ToAsk(Experiment experiment) => Relatives(experiment).FirstOrDefault(other => analyses.WhyNot(other) is null);

    /// <summary>Whose copy it is first, then the others of its project, the newest first.</summary>
    IEnumerable<Experiment> Relatives(Experiment experiment)
    {
        var copied = ExperimentFigures.CopiedFrom(experiment);
        return board.All.Where(other => other.Simulation == experiment.Simulation && other.Number != experiment.Number)
            .OrderByDescending(other => other.Number == copied).ThenByDescending(other => other.Number);
    }
}

/// <summary>How much an observation matters.</summary>
/// <param name="Number">Of the experiment in which it was measured.</param>
/// <param name="Loss">Of reward per episode when it is shuffled.</param>
/// <param name="Meaning">The same in words.</param>
internal sealed record KnownLoss(int Number, Estimate Loss, string Meaning);
