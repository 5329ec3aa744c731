namespace Pathmind;

/// <summary>How a policy's number compares with the first policy's, as far as the episodes tell.</summary>
public enum Verdict
{
    /// <summary>This is the first policy, with which the others are compared.</summary>
    First,

    /// <summary>Better: a larger reward, or nearer to the goal of the number.</summary>
    Better,

    /// <summary>Worse.</summary>
    Worse,

    /// <summary>Higher; the number has no goal that would say whether that is good.</summary>
    Higher,

    /// <summary>Lower; the number has no goal.</summary>
    Lower,

    /// <summary>The same, or no further apart than the tolerance.</summary>
    NoDifference,

    /// <summary>The episodes do not tell yet.</summary>
    NotTold,
}
