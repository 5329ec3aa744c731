namespace Pathmind.Sweeps;

/// <summary>What a trial of a sweep does next: the part of it from one rung to the next.</summary>
/// <param name="Trial">Its number, from 0.</param>
/// <param name="Rung">Which it is to reach, from 0.</param>
internal readonly record struct TrialPart(int Trial, int Rung);

/// <summary>The order of a sweep, by a clock that counts the steps of trials side by side: what is tried next depends
/// on what has ended by that clock, never on which thread was faster. So the result is the same on any number of
/// threads, and a search that was stopped goes on as if it never had been: parts whose result is known take no
/// time.</summary>
/// <param name="parallel">Trials under way at once.</param>
/// <param name="halving">Who goes on.</param>
internal sealed class SweepSchedule(int parallel, Halving halving)
{
    readonly PriorityQueue<TrialPart, (double Time, int Trial)> running = new();
    double now;

    /// <summary>Runs until nothing is left to do, or it is stopped.</summary>
    /// <param name="next">Begins a new trial and gives its number; null if there is none to begin.</param>
    /// <param name="start">Begins a part.</param>
    /// <param name="steps">How many steps the part has by plan.</param>
    /// <param name="end">Waits for a part; gives its score, NaN if it failed, and null if it was stopped.</param>
    public void Run(Func<int?> next, Action<TrialPart> start, Func<TrialPart, double> steps, Func<TrialPart, double?> end)
    {
        while (true)
        {
            while (running.Count < parallel && Choose(next) is { } part)
            {
                start(part);
                running.Enqueue(part, (now + steps(part), part.Trial));
            }
            if (!running.TryDequeue(out var ended, out var at))
                return;
            now = at.Time;
            if (end(ended) is not { } score)
                return;
            halving.Add(ended.Trial, ended.Rung, score);
        }
    }

    TrialPart? Choose(Func<int?> next)
    {
        if (halving.Next() is var (trial, rung))
            return new(trial, rung);
        if (next() is { } begun)
            return new(begun, 0);
        return running.Count == 0 && halving.Last() is var (last, end) ? new(last, end) : null;
    }
}
