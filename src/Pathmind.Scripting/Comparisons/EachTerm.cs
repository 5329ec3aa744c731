using Pathmind.Files;
using Pathmind.Simulations;

namespace Pathmind.Comparisons;

/// <summary>Trains on all reward terms and then on each one alone, and compares the policies.</summary>
/// <param name="create">Makes a new simulation at every call.</param>
/// <param name="options">Of all trainings.</param>
/// <param name="cancellation">Ends the training under way and leaves out the others.</param>
internal sealed class EachTerm(Func<Simulation> create, TrainingOptions options, CancellationToken cancellation)
{
    /// <summary>Name of the policy of all terms.</summary>
    const string AllTerms = "all terms";

    /// <summary>Share of a training's steps that the comparison may take for each policy, and the episodes that it has
    /// at least and at most.</summary>
    const double Share = 0.3;
    const int Least = 20, Most = 100;

    readonly IDisplay display = options.Display ?? Display.Current;

    public TermTrainings Run()
    {
        var all = Train(AllTerms, options);
        string[] terms = [.. all.Policy.RewardTerms];
        OrderedDictionary<string, TrainingResult> alone = [];
        for (var last = all; terms.Length > 1 && alone.Count < terms.Length && last.Stop != StopReason.Interrupted;)
            alone.Add(terms[alone.Count], last = Train(Only(terms[alone.Count]), Alone(terms[alone.Count])));
        TermTrainings result = new(all, alone, terms.ToDictionary(term => term, Sign), Compare(all, alone));
        display.Show(result.ToDisplay());
        return result;
    }

    static string Only(string term) => $"only {term}";

    int Sign(string term) => options.RewardWeights?.GetValueOrDefault(term) < 0 ? -1 : 1;

    TrainingResult Train(string name, TrainingOptions training)
    {
        display.Show(new TextLine($"Trained on {name}:"));
        return Trainer.Train(
            create, training with { Folder = Below(options.Folder, name), TensorBoard = Below(options.TensorBoard, name) }, cancellation);
    }

    TrainingOptions Alone(string term) => options.RewardOfChange is null
        ? options with { Reward = null, RewardWeights = new() { [term] = Sign(term) } }
        : options with { RewardOfChange = (before, after) => after[term] - before[term] };

    Comparison Compare(TrainingResult all, OrderedDictionary<string, TrainingResult> alone)
    {
        var length = all.History.LastOrDefault(row => row.LengthMean is not null)?.LengthMean ?? 1;
        var steps = all.History.Count > 0 ? all.History[^1].Steps : 0;
        var simulation = create();
        try
        {
            return simulation.Compare(
                new()
                {
                    Episodes = (int)Math.Clamp(Share * steps / length, Least, Most), Seed = options.Seed, Display = options.Display,
                    Create = create, Threads = options.Threads,
                },
                [
                    Policy.Random(options.Seed), all.Policy.Named(AllTerms),
                    .. alone.Select(training => training.Value.Policy.Named(Only(training.Key))),
                ]);
        }
        finally
        {
            SimulationInstances.Dispose(simulation);
        }
    }

    /// <summary>A sub-folder for each training.</summary>
    static string? Below(string? folder, string name) => folder is null ? null : Path.Combine(folder, OutputFile.NameOf(name));
}
