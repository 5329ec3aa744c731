namespace Pathmind.Commands;

/// <summary>What a user writes for a policy: random, a variable, a static member of the simulation's class, a folder, a
/// file, the address of a policy server.</summary>
internal static class PolicyReference
{
    public const string Random = "random", DefaultVariable = "policy";

    /// <summary>Environment variable that holds the key of a policy server: a key does not belong in a
    /// notebook.</summary>
    public const string KeyVariable = "PATHMIND_API_KEY";

    /// <summary>The policy that is meant; without a word the variable <c>policy</c> if there is one, else random
    /// actions.</summary>
    /// <param name="reference">What the user wrote.</param>
    /// <param name="host">The session.</param>
    /// <param name="seed">Of random actions.</param>
    /// <param name="declared">Those that the simulation's class, and others, declare.</param>
    /// <exception cref="CommandException">There is no such policy.</exception>
    public static Policy Resolve(
        string? reference, CommandHost host, int seed, IReadOnlyDictionary<string, Func<Policy>> declared)
    {
        var variables = Variables(host);
        reference ??= variables.ContainsKey(DefaultVariable) ? DefaultVariable : Random;
        if (variables.TryGetValue(reference, out var policy))
            return policy;
        if (declared.TryGetValue(reference, out var make))
            return make();
        if (DeclaredPolicies.OfSimulation(host, reference) is { } ofClass)
            return ofClass();
        if (reference == Random)
            return Policy.Random(seed);
        if (Uri.TryCreate(reference, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            return Policy.Server(reference, Environment.GetEnvironmentVariable(KeyVariable) ?? "", host.Cancellation);
        if (!Path.Exists(reference) && DeclaredPolicies.NeedsArguments(host, reference) is { } instead)
            throw new CommandException(instead);
        if (!Path.Exists(reference))
            throw new CommandException($"There is no policy '{reference}': it is neither a variable nor a folder or file. "
                + Suggestions.Say(
                    reference, "policies", [Random, .. variables.Keys, .. declared.Keys, .. PolicyFolders.Under(".").Take(20)]));
        try
        {
            return Policy.Local(reference);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new CommandException(exception.Message, exception);
        }
    }

    /// <summary>Variables that hold a policy, or a training that made one.</summary>
    public static IReadOnlyDictionary<string, Policy> Variables(CommandHost host)
    {
        Dictionary<string, Policy> policies = [];
        foreach (var (name, value) in host.Variables())
            if (value is Policy or TrainingResult)
                policies[name] = value as Policy ?? ((TrainingResult)value).Policy;
            else
                policies.Remove(name);
        return policies;
    }
}
