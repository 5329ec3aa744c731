using Pathmind.Numerics;
using Pathmind.Simulations;

namespace Pathmind.Checks;

/// <summary>The reward terms of a walk: whether each one ever changed, and how much its sum differs from one episode to
/// another.</summary>
internal sealed class TermWatch
{
    /// <summary>Episodes below which their differences say nothing.</summary>
    const int LeastEpisodes = 5;

    double[] sums = [], low = [], high = [];
    Moments[] episodes = [];

    /// <summary>Adds the terms of an agent's step; of a step with other names, which is a finding of its own, none
    /// come.</summary>
    /// <param name="terms">[terms].</param>
    public void Add(ReadOnlySpan<double> terms)
    {
        if (sums.Length == 0)
            (sums, low, high, episodes) = (new double[terms.Length], terms.ToArray(), terms.ToArray(), new Moments[terms.Length]);
        for (var i = 0; i < Math.Min(terms.Length, sums.Length); i++)
        {
            sums[i] += terms[i];
            (low[i], high[i]) = (Math.Min(low[i], terms[i]), Math.Max(high[i], terms[i]));
        }
    }

    public void EndEpisode()
    {
        for (var i = 0; i < sums.Length; i++)
            episodes[i] = episodes[i].With(sums[i]);
        Array.Clear(sums);
    }

    /// <summary>One sentence per finding, with what to do.</summary>
    /// <param name="names">[terms].</param>
    /// <param name="steps">Of the walk.</param>
    public IEnumerable<string> Findings(IReadOnlyList<string> names, int steps)
    {
        string[] constant = [.. names.Where((_, i) => low[i] == high[i] && (low[i] == 0 || episodes[i].Deviation == 0))];
        if (constant.Length < names.Count && TermAdvice.OfConstant(constant, $"in each of {steps} random steps") is { } same)
            yield return same;
        if (episodes[0].Count >= LeastEpisodes
            && TermAdvice.OfDrowned([.. names.Select((name, i) => (name, episodes[i].Deviation))]) is { } drowned)
            yield return drowned;
    }
}
