namespace Pathmind.Commands;

/// <summary>How simulations of a class are made.</summary>
internal static class Constructors
{
    /// <summary>What the constructors ask for: <c>(int shelves)</c>.</summary>
    public static string Parameters(Type type) => string.Join(" or ", type.GetConstructors()
        .Select(constructor => $"({string.Join(", ", constructor.GetParameters().Select(parameter => $"{TypeName.Short(parameter.ParameterType)} {parameter.Name}"))})"));

    /// <summary>Whether instances of it can be trained: a class of its own, not a pattern for classes.</summary>
    public static bool IsSimulation(Type type) => type.IsSubclassOf(typeof(Simulation)) && !type.IsAbstract && !type.ContainsGenericParameters;
}
