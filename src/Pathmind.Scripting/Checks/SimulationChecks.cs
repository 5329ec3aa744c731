using Pathmind.Simulations;

namespace Pathmind;

/// <summary>Examines simulations.</summary>
public static class SimulationChecks
{
    /// <summary>Tries a simulation out under random actions and reports everything that would spoil a training: names
    /// or lengths that change, numbers that are not finite, masks that allow nothing, episodes that never end, state
    /// that survives <see cref="Simulation.Reset"/>, chance other than <see cref="Simulation.Random"/>, state shared
    /// between instances.</summary>
    /// <param name="simulation">An instance of a class with a parameterless constructor, by which more instances are
    /// made and then set up alike (what an object initializer set). Otherwise use
    /// <see cref="SimulationCheck.Of"/>.</param>
    /// <param name="seed">Seed of the actions and of the simulation's random stream.</param>
    /// <param name="steps">Steps in each of the four walks that are compared; at least 2.</param>
    /// <param name="time">About how long it may take, above 0: of a slow simulation fewer steps are made, and the
    /// report says what was not looked at. Null for 20 seconds.</param>
    /// <exception cref="ArgumentException">The class has no parameterless constructor, or an argument is out of
    /// range.</exception>
    public static SimulationCheck Check(this Simulation simulation, int seed = 0, int steps = 2_000, TimeSpan? time = null) =>
        SimulationCheck.Of(SimulationInstances.RequireLike(simulation, "SimulationCheck.Of(() => {0})"), seed, steps, time);
}
