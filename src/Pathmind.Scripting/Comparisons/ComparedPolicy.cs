namespace Pathmind;

/// <summary>A policy in a comparison, with its numbers.</summary>
public sealed class ComparedPolicy
{
    internal ComparedPolicy(string name, IReadOnlyList<ComparedNumber> numbers) => (Name, Numbers) = (name, numbers);

    /// <summary>The policy's name; policies of the same name are numbered.</summary>
    public string Name { get; }

    /// <summary>Reward and length, each reward term if there are several or it has a goal, and each metric. A term that
    /// has a metric's name is called <c>name (term)</c>.</summary>
    public IReadOnlyList<ComparedNumber> Numbers { get; }

    /// <summary>The reward per episode.</summary>
    public ComparedNumber Reward => this["reward"];

    /// <summary>A number by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such number; the message lists those there are.</exception>
    public ComparedNumber this[string name] => Numbers.FirstOrDefault(number => number.Name == name)
        ?? throw new KeyNotFoundException(
            $"The comparison has no number '{name}'. There are: {string.Join(", ", Numbers.Select(number => number.Name))}.");

    /// <summary>Whether every number that has a goal with a bound keeps it; null if the episodes do not tell
    /// yet.</summary>
    public bool? KeepsGoals => Numbers.Where(number => number.HasBound).Aggregate(
        (bool?)true, (all, number) => all == false || number.IsKept == false ? false : all & number.IsKept);

    /// <summary>Name and reward.</summary>
    public override string ToString() => $"{Name}: {Reward.Value}";
}
