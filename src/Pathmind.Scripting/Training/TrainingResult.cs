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

    /// <summary>Makes a simulation like those that were trained; null if it is not known.</summary>
    internal Func<Simulation>? Create { get; set; }

    /// <summary>The message, and how the training went.</summary>
    public DisplayContent ToDisplay() => new ContentList(new TextLine(Message), History.PlotAll());

    /// <summary>The message, broken where the terminal ends.</summary>
    public override string ToString() => ConsoleDisplay.TerminalWidth is { } width ? WrappedText.Of(Message, width) : Message;
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

/// <summary>A training ended by an error: of the simulation, of the program's <see cref="TrainingOptions.OnIteration"/>
/// or display, or of the disk. What was learnt so far is in <see cref="Training"/>.</summary>
public sealed class TrainingException : Exception
{
    internal TrainingException(string message, TrainingResult training, Exception inner)
        : base(message, inner) => Training = training;

    /// <summary>The best policy so far and the history.</summary>
    public TrainingResult Training { get; }
}
