namespace Pathmind;

/// <summary>A training ended by an error: of the simulation, of the program's <see cref="TrainingOptions.OnIteration"/>
/// or display, or of the disk. What was learnt so far is in <see cref="Training"/>.</summary>
public sealed class TrainingException : Exception
{
    internal TrainingException(string message, TrainingResult training, Exception inner)
        : base(message, inner) => Training = training;

    /// <summary>The best policy so far and the history.</summary>
    public TrainingResult Training { get; }
}
