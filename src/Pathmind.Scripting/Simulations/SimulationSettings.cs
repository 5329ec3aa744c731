namespace Pathmind.Simulations;

/// <summary>How an instance of a simulation was set up, to set up others alike: <c>new Shop { Price = 10 }.Train()</c>
/// must train shops with that price.</summary>
/// <remarks>Copied are fields and properties that an object initializer can set, where they differ from a new
/// instance's. What cannot be copied, and what a constructor or a method put into fields that only the class can write,
/// is an error: never is another simulation trained silently.</remarks>
internal sealed class SimulationSettings
{
    readonly List<(SimulationMember Member, object? Value)> differing = [];

    /// <summary>Compares a simulation with a new instance of its class.</summary>
    /// <param name="simulation">The one that was set up.</param>
    /// <param name="fresh">As its constructor left it; is set up alike.</param>
    /// <param name="construct">Makes a further one, to see what differs between any two.</param>
    /// <param name="call">What to write instead, with {0} for the new simulation.</param>
    /// <exception cref="ArgumentException">The set-up cannot be repeated; the message says what and what to
    /// do.</exception>
    public static SimulationSettings Read(Simulation simulation, Simulation fresh, Func<Simulation> construct, string call)
    {
        SimulationSettings settings = new();
        foreach (var member in SimulationMember.Settable(simulation.GetType()))
            if (member.TryGet(simulation, out var value) && member.TryGet(fresh, out var before) && !SettingValue.Same(value, before))
                settings.differing.Add(
                    (member, SettingValue.TryCopy(value, out _) ? value : throw NotCopied(simulation, member, value!, call)));
        settings.Write(fresh);
        RequireNothingElse(simulation, fresh, construct, settings, call);
        return settings;
    }

    /// <summary>Sets up another instance alike; collections are copied for each.</summary>
    public void Write(Simulation simulation)
    {
        foreach (var (member, value) in differing)
        {
            SettingValue.TryCopy(value, out var copy);
            member.Set(simulation, copy);
        }
    }

    /// <summary>Whether fields that only the class itself writes differ as well. State is not a setting: of a
    /// simulation that was used, only fields that never change count; of one that was not, neither what differs between
    /// any two new instances, nor what Reset writes.</summary>
    static void RequireNothingElse(
        Simulation simulation, Simulation fresh, Func<Simulation> construct, SimulationSettings settings, string call)
    {
        SimulationMember[] own =
        [
            .. from field in SimulationMember.Own(simulation.GetType())
               where !SettingValue.Same(field.Get(simulation), field.Get(fresh))
               where !simulation.WasUsed || (field.IsFixed && SettingValue.IsConstant(field.Get(simulation)))
               select field,
        ];
        if (own.Length == 0)
            return;
        var other = construct();
        try
        {
            settings.Write(other);
            own = [.. own.Where(field => SettingValue.Same(field.Get(fresh), field.Get(other)))];
            if (own.Length > 0 && !simulation.WasUsed && TryReset(other))
                own = [.. own.Where(field => SettingValue.Same(field.Get(fresh), field.Get(other)))];
            if (own.FirstOrDefault() is { } field)
                throw Unrepeatable(simulation, field, field.Get(simulation), field.Get(fresh), call);
        }
        finally
        {
            SimulationInstances.Dispose(other);
        }
    }

    /// <summary>What Reset throws is the driver's to report, in its place.</summary>
    static bool TryReset(Simulation simulation)
    {
        simulation.Random = new Random(0);
        try
        {
            simulation.Reset();
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    static ArgumentException NotCopied(Simulation simulation, SimulationMember member, object value, string call)
    {
        var name = simulation.GetType().Name;
        return new(
            $"{name}.{member.Name} was set to {SettingValue.Describe(value)}, "
            + $"which several instances of {name} would share and may change: hand over a function that gives each its own, "
            + $"{string.Format(call, $"new {name} {{ {member.Name} = … }}")}.");
    }

    static ArgumentException Unrepeatable(Simulation simulation, SimulationMember field, object? value, object? fresh, string call)
    {
        var name = simulation.GetType().Name;
        return new(
            $"'{field.Name}' of this {name} is {SettingValue.Describe(value)}, but {SettingValue.Describe(fresh)} after new {name}(), "
            + $"by which further instances are made, and it cannot be set from outside: "
            + $"hand over a function that makes them, {string.Format(call, $"new {name}(…)")}.");
    }
}
