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
