using Pathmind.Displays;

namespace Pathmind;

/// <summary>Result of a training: the policy, its history, and why it ended. As text: one line that states
/// so.</summary>
public sealed class TrainingResult : IDisplayable
{
    internal TrainingResult(TrainedPolicy policy, TrainingHistory history, StopReason stop, string message)
    {
        (Policy, History, Stop, Message) = (policy, history, stop, message);
    }

    /// <summary>The best policy of the training: the last one, or an earlier one that did better when both played the
    /// same greedy episodes.</summary>
    public TrainedPolicy Policy { get; }

    /// <summary>One row per iteration.</summary>
    public TrainingHistory History { get; }

    /// <summary>Why training ended.</summary>
    public StopReason Stop { get; }

    /// <summary>The same in words, with what to do about it.</summary>
    public string Message { get; }

    /// <summary>Mean reward per episode, the sum of all terms of all agents as the simulation gives them, of
    /// <see cref="Policy"/> without exploration, in the evaluation episodes at the end; null if none were played: no
    /// episode had ended, weights balanced several reward terms, <see cref="TrainingOptions.UntilReward"/> or
    /// <see cref="TrainingOptions.Time"/> ended the training, it was interrupted, or it failed.</summary>
    public double? Reward { get; internal init; }

    /// <summary>Mean reward per episode of random actions in the first of the same episodes; null if none were played,
    /// as for <see cref="Reward"/>, or where eight of them would have taken more than 5 % of the steps.</summary>
    public double? RandomReward { get; internal init; }

    /// <summary>Whether the policy keeps each limit of <see cref="TrainingOptions.Limits"/>; empty without limits, and
    /// if the training was stopped, or failed, before a policy had been judged.</summary>
    public IReadOnlyList<LimitResult> Limits { get; internal init; } = [];

    /// <summary>How the policy compares with what the training started from; null without
    /// <see cref="TrainingOptions.StartFrom"/>, from a file of steps, and where no evaluation episodes were played (as
    /// for
    /// <see cref="Reward"/>).</summary>
    public TeacherResult? Teacher { get; internal init; }

    /// <summary>What the episodes of the training showed of its rewards that may be intended, but often is not: a term
    /// that never changed, one that drowns another, a reward that rose while a goal fell. One sentence each, with what
    /// to do.</summary>
    public IReadOnlyList<string> Hints { get; internal init; } = [];

    /// <summary>How the members of a population went; null without <see cref="TrainingOptions.Population"/>.</summary>
    public PopulationResult? Population { get; internal init; }

    /// <summary>Makes a simulation like those that were trained; null if it is not known.</summary>
    internal Func<Simulation>? Create { get; set; }

    /// <summary>The teacher's policy; null if it is not known, or without a teacher.</summary>
    internal Policy? StartedFrom { get; set; }

    /// <summary>Whether it ended before anything was learnt or imitated: then nothing is written.</summary>
    internal bool IsUntrained { get; set; }

    /// <summary>The message, and how the training went.</summary>
    public DisplayContent ToDisplay() => new ContentList(new TextLine(Text), History.PlotAll());

    /// <summary>The message, broken where the terminal ends.</summary>
    public override string ToString() => ConsoleDisplay.TerminalWidth is { } width ? WrappedText.Of(Text, width) : Text;

    /// <summary>The message, then each hint in a line.</summary>
    internal string Text => string.Join('\n', [Message, .. Hints.Select(hint => $"Worth a look: {hint}")]);
}

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>All steps of <see cref="TrainingOptions.Steps"/> were made.</summary>
    Steps,

    /// <summary>The time of <see cref="TrainingOptions.Time"/> was over.</summary>
    Time,

    /// <summary>The greedy policy reached <see cref="TrainingOptions.UntilReward"/>.</summary>
    RewardReached,

    /// <summary>A test showed that nothing is left to be gained: the reward of every agent is as good as in the best
    /// episode.</summary>
    Converged,

    /// <summary>Half of the steps, and about 3 000 episodes, brought no two episodes in which any agent's rewards
    /// differed: there is nothing to learn from.</summary>
    NoLearning,

    /// <summary>The user stopped it; the best policy so far is kept.</summary>
    Interrupted,

    /// <summary>An error in the simulation; the best policy so far is kept in
    /// <see cref="TrainingException.Training"/>.</summary>
    Failed,
}

/// <summary>A training ended by an error: of the simulation, of the program's <see cref="TrainingOptions.OnIteration"/>
/// or display, or of the disk. What was learnt so far is in <see cref="Training"/>.</summary>
public sealed class TrainingException : Exception
{
    internal TrainingException(string message, TrainingResult training, Exception inner)
        : base(message, inner) => Training = training;

    /// <summary>The best policy so far and the history.</summary>
    public TrainingResult Training { get; }
}
