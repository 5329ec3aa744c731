using System.Runtime.ExceptionServices;
using Pathmind.Simulations;

namespace Pathmind.Comparisons;

/// <summary>The simulation that policies are compared in, and further ones like it, so that several threads can
/// play.</summary>
internal sealed class SimilarSimulations : IDisposable
{
    readonly SimulationInstances? instances;
    readonly List<Simulation> all;
    readonly int threads;

    /// <param name="simulation">The user's.</param>
    /// <param name="options">Threads, and how to make further ones.</param>
    /// <exception cref="ArgumentException">The options' function returned null, or the same one twice.</exception>
    public SimilarSimulations(Simulation simulation, ComparisonOptions options)
    {
        (all, threads) = ([simulation], options.Threads ?? Environment.ProcessorCount);
        if (threads == 1)
            return;
        if (options.Create is { } create)
            all.Add((instances = new(create)).New());
        else if (!simulation.WasUsed)                                    // else what made its fields is not known
            all.AddRange(TryLike(simulation, out instances));
    }

    /// <summary>The user's.</summary>
    public Simulation First => all[0];

    /// <summary>As many as there can be, and no more than threads.</summary>
    /// <param name="most">How many can be used.</param>
    public IReadOnlyList<Simulation> Take(int most)
    {
        while (instances is not null && all.Count < Math.Min(most, threads))
            all.Add(instances.New());
        return all[..Math.Min(most, all.Count)];
    }

    public void Dispose()
    {
        if (instances?.DisposeAll() is { } thrown)
            ExceptionDispatchInfo.Throw(thrown);
    }

    /// <summary>A further simulation with the same settings: none if they cannot be copied or if the constructor
    /// throws, since more threads are only faster.</summary>
    static Simulation[] TryLike(Simulation simulation, out SimulationInstances? instances)
    {
        instances = SimulationInstances.Like(simulation, "{0}") is { } create ? new(create) : null;
        try
        {
            return instances is null ? [] : [instances.New()];
        }
        catch (Exception)
        {
            instances = null;
            return [];
        }
    }
}
