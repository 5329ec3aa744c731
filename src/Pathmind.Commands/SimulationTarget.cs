using Pathmind.Simulations;

namespace Pathmind.Commands;

/// <summary>The simulation that a command means.</summary>
/// <param name="Name">The name of the class or the variable, as the user knows it.</param>
/// <param name="Type">The simulation's class.</param>
/// <param name="Instance">The variable's value; null if a class was meant, or a function that makes instances.</param>
/// <param name="Create">Makes instances; null if the class cannot be constructed.</param>
internal sealed record SimulationTarget(string Name, Type Type, Simulation? Instance, Func<Simulation>? Create)
{
    /// <summary>The named simulation; else the newest that the cell declares, else what it returns, else the session's
    /// newest.</summary>
    /// <exception cref="CommandException">There is none, or the name means something else.</exception>
    public static SimulationTarget Find(CommandScope scope, string? name)
    {
        if (name is not null)
            return Named(scope.Host, name);
        if (scope.Cell.DeclaredTypes.LastOrDefault(Constructors.IsSimulation) is { } declared)
            return OfNewest(scope.Host, declared);
        if (scope.Cell.Value is { } value && Of("the cell's value", value) is { } returned)
        {
            scope.TookValue = true;
            return returned;
        }
        return scope.Host.Types().LastOrDefault(Constructors.IsSimulation) is { } newest ? OfNewest(scope.Host, newest)
            : scope.Host.Variables().Select(variable => Of(variable.Key, variable.Value)).LastOrDefault(target => target is not null)
                ?? throw new CommandException(
                    "There is no simulation yet: declare a class that derives from Simulation, in this cell or an earlier one.");
    }

    /// <summary>Names that a user can write.</summary>
    public static IEnumerable<string> Names(CommandHost host) =>
        host.Types().Where(Constructors.IsSimulation).Select(type => type.Name)
            .Concat(host.Variables().Where(variable => Of(variable.Key, variable.Value) is not null).Select(variable => variable.Key))
            .Distinct();

    /// <summary>The function that makes the simulations of a training.</summary>
    /// <exception cref="CommandException">The class has no parameterless constructor.</exception>
    public Func<Simulation> ForTraining() => Create ?? throw new CommandException(
        $"Training needs several instances of {Type.Name}, but its constructor needs {Constructors.Parameters(Type)}. "
        + $"Add a constructor without parameters: public {Type.Name}() : this(…) {{ }}; "
        + $"or call Trainer.Train(() => new {Type.Name}(…)) in the script, and run the script. In a notebook, name a function: var "
        + $"make = () => new {Type.Name}(…); and then: train make.");

    /// <summary>The simulation of a run: the variable itself, or a new instance.</summary>
    /// <exception cref="CommandException">The class has no parameterless constructor.</exception>
    public Simulation ForRun() => Instance ?? Make() ?? throw new CommandException(
        $"{Type.Name}'s constructor needs {Constructors.Parameters(Type)}. "
        + $"Add a constructor without parameters: public {Type.Name}() : this(…) {{ }}. "
        + $"In a notebook, name a variable: var simulation = new {Type.Name}(…); and then: run simulation.");

    /// <summary>A new instance of the class, or one that the function makes; null if the class cannot be
    /// constructed.</summary>
    /// <exception cref="CommandException">The constructor or the function threw.</exception>
    public Simulation? Make()
    {
        try
        {
            return Create is null ? null : SimulationInstances.Make(Create);
        }
        catch (Exception exception) when (exception is not ArgumentException)    // the user's code; the kit's errors are complete
        {
            throw new CommandException($"{Name} cannot be made: {exception.GetType().Name}: {exception.Message}", exception);
        }
    }

    static SimulationTarget Named(CommandHost host, string name)
    {
        if (host.Variables().LastOrDefault(variable => variable.Key == name) is { Key: not null } variable)
            return Of(name, variable.Value) ?? throw new CommandException(
                $"The variable '{name}' is {(variable.Value is null ? "null" : $"of type {variable.Value.GetType().Name}")}, not a "
                + "simulation. "
                + Suggestions.Say(name, "simulations", Names(host)));
        return host.Types().LastOrDefault(type => type.Name == name) switch
        {
            null => throw new CommandException($"There is no simulation '{name}'. {Suggestions.Say(name, "simulations", Names(host))}"),
            var type when Constructors.IsSimulation(type) => OfType(type),
            _ => throw new CommandException($"{name} is not a simulation: it must derive from Simulation and must not be abstract. "
                + Suggestions.Say(name, "simulations", Names(host))),
        };
    }

    /// <summary>The class, or the newest variable of it if the class needs arguments.</summary>
    static SimulationTarget OfNewest(CommandHost host, Type type) => OfType(type) is { Create: not null } target ? target
        : host.Variables().Select(variable => Of(variable.Key, variable.Value)).LastOrDefault(variable => variable?.Type == type)
            ?? OfType(type);

    static SimulationTarget OfType(Type type) => new(type.Name, type, null, SimulationInstances.OfType(type));

    static SimulationTarget? Of(string name, object? value) => value switch
    {
        Simulation simulation => new(
            name, simulation.GetType(), simulation, SimulationInstances.Like(simulation, "as in var make = () => {0}; and train make")),
        Func<Simulation> create => new(name, create.Method.ReturnType, null, create),
        Type type when Constructors.IsSimulation(type) => OfType(type),
        _ => null,
    };
}
