namespace Pathmind.Simulations;

/// <summary>What the sums of reward terms over episodes show that may be intended, but often is not, in plain
/// words.</summary>
internal static class TermAdvice
{
    /// <summary>Terms whose deviations are this many times smaller than that of one term have no say.</summary>
    const double Drowned = 1_000;

    /// <summary>Terms that never changed.</summary>
    /// <param name="names">Those terms.</param>
    /// <param name="where">As in <c>in each of 300 episodes</c>.</param>
    /// <returns>One sentence with what to do; null if there is no such term.</returns>
    public static string? OfConstant(IReadOnlyList<string> names, string where) => names.Count == 0 ? null
        : $"The reward term{(names.Count == 1 ? "" : "s")} {Quoted(names)} {(names.Count == 1 ? "was" : "were")} the same {where}: "
            + "what never changes teaches nothing. If chance does not reach what it rewards, reward the way to it as well; "
            + "otherwise leave it out, or check that it is computed.";

    /// <summary>Terms whose differences between episodes vanish beside another's.</summary>
    /// <param name="terms">Each term and the deviation of its sum over an episode.</param>
    /// <returns>One sentence with what to do; null if there is no such term.</returns>
    public static string? OfDrowned(IReadOnlyList<(string Name, double Deviation)> terms)
    {
        var largest = terms.MaxBy(term => term.Deviation);
        (string Name, double Deviation)[] others = [.. terms.Where(term => term.Deviation > 0 && term.Name != largest.Name)];
        if (others.Length == 0 || largest.Deviation < Drowned * others.Max(other => other.Deviation))
            return null;
        var (drowned, times) = (others.Select(other => other.Name).ToArray(), largest.Deviation / others.Max(other => other.Deviation));
        return $"From one episode to another the reward term '{largest.Name}' differs {times:N0} times as much as {Quoted(drowned)}, which "
            + $"{(drowned.Length == 1 ? "has" : "have")} no say beside it. If that is not meant, write them in comparable units, or give "
            + "RewardWeights, which balance terms: "
            + $"new() {{ [\"{largest.Name}\"] = 1, [\"{drowned[0]}\"] = 1 }}.";
    }

    static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
