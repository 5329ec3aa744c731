namespace Pathmind;

/// <summary>What an agent may do in a step: <see cref="Discrete"/>, <see cref="Continuous"/>, or several of them in a
/// <see cref="Composite"/>. Two spaces are equal if they admit the same actions under the same names.</summary>
public abstract record ActionSpace
{
    private protected ActionSpace()
    {
    }

    /// <summary>The parts that a policy decides one after the other; a single part for all but
    /// <see cref="Composite"/>.</summary>
    internal abstract IEnumerable<ActionSpace> Parts { get; }

    /// <summary>Whether actions of one space mean the same in the other: equal, apart from names that only one of
    /// them has (an older policy file has none).</summary>
    internal bool Fits(ActionSpace other)
    {
        var (mine, others) = (Parts.ToArray(), other.Parts.ToArray());
        return mine.Length == others.Length
            && mine.Zip(others).All(pair => pair.First == pair.Second || LackNames(pair.First, pair.Second));

        static bool LackNames(ActionSpace one, ActionSpace two) => one is Discrete left && two is Discrete right
            && (left.Choices, left.Size) == (right.Choices, right.Size) && (left.Names.Count == 0 || right.Names.Count == 0);
    }
}
