namespace Pathmind.Training;

/// <summary>Says once, where a training of slow steps will still take long, that more workers can run them.</summary>
internal sealed class WorkerHint
{
    const double Long = 60;                                              // seconds

    static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(5);

    bool isGiven;

    /// <summary>Looks after an iteration.</summary>
    /// <param name="state">How far the training is.</param>
    /// <param name="step">Wall-clock time of a step on one thread; zero if it was not measured.</param>
    /// <returns>Null if there is nothing to say, or it was said.</returns>
    public string? Of(TrainingState state, TimeSpan step)
    {
        var rest = step.TotalSeconds * Math.Max(0, state.Plan.Steps - state.Steps) / state.Plan.RolloutThreads;
        if (state.Options.Time is { } time)
            rest = Math.Min(rest, (time - state.Elapsed).TotalSeconds);
        if (isGiven || state.Options is not { Workers: null, Population: null } || step < Slow || rest < Long)
            return null;
        isGiven = true;
        return $"A step of {state.Schema.Simulation} takes {step.TotalMilliseconds:0.#} ms. Where steps wait for something, Workers = 8 "
            + "runs eight simulations at a time; pathmind train FILE --workers 8 does it in processes.";
    }
}
