namespace Pathmind.Training;

/// <summary>How far back rewards are credited to actions (docs/ppo.md 15).</summary>
internal enum CreditReach
{
    /// <summary>As the literature has it: γ 0.99 and λ 0.95, about 17 steps.</summary>
    Usual,

    /// <summary>To the action of the same step alone: nothing that comes later depends on it.</summary>
    Near,

    /// <summary>To the beginning of the episode: what comes much later depends on it, and nothing on the way
    /// shows it.</summary>
    Far,
}
