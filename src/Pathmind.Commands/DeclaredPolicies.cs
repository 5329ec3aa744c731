using System.Reflection;

namespace Pathmind.Commands;

/// <summary>Policies that the classes of a session declare: static properties, fields and methods without parameters,
/// as <c>public static Policy ShortestQueue => …</c>. On a command line these are the heuristics that a script has,
/// since its statements do not run.</summary>
internal static class DeclaredPolicies
{
    const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;

    /// <summary>What makes each of them, by name and in the order of writing: those of the simulation's class, as
    /// <c>ShortestQueue</c>; then those of classes that are not simulations, as <c>Rules.ShortestQueue</c>.</summary>
    /// <param name="host">The session.</param>
    /// <param name="simulation">The simulation's class.</param>
    public static IReadOnlyDictionary<string, Func<Policy>> Of(CommandHost host, Type simulation)
    {
        OrderedDictionary<string, Func<Policy>> policies = [];
        foreach (var member in Members(simulation))
            policies.TryAdd(member.Name, () => Read(member));
        foreach (var type in host.Types().Where(type => !type.IsSubclassOf(typeof(Simulation)) && !type.ContainsGenericParameters))
            foreach (var member in Members(type))
                policies[$"{type.Name}.{member.Name}"] = () => Read(member);
        return policies;
    }

    /// <summary>What makes the policy that is called by the simulation class that declares it, as
    /// <c>Shop.ShortestQueue</c>; null if there is none.</summary>
    public static Func<Policy>? OfSimulation(CommandHost host, string reference) =>
        host.Types().Where(type => type.IsSubclassOf(typeof(Simulation)) && !type.ContainsGenericParameters)
            .SelectMany(Members).Where(member => IsCalled(member, reference)).Select(member => (Func<Policy>)(() => Read(member)))
            .FirstOrDefault();

    /// <summary>Of a static method that makes a policy from arguments, which no word can give it: what to do instead;
    /// null if none is called so.</summary>
    public static string? NeedsArguments(CommandHost host, string reference)
    {
        var method = host.Types().Where(type => !type.ContainsGenericParameters).SelectMany(type => type.GetMethods(Static))
            .FirstOrDefault(method => IsPolicy(method.ReturnType) && IsSeen(method) && !method.IsSpecialName
                && method.GetParameters().Length > 0 && (method.Name == reference || IsCalled(method, reference)));
        if (method is null)
            return null;
        var parameters = string.Join(", ", method.GetParameters().Select(one => $"{TypeName.Short(one.ParameterType)} {one.Name}"));
        return $"{method.DeclaringType!.Name}.{method.Name}({parameters}) takes arguments, which cannot be given here: declare what has "
            + $"them beside it, as in public static Policy Mine => {method.Name}(…), and name that.";
    }

    static bool IsCalled(MemberInfo member, string reference) => $"{member.DeclaringType!.Name}.{member.Name}" == reference;

    /// <summary>Names that a user can write for some simulation of the session.</summary>
    public static IEnumerable<string> Names(CommandHost host) =>
        host.Types().Where(Constructors.IsSimulation).SelectMany(type => Of(host, type).Keys).Distinct();

    static IEnumerable<MemberInfo> Members(Type type) => type.GetMembers(Static)
        .Where(member => member switch
        {
            PropertyInfo property => IsPolicy(property.PropertyType) && IsSeen(property.GetMethod),
            FieldInfo field => IsPolicy(field.FieldType) && (field.IsPublic || field.IsAssembly || field.IsFamilyOrAssembly),
            MethodInfo method => IsPolicy(method.ReturnType) && IsSeen(method) && !method.IsSpecialName
                && method is { IsGenericMethod: false } && method.GetParameters().Length == 0,
            _ => false,
        })
        .OrderBy(member => member is PropertyInfo property ? property.GetMethod!.MetadataToken : member.MetadataToken);

    static bool IsPolicy(Type type) => type.IsAssignableTo(typeof(Policy));

    /// <summary>Whether the script's statements could use it as well.</summary>
    static bool IsSeen(MethodInfo? method) => method is { IsPublic: true } or { IsAssembly: true } or { IsFamilyOrAssembly: true };

    /// <exception cref="CommandException">It threw, or is null.</exception>
    static Policy Read(MemberInfo member)
    {
        try
        {
            return member switch
            {
                PropertyInfo property => property.GetValue(null, BindingFlags.DoNotWrapExceptions, null, null, null),
                FieldInfo field => field.GetValue(null),
                _ => ((MethodInfo)member).Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null),
            } as Policy ?? throw new CommandException($"{member.DeclaringType!.Name}.{member.Name} is null, but must be a policy.");
        }
        catch (Exception exception) when (exception is not CommandException)
        {
            var cause = exception is TypeInitializationException { InnerException: { } inner } ? inner : exception;
            throw new CommandException(
                $"{member.DeclaringType!.Name}.{member.Name} threw {cause.GetType().Name}: {cause.Message}", exception);
        }
    }
}
