namespace Pathmind;

/// <summary>What an agent may do in a step: <see cref="Discrete"/>, <see cref="Continuous"/>, or several of them in a
/// <see cref="Composite"/>. Two spaces are equal if they admit the same actions.</summary>
public abstract record ActionSpace
{
    private protected ActionSpace()
    {
    }

    /// <summary>The parts that a policy decides one after the other; a single part for all but <see cref="Composite"/>.</summary>
    internal abstract IEnumerable<ActionSpace> Parts { get; }
}
