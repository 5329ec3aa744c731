namespace Pathmind;

/// <summary>A training ended by an error of the simulation. What was learnt so far is not lost.</summary>
public sealed class TrainingException : Exception
{
    internal TrainingException(string message, TrainingResult? training, Exception inner)
        : base(message, inner) => Training = training;

    /// <summary>The best policy so far and the history; null if the error came before the first update.</summary>
    public TrainingResult? Training { get; }
}
