using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Pathmind.Simulations;

/// <summary>A field or property of a simulation's class, of a base of it, but not of <see cref="Simulation"/>
/// itself.</summary>
/// <param name="Name">As the user wrote it.</param>
/// <param name="Get">Reads it of an instance.</param>
/// <param name="Set">Writes it; also what is <c>init</c> only.</param>
/// <param name="IsFixed">Whether only a constructor or an initializer writes it.</param>
internal sealed record SimulationMember(string Name, Func<Simulation, object?> Get, Action<Simulation, object?> Set, bool IsFixed)
{
    const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    const string BackingField = ">k__BackingField", CapturedParameter = ">P";

    /// <summary>What an object initializer can set.</summary>
    public static IEnumerable<SimulationMember> Settable(Type type)
    {
        HashSet<string> seen = [];                                       // an overridden property counts once
        foreach (var declaring in Hierarchy(type))
        {
            foreach (var property in Properties(declaring))
                if (IsSettable(property) && seen.Add(property.Name))
                    yield return Of(property);
            foreach (var field in Fields(declaring))
                if (!field.IsInitOnly && IsVisible(field.Attributes) && seen.Add(field.Name))
                    yield return Of(field, field.Name);
        }
    }

    /// <summary>Fields that an object initializer cannot set, except events.</summary>
    public static IEnumerable<SimulationMember> Own(Type type)
    {
        var settable = Hierarchy(type).SelectMany(Properties).Where(IsSettable).Select(
            property => $"<{property.Name}{BackingField}").ToHashSet();
        return from declaring in Hierarchy(type)
               from field in Fields(declaring)
               where (field.IsInitOnly || !IsVisible(field.Attributes)) && !settable.Contains(field.Name) && !IsEvent(declaring, field)
               select Of(field, Written(field.Name));
    }

    /// <summary>Reads it; false if the property's own code throws.</summary>
    public bool TryGet(Simulation simulation, out object? value)
    {
        try
        {
            value = Get(simulation);
            return true;
        }
        catch (TargetInvocationException)
        {
            value = null;
            return false;
        }
    }

    static SimulationMember Of(PropertyInfo property) => new(
        property.Name, property.GetValue,
        (simulation, value) => property.SetValue(
            simulation, value, BindingFlags.DoNotWrapExceptions, binder: null, index: null, culture: null), IsFixed: false);

    static SimulationMember Of(FieldInfo field, string name) =>
        new(name, field.GetValue, field.SetValue, field.IsInitOnly || field.Name.EndsWith(CapturedParameter, StringComparison.Ordinal));

    /// <summary><c>price</c> of <c>&lt;price&gt;P</c> and of <c>&lt;price&gt;k__BackingField</c>.</summary>
    static string Written(string name) => name is ['<', ..] && name.IndexOf('>') is > 1 and var end ? name[1..end] : name;

    static bool IsSettable(PropertyInfo property) =>
        property.CanRead && property.SetMethod is { } setter && property.GetIndexParameters().Length == 0
        && (setter.IsPublic || setter.IsAssembly || setter.IsFamilyOrAssembly);

    static bool IsVisible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Assembly or FieldAttributes.FamORAssem;

    static IEnumerable<Type> Hierarchy(Type type)
    {
        for (var current = type; current is not null && current != typeof(Simulation); current = current.BaseType)
            yield return current;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Members of all simulations are kept: see Simulation.")]
    static FieldInfo[] Fields(Type type) => type.GetFields(Declared);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Members of all simulations are kept: see Simulation.")]
    static PropertyInfo[] Properties(Type type) => type.GetProperties(Declared);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Members of all simulations are kept: see Simulation.")]
    static bool IsEvent(Type type, FieldInfo field) => type.GetEvent(field.Name, Declared) is not null;
}
