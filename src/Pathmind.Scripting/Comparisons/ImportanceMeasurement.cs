using Pathmind.Rollouts;

namespace Pathmind.Comparisons;

/// <summary>Measures how much reward a policy loses when it no longer sees an observation rightly: permutation
/// importance (Breiman 2001, "Random Forests", section 10), measured by the reward of whole episodes in
/// pairs.</summary>
/// <param name="simulations">Like the one that the policy plays in.</param>
/// <param name="policy">Of any kind.</param>
/// <param name="options">Number of episodes, or time and tolerance; seed.</param>
/// <param name="time">The clock.</param>
internal sealed class ImportanceMeasurement(
    SimilarSimulations simulations, Policy policy, ComparisonOptions options, TimeProvider time)
{
    readonly SeenObservations seen = new();
    int stream = 1;

    public Importance Measure()
    {
        string[] names = NamesOf(Watch());
        var policies = names.Select(name => Shuffled(name, [name])).Append(Shuffled("all", names)).Prepend(policy);
        PairedEpisodes episodes = new(simulations, [.. policies], [policy.Name, .. names, "all of them"], options, time);
        MeanInterval interval = new(1 - PairedStatistics.Error / episodes.Looks);
        var logs = episodes.Play($"Shuffling observations of {policy.Name}", IsTold);
        var small = Small(logs);
        ObservationImportance[] measured =
        [
            .. names.Select((name, i) => new ObservationImportance(name, Loss(logs, i + 1)) { Small = small })
                .OrderByDescending(one => one.Loss.Mean),
        ];
        var (needless, together) = Together(measured, small, logs[0].Episodes.Count);
        return new(logs[0], interval.Of(logs[0].EpisodesOf("reward")), measured, Loss(logs, logs.Length - 1), small, needless, together);

        bool IsTold(EpisodeLog[] played) =>
            Small(played) is var least && Enumerable.Range(1, names.Length).All(
                i => Loss(played, i) is var loss && (loss.Low > 0 || loss.High <= least));

        double Small(EpisodeLog[] played) =>
            options.Tolerance * Math.Max(Math.Abs(played[0].Reward.Mean), Math.Abs(Loss(played, played.Length - 1).Mean));

        Estimate Loss(EpisodeLog[] played, int i) => interval.Of(
            MeanInterval.Differences(played[i].EpisodesOf("reward"), played[0].EpisodesOf("reward")));
    }

    /// <summary>Those that can be left out together: two that say the same are each of no use while the other is seen.
    /// Takes back what costs most until the rest costs nothing.</summary>
    /// <returns>Their names, and what all of them together cost; null for a single one or none.</returns>
    (string[] Names, Estimate? Loss) Together(ObservationImportance[] measured, double small, int episodes)
    {
        string[] needless = [.. measured.Where(one => one.IsNeedless).Select(one => one.Name)];
        while (needless.Length > 1)
        {
            PairedEpisodes pairs = new(
                simulations, [policy, Shuffled("together", needless)], [policy.Name, "together"],
                options with { Episodes = episodes }, time);
            var logs = pairs.Play("Shuffling what can be left out", _ => true);
            var loss = new MeanInterval(1 - PairedStatistics.Error).Of(
                MeanInterval.Differences(logs[1].EpisodesOf("reward"), logs[0].EpisodesOf("reward")));
            if (loss.High <= small)
                return (needless, loss);
            needless = needless[1..];
        }
        return (needless, null);
    }

    /// <summary>Plays with the policy as it is, to see what its agents see.</summary>
    Simulations.SimulationSchema Watch()
    {
        EpisodeLoop loop = new(simulations.First, new WatchedPolicy(policy, seen), policy.Name, options.Seed, LogDetail.Summaries);
        for (var episode = 0; episode < PairedEpisodes.FirstLook; episode++)
            loop.RunEpisode(TimeSpan.Zero, CancellationToken.None);
        return loop.Schema;
    }

    /// <summary>What the agents see, in the order of writing; of a trained policy what it looks at.</summary>
    string[] NamesOf(Simulations.SimulationSchema schema) =>
    [
        .. schema.Kinds.SelectMany(kind => kind.Observations.Names).Distinct()
            .Where(name => policy is not TrainedPolicy trained || trained.ObservationNames.Contains(name)),
    ];

    ShuffledPolicy Shuffled(string name, string[] names) => new(policy, name, names, seen, stream++);
}
