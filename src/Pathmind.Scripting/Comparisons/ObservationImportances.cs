using Pathmind.Comparisons;
using Pathmind.Simulations;

namespace Pathmind;

/// <summary>Measures which observations a policy needs.</summary>
public static class ObservationImportances
{
    /// <summary>How much reward a policy loses without each of its observations: in the same episodes, the observation
    /// is replaced at every step by one that was seen at another moment (permutation importance). Plays until each is
    /// told, within a time.</summary>
    /// <param name="simulation">The simulation.</param>
    /// <param name="policy">Of any kind; a trained one is asked about what it looks at.</param>
    /// <param name="options">Number of episodes, or time and tolerance; seed. With a given number of episodes the same
    /// seed gives the same result.</param>
    /// <exception cref="ArgumentException">The policy does not fit.</exception>
    /// <exception cref="SimulationException">The simulation or the policy threw or broke a rule.</exception>
    public static Importance Importance(this Simulation simulation, Policy policy, ComparisonOptions? options = null)
    {
        options ??= new();
        using SimilarSimulations simulations = new(simulation, options);
        return new ImportanceMeasurement(simulations, policy, options, TimeProvider.System).Measure();
    }

    /// <summary>The same for the policy of a training, in a simulation like those it was trained in.</summary>
    /// <inheritdoc cref="Importance(Simulation, Policy, ComparisonOptions?)"/>
    /// <exception cref="InvalidOperationException">The training does not know how to make a simulation.</exception>
    public static Importance Importance(this TrainingResult training, ComparisonOptions? options = null)
    {
        var create = training.Create ?? throw new InvalidOperationException(
            "This training does not know its simulation: write new Shop().Importance(training.Policy).");
        var simulation = create();
        try
        {
            options ??= new();
            return simulation.Importance(training.Policy, options with { Create = options.Create ?? create });
        }
        finally
        {
            SimulationInstances.Dispose(simulation);
        }
    }
}
