namespace Pathmind.Sweeps;

/// <summary>Asynchronous successive halving (Li et al., arXiv:1810.05934, algorithm 2): which trial goes on to the next
/// rung. Without it there is one rung.</summary>
/// <param name="factor">η.</param>
/// <param name="rungs">How many, at least 1.</param>
/// <param name="always">A trial that always goes on, since others are compared with it; null for none.</param>
internal sealed class Halving(int factor, int rungs, int? always = null)
{
    readonly List<(int Trial, double Score)>[] results = [.. Enumerable.Range(0, rungs).Select(_ => new List<(int, double)>())];
    readonly HashSet<int>[] promoted = [.. Enumerable.Range(0, rungs).Select(_ => new HashSet<int>())];

    public int Rungs => rungs;

    /// <summary>Share of a trial's steps that are made when it has done a rung: η^(k + 1 − K).</summary>
    public double Share(int rung) => Math.Pow(factor, rung + 1 - rungs);

    /// <summary>A trial has done a rung.</summary>
    /// <param name="trial">Its number.</param>
    /// <param name="rung">From 0.</param>
    /// <param name="score">The larger the better; NaN if it failed, and goes no further.</param>
    public void Add(int trial, int rung, double score) =>
        results[rung].Add((trial, double.IsNaN(score) ? double.NegativeInfinity : score));

    /// <summary>The trial that goes on, and the rung that it is to do: from the highest rung down, the best that is
    /// among the best 1/η of its rung and has not gone on yet; null for none.</summary>
    public (int Trial, int Rung)? Next()
    {
        for (var rung = rungs - 2; rung >= 0; rung--)
            if (PromoteAlways(rung) is { } first)
                return first;
            else if (Promote(rung, results[rung].Count / factor) is { } next)
                return next;
        return null;
    }

    /// <summary>The best of the highest rung goes on, if no trial has done the last one: where nothing else is left to
    /// do, so that few trials have a result too.</summary>
    public (int Trial, int Rung)? Last()
    {
        if (results[^1].Exists(one => double.IsFinite(one.Score)))
            return null;
        for (var rung = rungs - 2; rung >= 0; rung--)
            if (Promote(rung, results[rung].Count) is { } next)
                return next;
        return null;
    }

    (int Trial, int Rung)? PromoteAlways(int rung) => always is { } trial
        && results[rung].Exists(one => one.Trial == trial && double.IsFinite(one.Score)) && promoted[rung].Add(trial)
        ? (trial, rung + 1)
        : null;

    (int Trial, int Rung)? Promote(int rung, int count)
    {
        foreach (var (trial, score) in results[rung].OrderByDescending(one => one.Score).ThenBy(one => one.Trial).Take(count))
            if (double.IsFinite(score) && promoted[rung].Add(trial))
                return (trial, rung + 1);
        return null;
    }
}
