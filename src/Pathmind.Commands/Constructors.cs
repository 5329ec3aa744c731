namespace Pathmind.Commands;

/// <summary>Describes how simulations of a class can be made.</summary>
internal static class Constructors
{
    /// <summary>The parameters of the constructors: <c>(int shelves)</c>.</summary>
    public static string Parameters(Type type) => string.Join(" or ", type.GetConstructors()
        .Select(constructor => constructor.GetParameters().Select(each => $"{TypeName.Short(each.ParameterType)} {each.Name}"))
        .Select(parameters => $"({string.Join(", ", parameters)})"));

    /// <summary>Whether the class is a simulation that can have instances: neither abstract nor generic.</summary>
    public static bool IsSimulation(Type type) =>
        type.IsSubclassOf(typeof(Simulation)) && !type.IsAbstract && !type.ContainsGenericParameters;
}
