namespace Pathmind;

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>All steps of <see cref="TrainingOptions.Steps"/> were made.</summary>
    Steps,

    /// <summary>The time of <see cref="TrainingOptions.Time"/> was over.</summary>
    Time,

    /// <summary>The greedy policy reached <see cref="TrainingOptions.UntilReward"/>.</summary>
    RewardReached,

    /// <summary>Reward, length and entropy stopped changing.</summary>
    Converged,

    /// <summary>Half of the steps brought no two episodes with different rewards: there is nothing to learn
    /// from.</summary>
    NoLearning,

    /// <summary>The user stopped it; the best policy so far is kept.</summary>
    Interrupted,

    /// <summary>An error in the simulation; the best policy so far is kept in
    /// <see cref="TrainingException.Training"/>.</summary>
    Failed,
}
