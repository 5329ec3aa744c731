using System.Reflection;

namespace Pathmind.Training;

/// <summary>Makes further instances of a simulation's class.</summary>
internal static class SimulationInstances
{
    /// <exception cref="ArgumentException">The class has no parameterless constructor.</exception>
    public static Func<Simulation> Of(Simulation simulation)
    {
        var type = simulation.GetType();
        var constructor = type.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, [])
            ?? throw new ArgumentException(
                $"{type.Name} has no parameterless constructor, but training runs several instances side by side: write Trainer.Train(() => new {type.Name}(…), options).");
        return () => (Simulation)constructor.Invoke(null);
    }
}
