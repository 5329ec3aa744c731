using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Pathmind.Simulations;

/// <summary>Makes the simulations that the kit needs in addition to the user's own, and disposes of them: the one place
/// that does.</summary>
/// <param name="create">Must return a new simulation at each call.</param>
internal sealed class SimulationInstances(Func<Simulation> create)
{
    // Native programs keep what a type that is asked for so has: the annotation of Simulation alone does nothing.
    const DynamicallyAccessedMemberTypes Constructors =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.NonPublicConstructors;

    const BindingFlags AnyVisibility = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    readonly HashSet<Simulation> made = new(ReferenceEqualityComparer.Instance);

    /// <summary>A new simulation, owned by this.</summary>
    /// <exception cref="ArgumentException">The function returned null, or a simulation that it had returned
    /// before.</exception>
    public Simulation New()
    {
        var simulation = Make(create) ?? throw new ArgumentException(
            "The function that makes simulations returned null, "
            + "but it must return a new one at each call, as in () => new Warehouse(shelves: 12).");
        if (!made.Add(simulation))
            throw new ArgumentException(
                $"The function that makes simulations returned the same {simulation.GetType().Name} twice, but several run side by side: "
                + $"let it make a new one at each call, as in () => new {simulation.GetType().Name}(…).");
        return simulation;
    }

    /// <summary>Disposes of everything that was made (<see cref="IDisposable"/>, else <see cref="IAsyncDisposable"/>),
    /// even if one of them throws.</summary>
    /// <returns>What the first one threw; null if all went well.</returns>
    public Exception? DisposeAll()
    {
        Exception? first = null;
        foreach (var simulation in made)
            try
            {
                Dispose(simulation);
            }
            catch (Exception exception)
            {
                first ??= exception;
            }
        made.Clear();
        return first;
    }

    /// <summary>The same function for several threads: called by one at a time, as a user's function need not be safe
    /// for more.</summary>
    public static Func<Simulation> OneAtATime(Func<Simulation> create)
    {
        Lock one = new();
        return () =>
        {
            lock (one)
                return create();
        };
    }

    /// <summary>Disposes of one simulation that the kit made.</summary>
    public static void Dispose(Simulation simulation)
    {
        if (simulation is IDisposable disposable)
            disposable.Dispose();
        else if (simulation is IAsyncDisposable later)
            Task.Run(async () => await later.DisposeAsync()).GetAwaiter().GetResult();    // no caller's context, so no deadlock
    }

    /// <summary>One simulation of the user's code. What a static constructor throws comes as it is, as what an
    /// instance's constructor throws.</summary>
    public static Simulation? Make(Func<Simulation> create)
    {
        try
        {
            return create();
        }
        catch (TypeInitializationException exception) when (exception.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }

    /// <summary>Makes instances with the parameterless constructor; null if there is none. What the constructor throws
    /// comes as it is.</summary>
    public static Func<Simulation>? OfType([DynamicallyAccessedMembers(Constructors)] Type type) =>
        type.GetConstructor(AnyVisibility, []) is { } constructor
        ? () => (Simulation)constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, parameters: null, culture: null)
        : null;

    /// <summary>Makes instances of the simulation's class with the same settings: what an object initializer set, they
    /// have as well.</summary>
    /// <param name="simulation">Is only read.</param>
    /// <param name="call">What to write instead if that is not possible, with {0} for <c>new Shop(…)</c>:
    /// "Trainer.Train(() => {0}, options)".</param>
    /// <returns>Null if the class has no parameterless constructor. The function throws an
    /// <see cref="ArgumentException"/> if a setting cannot be copied.</returns>
    public static Func<Simulation>? Like(Simulation simulation, string call)
    {
        if (simulation.Alike is { } alike)
            return alike;
        if (OfType(simulation.GetType()) is not { } construct)
            return null;
        SimulationSettings? settings = null;
        return () =>
        {
            var instance = construct();
            try
            {
                if (settings is null)
                    settings = SimulationSettings.Read(simulation, instance, construct, call);
                else
                    settings.Write(instance);
                return instance;
            }
            catch
            {
                Dispose(instance);
                throw;
            }
        };
    }

    /// <inheritdoc cref="Like"/>
    /// <exception cref="ArgumentException">The class has no parameterless constructor.</exception>
    public static Func<Simulation> RequireLike(Simulation simulation, string call)
    {
        var name = simulation.GetType().Name;
        return Like(simulation, call) ?? throw new ArgumentException(
            $"{name} has no constructor without parameters, and several instances are needed: "
            + $"write {string.Format(call, $"new {name}(…)")}.");
    }
}
