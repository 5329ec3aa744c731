using Pathmind.Comparisons;
using Pathmind.Numerics;

namespace Pathmind.Tuning;

/// <summary>Looks for the numbers with which a heuristic earns most.</summary>
/// <remarks>All candidates play the same episodes (common random numbers), so that their differences are larger than
/// their noise. The best of them are judged again in new episodes, since the best of many was lucky as well; and the
/// score of the one that is then chosen comes from other episodes again.</remarks>
internal sealed class HeuristicSearch(
    Func<Simulation> create, Func<Parameters, Policy> make, OrderedDictionary<string, ParameterRange> ranges, TuningOptions options,
    TimeProvider time)
{
    /// <summary>The first generation's deviation, as a share of the range (Hansen's tutorial: the best is expected
    /// within three of them).</summary>
    const double FirstStep = 0.3;

    /// <summary>A search has ended when the deviation is below this share of every range, or when so many generations
    /// held no new candidate.</summary>
    const double SmallestSpread = 1e-4;

    /// <inheritdoc cref="SmallestSpread"/>
    const int MostIdle = 5;

    /// <summary>Candidates that are judged again, and episodes of it: so many times those of the search, and at least
    /// so many, or a quarter of the whole budget where that is less.</summary>
    const int Finalists = 8, TimesEpisodes = 5, FewestEpisodes = 200;

    readonly string[] names = [.. ranges.Keys];
    readonly Dictionary<Parameters, double> scores = [];
    readonly List<TuningGeneration> history = [];
    readonly long start = time.GetTimestamp();
    long steps;

    public TuningResult Search()
    {
        using CandidatePlays plays = new(create, make, options.Threads ?? Environment.ProcessorCount);
        using PatientDisplay live = new(options.Display ?? Display.Current, time, TimeSpan.FromSeconds(1));
        EvolutionStrategy strategy = new(
            [.. names.Select(_ => 0.5)], FirstStep, [.. ranges.Values.Select(range => 0.5 / range.Count)], new(options.Seed, stream: 0));
        var idle = 0;
        while (!IsOver(live) && idle < MostIdle && strategy.Spread > SmallestSpread)
        {
            Parameters[] candidates = [.. strategy.Draw().Select(At)];
            idle = Score(plays, candidates) ? 0 : idle + 1;
            strategy.Learn([.. Enumerable.Range(0, candidates.Length).OrderByDescending(i => scores[candidates[i]])]);
            history.Add(new(
                history.Count + 1, Played, candidates.Average(candidate => scores[candidate]), scores.Values.Max(), At(strategy.Mean)));
            live.Update(Progress);
        }
        return Judge(plays, At(strategy.Mean));
    }

    int Played => scores.Count * options.EpisodesPerCandidate;

    bool IsOver(PatientDisplay live) => Played >= options.Episodes || steps >= options.Steps
        || time.GetElapsedTime(start) > options.Time || live.IsInterrupted && scores.Count > 0;

    /// <summary>Lets those candidates play that did not yet.</summary>
    /// <returns>Whether there were any.</returns>
    bool Score(CandidatePlays plays, Parameters[] candidates)
    {
        Parameters[] unknown = [.. candidates.Distinct().Where(candidate => !scores.ContainsKey(candidate))];
        foreach (var (candidate, log) in unknown.Zip(plays.Play(unknown, options.EpisodesPerCandidate, options.Seed)))
        {
            scores[candidate] = log.Reward.Mean;
            steps += (long)log.EpisodesOf("steps").Sum();
        }
        return unknown.Length > 0;
    }

    /// <summary>The best candidates and the centre of the last generation, in new episodes; and the best of these in
    /// others.</summary>
    TuningResult Judge(CandidatePlays plays, Parameters center)
    {
        Parameters[] finalists =
            [.. scores.OrderByDescending(score => score.Value).Take(Finalists).Select(score => score.Key).Append(center).Distinct()];
        var episodes = Math.Max(Math.Min(FewestEpisodes, options.Episodes / 4), TimesEpisodes * options.EpisodesPerCandidate);
        var logs = plays.Play(finalists, episodes, Fresh(1));
        var best = finalists[Enumerable.Range(0, finalists.Length).MaxBy(i => logs[i].Reward.Mean)];
        var log = plays.Play([best], episodes, Fresh(2))[0];
        return new(best, make(best), log, new MeanInterval(0.95).Of(log.EpisodesOf("reward")), history, scores.Count, Played);
    }

    /// <summary>A seed whose episodes were not played in the search.</summary>
    int Fresh(int which) => new RandomStream(options.Seed, stream: -which).Next();

    Parameters At(double[] place) => new(names, [.. ranges.Values.Zip(place, (range, share) => range.At(share))]);

    ProgressReport Progress() => new("Tuning a heuristic")
    {
        Fraction = Math.Min(1, (double)Played / options.Episodes),
        Values = [new("candidates", $"{scores.Count:N0}"), new("best", $"{scores.MaxBy(score => score.Value).Key}")],
        Trend = [.. history.Select(generation => generation.Best)],
    };
}
