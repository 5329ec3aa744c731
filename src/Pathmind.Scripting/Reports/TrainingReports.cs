using System.Text;
using Pathmind.Displays;
using Pathmind.Files;
using Pathmind.Reports;
using Pathmind.Simulations;

namespace Pathmind;

/// <summary>Writes reports of trainings, for people who do not have the program.</summary>
public static class TrainingReports
{
    /// <summary>Writes one HTML page that needs nothing else, no network, and a script only to play its episode: the
    /// curve, the reward terms, a comparison with random actions, with the policy that the training started from
    /// (<see cref="TrainingOptions.StartFrom"/>) and with others, an episode, the options and versions. The file is
    /// replaced as a whole or not at all.</summary>
    /// <param name="training">The training.</param>
    /// <param name="path">Name of the file, as <c>report.html</c>.</param>
    /// <param name="options">What to show in addition to the training; null for a comparison with random
    /// actions.</param>
    /// <exception cref="ArgumentException">The file cannot be written (found out before the first episode), or a policy
    /// does not fit.</exception>
    /// <exception cref="SimulationException">The simulation or a policy threw or broke a rule.</exception>
    public static void SaveReport(this TrainingResult training, string path, ReportOptions? options = null)
    {
        options ??= new();
        OutputFile.Require(path, nameof(path));
        var (comparison, episode) = options.Episodes > 0 && training.Create is { } create ? Play(training, create, options) : default;
        var html = InvariantText.Of(() => TrainingReport.Render(training, options, comparison, episode));
        using var file = new AtomicFile(path);
        file.Stream.Write(Encoding.UTF8.GetBytes(html));
        file.Commit();
    }

    static (Comparison Comparison, EpisodeLog Episode) Play(TrainingResult training, Func<Simulation> create, ReportOptions options)
    {
        var simulation = create();
        var given = options.Policies.Select(policy => policy.Name);
        Policy[] teacher = training.StartedFrom is { } from && !given.Contains(from.Name) ? [from] : [];
        ComparisonOptions compared = new() { Episodes = options.Episodes, Seed = options.Seed, Create = create };
        try
        {
            return (simulation.Compare(compared, [Policy.Random(options.Seed), .. teacher, .. options.Policies, training.Policy]),
                simulation.Run(training.Policy, seed: options.Seed, display: Display.None));
        }
        finally
        {
            SimulationInstances.Dispose(simulation);
        }
    }
}
