namespace Pathmind.Training;

/// <summary>A slice of a member of a population, for whoever runs it.</summary>
/// <param name="Trial">The member's number, from 1.</param>
/// <param name="Generation">From 1; trial and generation name the slice.</param>
/// <param name="Options">The member's.</param>
/// <param name="From">Where it begins; null for the beginning of the training.</param>
/// <param name="Until">Steps of the whole training at its end.</param>
/// <param name="EvaluationSeed">Of the episodes by which it is judged.</param>
internal sealed record SliceOrder(
    int Trial, int Generation, TrainingOptions Options, Checkpoint? From, long Until, int EvaluationSeed);

/// <summary>Runs the slices of a population elsewhere than on threads of this process.</summary>
internal interface ISliceRunner : IDisposable
{
    /// <summary>Runs the slices of one generation, in any order, and waits for all.</summary>
    /// <param name="orders">One of each member that goes on.</param>
    /// <param name="onSteps">Gets trial and steps made so far, now and then.</param>
    /// <param name="onResult">Gets trial and what its slice left; never of one that did not end before it was
    /// stopped.</param>
    /// <param name="onPause">Called about ten times a second, to show progress; what it throws ends the wait.</param>
    /// <param name="cancellation">Ends the wait soon.</param>
    /// <remarks>All are called on the calling thread.</remarks>
    /// <exception cref="SliceException">A slice failed, as it would wherever it runs; or none can be run.</exception>
    void Run(
        IReadOnlyList<SliceOrder> orders, Action<int, long> onSteps, Action<int, SliceResult> onResult, Action onPause,
        CancellationToken cancellation);

    /// <summary>The training has ended well: what was kept to go on with it can be forgotten.</summary>
    void Forget();
}

/// <summary>A slice that was run elsewhere failed, or could not be run.</summary>
internal sealed class SliceException(string message, Exception? inner = null) : Exception(message, inner);
