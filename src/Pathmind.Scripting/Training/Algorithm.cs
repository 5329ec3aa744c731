using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>A member of the family of algorithms, by which trainings are made.</summary>
/// <param name="Name">Short name of the literature, as in "PPO": in policy files and checkpoints.</param>
/// <param name="Create">Makes a learner for a training.</param>
/// <param name="FixedOptions">The options, by name, that cannot differ when a training is resumed.</param>
internal sealed record Algorithm(
    string Name, Func<LearnerSetting, ILearner> Create, Func<TrainingOptions, IReadOnlyList<(string Name, object Value)>> FixedOptions)
{
    /// <summary>The algorithm that options ask for.</summary>
    public static Algorithm For(TrainingOptions options) => options.OfAlgorithm.Algorithm;
}

/// <summary>What a learner is made for.</summary>
/// <param name="Options">The user's, valid.</param>
/// <param name="Environments">Simulations side by side.</param>
/// <param name="Agents">Agents of each of them.</param>
/// <param name="Inputs">Numbers that a decision reads: those of the memory, then of all observations of the
/// history.</param>
/// <param name="Actions">The action space.</param>
/// <param name="HasMask">Whether some choices are not allowed to some agents.</param>
/// <param name="Workers">The training's threads.</param>
/// <param name="HasPresence">Whether some agents do not have all real numbers of the space.</param>
/// <param name="DecisionSeconds">Mean simulated time between two decisions of an agent, where some are much longer than
/// others; null without a clock, and where all are alike.</param>
internal sealed record LearnerSetting(
    TrainingOptions Options, int Environments, int Agents, int Inputs, ActionLayout Actions, bool HasMask, WorkerThreads Workers,
    bool HasPresence = false, double? DecisionSeconds = null)
{
    /// <summary>Statistics of what decisions read, of no row yet.</summary>
    public RunningStatistics NewStatistics() => new((Inputs - Memory) / (Options.History ?? 1), Options.History ?? 1, Memory);

    /// <summary>Numbers of an agent's state in a recurrent memory; 0 without one.</summary>
    public int Memory => Options.Memory ?? 0;
}
